package org.heartwood.verification.detect;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Where things stand in the doubles that a detector keeps of a pixel. Days are days since
 * 1970-01-01; a day that there is not is NaN. The header is followed by the regression's
 * coefficients and by what the chart remembers.
 */
final class PixelState {
  static final int STANDING = 0;
  static final int FIRST_SEEN = 1;
  static final int CONFIRMED = 2;
  static final int RECOVERED = 3;

  /** Largest statistic of the chart, until the pixel has recovered. */
  static final int PEAK = 4;

  /** Day of the last valid observation; an earlier or equal one is not taken again. */
  static final int LAST_DAY = 5;

  static final int OBSERVED = 6;
  static final int HISTORY = 7;
  static final int HISTORY_DAY = 8;
  static final int SIGMA = 9;

  /** Page's cumulative sum, with one standard deviation of allowance. */
  static final int PAGE = 10;

  /** First day of the change that may be in the making, NaN while quiet. */
  static final int START = 11;

  /** Sums since that day, and how many observations they hold. */
  static final int DEVIATIONS = 12;

  static final int VALUES = 13;
  static final int COUNT = 14;

  /** Observations in a row beyond the limit. */
  static final int RUN = 15;

  /** Observations in a row back at the regression, and the first of them. */
  static final int BACK = 16;

  static final int BACK_DAY = 17;
  static final int HEADER = 18;

  private PixelState() {}

  static Standing standing(double[] state, int at) {
    return Standing.of((int) state[at + STANDING]);
  }

  static Outcome outcome(double[] state, int at, Chart chart) {
    Standing standing = standing(state, at);
    Optional<Outcome.Change> change = Optional.empty();
    if (standing == Standing.FLAGGED || standing.confirmed()) {
      change =
          Optional.of(
              new Outcome.Change(
                  date(state[at + FIRST_SEEN]).orElseThrow(),
                  date(state[at + CONFIRMED]),
                  chart.probability(state[at + PEAK]),
                  magnitude(state, at),
                  level(state, at),
                  date(state[at + RECOVERED])));
    }
    return new Outcome(standing, change, (int) state[at + OBSERVED], (int) state[at + HISTORY]);
  }

  /** Mean deviation since the first day; of a pixel with a change. */
  static double magnitude(double[] state, int at) {
    return state[at + DEVIATIONS] / state[at + COUNT];
  }

  /** Mean value since the first day; of a pixel with a change. */
  static double level(double[] state, int at) {
    return state[at + VALUES] / state[at + COUNT];
  }

  private static Optional<LocalDate> date(double day) {
    return Double.isNaN(day) ? Optional.empty() : Optional.of(LocalDate.ofEpochDay((long) day));
  }
}
