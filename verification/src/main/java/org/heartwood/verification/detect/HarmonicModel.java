package org.heartwood.verification.detect;

import java.io.Serializable;

/**
 * The regression of a series on its season: {@code y = b0 [+ b1·s] + Σ_{j=1..order} (a_j·cos(2πjt)
 * + c_j·sin(2πjt))} with {@code t} in years of 365.25 days and {@code s} in years since {@code
 * originDay}.
 *
 * <p>Source: Verbesselt, Zeileis and Herold 2012, doi:10.1016/j.rse.2012.02.022, equation 1.
 *
 * @param order harmonics, 0 to 5
 * @param trend whether there is a linear term
 * @param originDay day at which the trend is zero, days since 1970-01-01; near the middle of the
 *     history, so that the regression is well conditioned
 */
public record HarmonicModel(int order, Trend trend, double originDay) implements Serializable {
  private static final double DAYS_PER_YEAR = 365.25;
  private static final int MAX_ORDER = 5;

  /** Whether a regression has a linear term. */
  public enum Trend {
    NONE,
    LINEAR
  }

  public HarmonicModel {
    if (order < 0 || order > MAX_ORDER) {
      throw new IllegalArgumentException(
          "order must be 0 to " + MAX_ORDER + " harmonics, was " + order);
    }
    if (!Double.isFinite(originDay)) {
      throw new IllegalArgumentException("originDay must be a finite day, was " + originDay);
    }
  }

  /** How many coefficients it has. */
  public int terms() {
    return 1 + (trend == Trend.LINEAR ? 1 : 0) + 2 * order;
  }

  /**
   * The regressors of every day, one row of {@link #terms()} values a day.
   *
   * @param days days since 1970-01-01
   */
  public double[] rows(double[] days) {
    double[] rows = new double[days.length * terms()];
    for (int i = 0; i < days.length; i++) {
      int at = i * terms();
      rows[at++] = 1;
      if (trend == Trend.LINEAR) {
        rows[at++] = (days[i] - originDay) / DAYS_PER_YEAR;
      }
      for (int j = 1; j <= order; j++) {
        double phase = 2 * Math.PI * j * days[i] / DAYS_PER_YEAR;
        rows[at++] = StrictMath.cos(phase);
        rows[at++] = StrictMath.sin(phase);
      }
    }
    return rows;
  }
}
