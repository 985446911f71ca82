package org.heartwood.verification.carbon;

/**
 * A number with its uncertainty.
 *
 * @param mean best estimate
 * @param standardError standard deviation of its error, ≥ 0
 * @param ci90Low lower end of the 90 % interval
 * @param ci90High upper end of the 90 % interval
 */
public record Estimate(double mean, double standardError, double ci90Low, double ci90High) {
  /** 95th percentile of the standard normal distribution: a two-sided 90 % interval. */
  public static final double Z90 = 1.6448536269514722;

  public Estimate {
    if (!(ci90Low <= ci90High)) {
      throw new IllegalArgumentException(
          "an interval must run from low to high, was " + ci90Low + " to " + ci90High);
    }
  }

  /** A normal estimate of a quantity that cannot be negative: the interval is cut at zero. */
  public static Estimate nonNegative(double mean, double standardError) {
    return new Estimate(
        mean,
        standardError,
        Math.max(0, mean - Z90 * standardError),
        Math.max(0, mean + Z90 * standardError));
  }

  /** This estimate in another unit. */
  public Estimate times(double factor) {
    if (!(factor >= 0)) {
      throw new IllegalArgumentException("factor must be ≥ 0, was " + factor);
    }
    return new Estimate(mean * factor, standardError * factor, ci90Low * factor, ci90High * factor);
  }

  /** The same quantity counted the other way round. */
  public Estimate negated() {
    return new Estimate(-mean, standardError, -ci90High, -ci90Low);
  }

  /** This estimate moved by a constant. */
  public Estimate minus(double constant) {
    return new Estimate(mean - constant, standardError, ci90Low - constant, ci90High - constant);
  }
}
