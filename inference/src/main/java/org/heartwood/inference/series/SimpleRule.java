package org.heartwood.inference.series;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A rule of one line that a network must beat: the lower some value, the likelier a disturbance.
 */
enum SimpleRule {
  /**
   * The lowest mean of 8 consecutive observations of the second band, without its mean and annual
   * cycle. It began in the middle between the first of them and the one before.
   */
  LOWEST_MEAN_OF_8("lowest mean of 8 dates, 3 x 3 VH") {
    @Override
    Found apply(StepSeries series) {
      int[] steps = validSteps(series);
      float[] values = series.deseasonalised(1);
      double sum = 0;
      double lowest = Double.POSITIVE_INFINITY;
      int at = 0;
      for (int i = 0; i < steps.length; i++) {
        sum += values[steps[i]] - (i >= RUN ? values[steps[i - RUN]] : 0);
        if (i >= RUN - 1 && sum < lowest) {
          lowest = sum;
          at = i - RUN + 1;
        }
      }
      if (lowest == Double.POSITIVE_INFINITY) {
        return new Found(0, Optional.empty());
      }
      LocalDate first = series.date(steps[at]);
      LocalDate before = series.date(steps[Math.max(0, at - 1)]);
      long half = ChronoUnit.DAYS.between(before, first) / 2;
      return new Found(-lowest / RUN, Optional.of(first.minusDays(half)));
    }
  },
  /** The lowest value of the last band. */
  LOWEST_VALUE("lowest NDVI") {
    @Override
    Found apply(StepSeries series) {
      double lowest = Double.POSITIVE_INFINITY;
      for (int step : validSteps(series)) {
        lowest = Math.min(lowest, series.at(series.bands() - 1, step));
      }
      return new Found(Double.isFinite(lowest) ? -lowest : 0, Optional.empty());
    }
  },
  /** The mean of the last three values of the last band. */
  LAST_VALUES("mean of the last three NDVI") {
    @Override
    Found apply(StepSeries series) {
      int[] steps = validSteps(series);
      double sum = 0;
      int from = Math.max(0, steps.length - LAST);
      for (int i = from; i < steps.length; i++) {
        sum += series.at(series.bands() - 1, steps[i]);
      }
      return new Found(steps.length == 0 ? 0 : -sum / (steps.length - from), Optional.empty());
    }
  };

  private static final int RUN = 8;
  private static final int LAST = 3;

  private final String title;

  SimpleRule(String title) {
    this.title = title;
  }

  /**
   * What a rule says of a series.
   *
   * @param score rises with the evidence for a disturbance; 0 where there is no data
   */
  record Found(double score, Optional<LocalDate> date) {}

  String title() {
    return title;
  }

  abstract Found apply(StepSeries series);

  /** The rules that belong to a source of data. */
  static List<SimpleRule> of(SeriesSpec.Data data) {
    return data instanceof SeriesSpec.Stack
        ? List.of(LOWEST_MEAN_OF_8)
        : List.of(LOWEST_VALUE, LAST_VALUES);
  }

  private static int[] validSteps(StepSeries series) {
    int[] steps = new int[series.validSteps()];
    int at = 0;
    for (int step = 0; step < series.steps(); step++) {
      if (series.valid(step)) {
        steps[at++] = step;
      }
    }
    return steps;
  }
}
