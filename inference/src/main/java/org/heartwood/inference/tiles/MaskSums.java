package org.heartwood.inference.tiles;

import java.util.List;
import org.heartwood.inference.model.ScoreTable;

/** Counts how a mask compares with its label, forest being what is looked for. */
final class MaskSums {
  static final List<ScoreTable.Column> COLUMNS =
      List.of(
          new ScoreTable.Column("pixels", 0),
          new ScoreTable.Column("forest by label", 3),
          new ScoreTable.Column("by mask", 3),
          new ScoreTable.Column("accuracy", 3),
          new ScoreTable.Column("IoU", 3),
          new ScoreTable.Column("precision", 3),
          new ScoreTable.Column("recall", 3));

  private long both;
  private long maskOnly;
  private long labelOnly;
  private long neither;

  void add(boolean mask, boolean label) {
    both += mask && label ? 1 : 0;
    maskOnly += mask && !label ? 1 : 0;
    labelOnly += !mask && label ? 1 : 0;
    neither += !mask && !label ? 1 : 0;
  }

  void add(MaskSums other) {
    both += other.both;
    maskOnly += other.maskOnly;
    labelOnly += other.labelOnly;
    neither += other.neither;
  }

  long pixels() {
    return both + maskOnly + labelOnly + neither;
  }

  double accuracyFraction() {
    return fraction(both + neither, pixels());
  }

  /** Intersection over union of forest; NaN if neither has any. */
  double iouFraction() {
    return fraction(both, both + maskOnly + labelOnly);
  }

  /** A row of {@link #COLUMNS}; NaN where a share is of nothing. */
  ScoreTable.Row row(String group) {
    return new ScoreTable.Row(
        group,
        List.of(
            (double) pixels(),
            fraction(both + labelOnly, pixels()),
            fraction(both + maskOnly, pixels()),
            accuracyFraction(),
            iouFraction(),
            fraction(both, both + maskOnly),
            fraction(both, both + labelOnly)));
  }

  private static double fraction(long part, long whole) {
    return whole == 0 ? Double.NaN : part / (double) whole;
  }
}
