package org.heartwood.inference.train;

import java.util.Arrays;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;

/** The training columns in memory, and what can be said of them. It owns its arrays. */
final class TrainingPixels {
  private static final double DENSE_COVER_PCT = 70;

  private final FloatRaster ndvi;
  private final FloatRaster coverPct;
  private final boolean[] learnable;

  /** Of the pixels that may be learnt from, the NDVI, ascending. */
  private final float[] sorted;

  /** Of those, the NDVI where cover is at least 70 per cent, ascending. */
  private final float[] sortedDense;

  TrainingPixels(FloatRaster ndvi, FloatRaster coverPct, boolean[] mayLearn) {
    this.ndvi = ndvi;
    this.coverPct = coverPct;
    this.learnable = mayLearn.clone();
    float[] found = new float[learnable.length];
    float[] dense = new float[learnable.length];
    int count = 0;
    int denseCount = 0;
    for (int i = 0; i < learnable.length; i++) {
      float value = ndvi.data()[i];
      float cover = coverPct.data()[i];
      learnable[i] = learnable[i] && !Float.isNaN(value) && !Float.isNaN(cover);
      if (learnable[i]) {
        found[count++] = value;
        if (cover >= DENSE_COVER_PCT) {
          dense[denseCount++] = value;
        }
      }
    }
    if (denseCount == 0) {
      throw new InputException(
          "the training columns need labelled pixels of at least "
              + DENSE_COVER_PCT
              + " % cover, among "
              + count
              + " labelled pixels there was none");
    }
    sorted = Arrays.copyOf(found, count);
    sortedDense = Arrays.copyOf(dense, denseCount);
    Arrays.sort(sorted);
    Arrays.sort(sortedDense);
  }

  FloatRaster ndvi() {
    return ndvi;
  }

  FloatRaster coverPct() {
    return coverPct;
  }

  /** Where a label may be learnt from, row-major over the training columns. */
  boolean[] learnable() {
    return learnable;
  }

  long count() {
    return sorted.length;
  }

  /** NDVI quantile, the value at the nearest rank; {@code share} 0 to 1. */
  double quantile(double share) {
    return nearestRank(sorted, share);
  }

  /** Median NDVI where cover is at least 70 per cent. */
  double denseForestLevel() {
    return nearestRank(sortedDense, 0.5);
  }

  private static double nearestRank(float[] ascending, double share) {
    return ascending[(int) Math.round(share * (ascending.length - 1))];
  }

  double mean() {
    double sum = 0;
    for (float value : sorted) {
      sum += value;
    }
    return sum / sorted.length;
  }

  double deviation() {
    double mean = mean();
    double squares = 0;
    for (float value : sorted) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / sorted.length);
  }
}
