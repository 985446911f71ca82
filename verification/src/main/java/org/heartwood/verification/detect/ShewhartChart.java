package org.heartwood.verification.detect;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Shewhart's chart: a residual beyond {@code L} standard deviations is out of control; several in a
 * row confirm, which also keeps out the single spikes that clouds leave.
 *
 * <p>Source: Shewhart 1931; as a screen of residuals Brooks et al. 2014,
 * doi:10.1109/TGRS.2013.2272545.
 *
 * @param limit L, > 0
 * @param confirmations observations in a row that confirm, > 0
 */
public record ShewhartChart(double limit, int confirmations) implements Chart {
  private static final NormalDistribution NORMAL = new NormalDistribution(0, 1);

  public ShewhartChart {
    if (!(limit > 0) || confirmations < 1) {
      throw new IllegalArgumentException(
          "limit must be > 0 and confirmations > 0, were " + limit + " and " + confirmations);
    }
  }

  @Override
  public String title() {
    return "Shewhart";
  }

  @Override
  public int stateSize(int dates) {
    return 0;
  }

  @Override
  public void begin(double[] state, int at, double[] z, int count, double sigma) {}

  @Override
  public double step(
      double[] state,
      int at,
      double z,
      double sigma,
      double observed,
      double history,
      double peak) {
    return z;
  }

  @Override
  public double probability(double peak) {
    return twoSided(peak);
  }

  /** {@code 1 − p} of one standard normal number, both sides. */
  static double twoSided(double z) {
    return Math.max(0, 2 * NORMAL.cumulativeProbability(z) - 1);
  }
}
