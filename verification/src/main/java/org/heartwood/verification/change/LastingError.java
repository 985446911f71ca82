package org.heartwood.verification.change;

import java.util.Arrays;

/**
 * What the years show of a pixel for several values of the part of its error that stays the same
 * over the years: the nodes of Gauss–Hermite quadrature of a standard normal number (Abramowitz and
 * Stegun 1964, table 25.10, five points). Values under which the years show the same share one
 * node. Not safe for use by several threads.
 */
final class LastingError {
  static final int NODES = 5;

  private static final double[] AT = {
    0, -1.355626179974266, 1.355626179974266, -2.856970013872806, 2.856970013872806
  };
  private static final double[] SHARES = {
    0.533333333333333, 0.222075922005613, 0.222075922005613, 0.011257411327721, 0.011257411327721
  };

  private final ForestModel.Chain chain;
  private final double transientFraction;
  private final double[][] evidence;
  private final double[] weights = new double[NODES];

  /**
   * Room for the years of a series.
   *
   * @param transientFraction share of the error's variance that is new in every year, above 0
   */
  LastingError(ForestModel.Chain chain, double transientFraction, int years) {
    if (!(transientFraction > 0)) {
      throw new IllegalArgumentException("transientFraction must be > 0, was " + transientFraction);
    }
    this.chain = chain;
    this.transientFraction = transientFraction;
    this.evidence = new double[NODES][years];
  }

  /**
   * Reads a pixel.
   *
   * @param canopyPct canopy cover by year, per cent; NaN = not seen
   * @param standardErrorPct its standard error by year, per cent
   * @return false if no year was seen
   */
  boolean read(float[] canopyPct, float[] standardErrorPct) {
    System.arraycopy(SHARES, 0, weights, 0, NODES);
    for (int node = 0; node < NODES; node++) {
      if (!chain.evidence(
          canopyPct, standardErrorPct, AT[node], transientFraction, evidence[node])) {
        return false;
      }
      if (node > 0 && Arrays.equals(evidence[node], evidence[0])) {
        weights[0] += weights[node];
        weights[node] = 0;
      }
    }
    return true;
  }

  /** Weight of a node, 0 if another one stands for it. */
  double weight(int node) {
    return weights[node];
  }

  /** Probabilities by year that cover reaches the threshold. */
  double[] evidence(int node) {
    return evidence[node];
  }
}
