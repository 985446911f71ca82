package org.heartwood.inference.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.heartwood.inference.model.ScoreTable;

/** Adds up how far probabilities can be trusted, in ten bins of the probability. */
public final class ProbabilitySums {
  private static final int BINS = 10;

  private final long[] counts = new long[BINS];
  private final double[] predicted = new double[BINS];
  private final double[] observed = new double[BINS];
  private double squares;
  private long right;
  private long all;

  /**
   * Adds a case.
   *
   * @param probability 0 to 1
   * @param so whether it was so
   */
  public void add(double probability, boolean so) {
    double is = so ? 1 : 0;
    int bin = Math.min(BINS - 1, (int) (probability * BINS));
    counts[bin]++;
    predicted[bin] += probability;
    observed[bin] += is;
    squares += (probability - is) * (probability - is);
    right += probability >= 0.5 == so ? 1 : 0;
    all++;
  }

  /** Mean squared difference of probability and outcome (Brier 1950), 0 to 1. */
  public double brier() {
    return squares / all;
  }

  /** Share of cases on the right side of a half. */
  public double accuracyFraction() {
    return right / (double) all;
  }

  /**
   * Expected calibration error: the mean over the cases of the distance between a bin's mean
   * probability and its share of cases that were so (Naeini et al. 2015, AAAI).
   */
  public double calibrationError() {
    double error = 0;
    for (int bin = 0; bin < BINS; bin++) {
      error += Math.abs(predicted[bin] - observed[bin]);
    }
    return error / all;
  }

  /** A row for each bin that has cases, and one for all of them. */
  public ScoreTable table(String title) {
    List<ScoreTable.Row> rows = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      if (counts[bin] > 0) {
        rows.add(
            new ScoreTable.Row(
                String.format(Locale.ROOT, "%.1f to %.1f", bin / 10.0, (bin + 1) / 10.0),
                List.of(
                    (double) counts[bin],
                    predicted[bin] / counts[bin],
                    observed[bin] / counts[bin],
                    Double.NaN,
                    Double.NaN,
                    Double.NaN)));
      }
    }
    double sumPredicted = Arrays.stream(predicted).sum();
    double sumObserved = Arrays.stream(observed).sum();
    rows.add(
        new ScoreTable.Row(
            "all",
            List.of(
                (double) all,
                sumPredicted / all,
                sumObserved / all,
                accuracyFraction(),
                brier(),
                calibrationError())));
    return new ScoreTable(
        title,
        List.of(
            new ScoreTable.Column("cases", 0),
            new ScoreTable.Column("mean probability", 3),
            new ScoreTable.Column("share that was so", 3),
            new ScoreTable.Column("accuracy", 3),
            new ScoreTable.Column("Brier score", 4),
            new ScoreTable.Column("calibration error", 4)),
        rows);
  }
}
