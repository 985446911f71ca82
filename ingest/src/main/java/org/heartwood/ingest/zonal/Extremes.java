package org.heartwood.ingest.zonal;

import java.io.Serializable;

/** Smallest and largest value of the pixels that are covered at all. */
final class Extremes implements Serializable {
  private static final long serialVersionUID = 1L;

  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  void add(double[] values, BlockRuns runs, int from, int to) {
    double low = min;
    double high = max;
    for (int run = from; run < to; run++) {
      int end = runs.end(run);
      for (int i = runs.start(run); i < end; i++) {
        double value = values[i];
        // False for NaN.
        if (value < low) {
          low = value;
        }
        if (value > high) {
          high = value;
        }
      }
    }
    min = low;
    max = high;
  }

  void merge(Extremes other) {
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
  }

  /** NaN if there is no data. */
  double min() {
    return min <= max ? min : Double.NaN;
  }

  /** NaN if there is no data. */
  double max() {
    return min <= max ? max : Double.NaN;
  }
}
