package org.heartwood.ingest.zonal;

import org.jspecify.annotations.Nullable;

/** One block while it is summed: values, weights and areas of its pixels, row-major. */
final class BlockPixels {
  private final double[] values;
  private final double[] weights;
  private final @Nullable BlockAreas areas;

  BlockPixels(double[] values, double[] weights, @Nullable BlockAreas areas) {
    this.values = values;
    this.weights = weights;
    this.areas = areas;
  }

  /** NaN = no data. */
  double[] values() {
    return values;
  }

  /** NaN = no data; not filled unless there is a raster of weights. */
  double[] weights() {
    return weights;
  }

  BlockAreas areas() {
    if (areas == null) {
      throw new IllegalStateException("areas were not announced");
    }
    return areas;
  }
}
