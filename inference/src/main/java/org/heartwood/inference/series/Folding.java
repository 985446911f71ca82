package org.heartwood.inference.series;

import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** How samples are dealt into folds; the name of a member's file says which fold it never saw. */
enum Folding {
  /** Blocks of ground. */
  SPATIAL,
  /** Samples at random, for comparison: neighbours then are in different folds. */
  RANDOM;

  /** Name of a member, without ending. */
  String member(int fold, long seed) {
    return name().toLowerCase(Locale.ROOT) + "-" + (fold + 1) + "-" + seed;
  }

  /** The fold of every sample. */
  int[] folds(SeriesSamples samples, SeriesSpec spec) {
    return switch (this) {
      case SPATIAL -> samples.labelled().stream().mapToInt(LabelledSeries::fold).toArray();
      case RANDOM -> {
        Random random = new Random(spec.evaluation().seed());
        yield IntStream.range(0, samples.labelled().size())
            .map(i -> random.nextInt(spec.randomFolds()))
            .toArray();
      }
    };
  }

  /** How many folds there are. */
  int count(SeriesSpec spec) {
    return switch (this) {
      case SPATIAL -> spec.folds();
      case RANDOM -> spec.randomFolds();
    };
  }
}
