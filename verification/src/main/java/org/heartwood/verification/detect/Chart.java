package org.heartwood.verification.detect;

import java.io.Serializable;

/**
 * Decides from standardised residuals, one after the other, whether a series has left its
 * regression. A chart keeps no data of its own: what it remembers of a pixel are some doubles of
 * the pixel's state.
 */
public sealed interface Chart extends Serializable
    permits CusumChart, MosumChart, EwmaChart, ShewhartChart, BayesChart {

  /** Name of the detector, as tables show it. */
  String title();

  /**
   * Doubles that it remembers of a pixel.
   *
   * @param dates longest history, dates
   */
  int stateSize(int dates);

  /**
   * Begins with the history.
   *
   * @param z standardised residuals of the history, the way of a loss positive, the last first
   * @param count how many there are
   * @param sigma standard deviation of the residuals before they were standardised
   */
  void begin(double[] state, int at, double[] z, int count, double sigma);

  /** How many residuals of the history, counted from the last, {@link #begin} looks at: none. */
  default int lookback(int count) {
    return 0;
  }

  /**
   * Takes one residual.
   *
   * @param z the residual over its standard deviation, the way of a loss positive
   * @param sigma that standard deviation
   * @param observed observations after the history, this one included
   * @param history observations that the regression rests on
   * @param peak the largest result so far
   * @return the statistic on the scale of {@link #limit()}; where it is not above {@code peak}, any
   *     number that is not either
   */
  double step(
      double[] state, int at, double z, double sigma, double observed, double history, double peak);

  /** From which statistic on the series has left its regression. */
  double limit();

  /** How many observations in a row must be beyond the limit to confirm. */
  int confirmations();

  /**
   * Whether no change is in the making; a change's first date is the first observation after the
   * last quiet one.
   *
   * @param page Page's cumulative sum {@code max(0, g + z − 1)} after the observation
   */
  default boolean quiet(double[] state, int at, double page) {
    return page <= 0;
  }

  /**
   * How sure it is of a change, 0 to 1, from the largest statistic. For the charts it is {@code 1 −
   * p}, with {@code p} the chance that a series without change gets that far; it is not the share
   * of such alerts that are true. For Bayesian updating it is the posterior probability.
   */
  double probability(double peak);
}
