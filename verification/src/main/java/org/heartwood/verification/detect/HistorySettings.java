package org.heartwood.verification.detect;

import java.io.Serializable;

/**
 * How the history of a pixel becomes a regression.
 *
 * @param order harmonics, 0 to 5
 * @param trend whether there is a linear term
 * @param minObservations fewest observations that a regression may rest on, more than its terms
 * @param leastSigma lower limit of the residual standard deviation, in the quantity's unit, > 0:
 *     the noise of the sensor, so that a flat history does not make everything a change
 * @param stability what is done about breaks in the history
 */
public record HistorySettings(
    int order,
    HarmonicModel.Trend trend,
    int minObservations,
    double leastSigma,
    Stability stability)
    implements Serializable {

  /** What is done about breaks in the history. */
  public enum Stability {
    /** Nothing: the whole history is used. */
    TRUSTED,
    /**
     * The reverse-ordered cumulative sum of recursive residuals cuts off what lies before the last
     * break, at the 5 % level: {@code |W(t)| > 0.9478982·(1 + 2t)} (Pesaran and Timmermann 2002,
     * doi:10.1016/S0927-5398(02)00007-5; critical value Brown, Durbin and Evans 1975).
     */
    REVERSE_CUSUM
  }

  public HistorySettings {
    int terms = new HarmonicModel(order, trend, 0).terms();
    if (minObservations <= terms + 1) {
      throw new IllegalArgumentException(
          "minObservations must be more than "
              + (terms + 1)
              + ", one more than the regression's terms, was "
              + minObservations);
    }
    if (!(leastSigma > 0)) {
      throw new IllegalArgumentException("leastSigma must be > 0, was " + leastSigma);
    }
  }

  /** The regression, its trend centred on a history. */
  public HarmonicModel model(double firstDay, double lastDay) {
    return new HarmonicModel(order, trend, 0.5 * (firstDay + lastDay));
  }
}
