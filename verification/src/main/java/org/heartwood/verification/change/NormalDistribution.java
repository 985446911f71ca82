package org.heartwood.verification.change;

/** The standard normal distribution. */
final class NormalDistribution {
  private NormalDistribution() {}

  /**
   * Probability of a value below {@code z}, by Abramowitz and Stegun 1964, formula 26.2.17;
   * absolute error below 7.5e-8.
   */
  static double cumulative(double z) {
    double t = 1 / (1 + 0.2316419 * Math.abs(z));
    double density = 0.3989422804014327 * StrictMath.exp(-z * z / 2);
    double tail =
        density
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return z > 0 ? 1 - tail : tail;
  }
}
