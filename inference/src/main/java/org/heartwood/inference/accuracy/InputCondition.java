package org.heartwood.inference.accuracy;

import java.util.SplittableRandom;
import org.heartwood.inference.landscape.NeighbourMean;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * A disturbance of the input that tells how much a score owes to one perfect image: {@code x' = h +
 * gain·(x − h) + noise}, of the image itself or of its 3 × 3 mean. The noise of a pixel depends on
 * the seed and the pixel alone, so that overlapping windows agree.
 *
 * @param name how reports call it
 * @param gain factor on the distance from the dense-forest level h
 * @param noiseDeviation standard deviation of independent Gaussian noise, in deviations of the
 *     input
 * @param smoothing whether x is the image or its 3 × 3 mean
 */
public record InputCondition(String name, double gain, double noiseDeviation, Smoothing smoothing) {
  public static final InputCondition AS_ACQUIRED =
      new InputCondition("as acquired", 1, 0, Smoothing.NONE);

  /** What is disturbed. */
  public enum Smoothing {
    NONE(0),
    NEIGHBOUR_MEAN(1);

    private final int reachPx;

    Smoothing(int reachPx) {
      this.reachPx = reachPx;
    }
  }

  /** Pixels around a window that must be read with it. */
  public int reachPx() {
    return smoothing.reachPx;
  }

  private static final long COLUMN_STEP = 0x9E3779B97F4A7C15L;
  private static final long ROW_STEP = 0xC2B2AE3D27D4EB4FL;

  /**
   * Disturbs one input.
   *
   * @param input its number, so that the noise of each is its own
   * @param denseForestLevel h, in the input's unit
   * @param deviation standard deviation of the input, in its unit
   */
  public FloatRaster apply(
      FloatRaster band, int input, double denseForestLevel, double deviation, long seed) {
    FloatRaster clean =
        switch (smoothing) {
          case NONE -> band;
          case NEIGHBOUR_MEAN -> NeighbourMean.of(band);
        };
    if (gain == 1 && noiseDeviation == 0) {
      return clean;
    }
    double scale = noiseDeviation * deviation;
    PixelWindow window = band.window();
    FloatRaster out = FloatRaster.empty(window);
    for (int row = window.row(); row < window.endRow(); row++) {
      for (int col = window.col(); col < window.endCol(); col++) {
        int i = band.index(col, row);
        double noise = scale == 0 ? 0 : scale * gaussian(col, row, seed + input);
        out.data()[i] =
            (float) (denseForestLevel + gain * (clean.data()[i] - denseForestLevel) + noise);
      }
    }
    return out;
  }

  /** Box–Muller on two uniform numbers of the pixel. */
  private static double gaussian(int col, int row, long seed) {
    SplittableRandom random = new SplittableRandom(seed + col * COLUMN_STEP + row * ROW_STEP);
    double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * random.nextDouble());
  }
}
