package org.heartwood.ingest.registration;

import java.util.Arrays;
import org.heartwood.ingest.grid.FloatRaster;

/**
 * A Gaussian mean (σ = 1 px) of the valid pixels around each pixel. It makes an image smooth enough
 * to be interpolated between its pixels, and bridges gaps of single pixels.
 */
final class Smoothing {
  private static final int REACH_PX = 3;

  /** Share of the weight that must fall on valid pixels. */
  private static final double MIN_SUPPORT = 0.5;

  private static final double[] WEIGHTS = weights();

  private Smoothing() {}

  private static double[] weights() {
    double[] weights = new double[2 * REACH_PX + 1];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.exp(-(i - REACH_PX) * (i - REACH_PX) / 2.0);
    }
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  /** The smoothed pixels, row-major; NaN where too few neighbours are valid. */
  static double[] of(FloatRaster raster) {
    int width = raster.window().width();
    float[] data = raster.data();
    double[] values = new double[data.length];
    double[] valid = new double[data.length];
    for (int i = 0; i < data.length; i++) {
      valid[i] = Float.isNaN(data[i]) ? 0 : 1;
      values[i] = Float.isNaN(data[i]) ? 0 : data[i];
    }
    double[] sums = along(along(values, width, 1), width, width);
    double[] support = along(along(valid, width, 1), width, width);
    for (int i = 0; i < data.length; i++) {
      sums[i] = support[i] >= MIN_SUPPORT ? sums[i] / support[i] : Double.NaN;
    }
    return sums;
  }

  /** Weighted sums along rows (stride 1) or columns (stride = width). */
  private static double[] along(double[] in, int width, int stride) {
    double[] out = new double[in.length];
    int length = stride == 1 ? width : in.length / width;
    for (int i = 0; i < in.length; i++) {
      int at = stride == 1 ? i % width : i / width;
      int from = Math.max(-REACH_PX, -at);
      int to = Math.min(REACH_PX, length - 1 - at);
      for (int step = from; step <= to; step++) {
        out[i] += WEIGHTS[step + REACH_PX] * in[i + step * stride];
      }
    }
    return out;
  }
}
