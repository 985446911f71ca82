package org.heartwood.inference.canopy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.landscape.NeighbourMean;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * Disturbs a square crop of all inputs in place as {@link CanopySpec.Disturbance} describes. Every
 * draw comes from the generator passed in.
 */
final class InputDisturber {
  private static final int SMOOTH_RADIUS_PX = 2;

  private final CanopySpec.Disturbance settings;
  private final List<Level> levels;

  /**
   * @param levels of each input
   */
  InputDisturber(CanopySpec.Disturbance settings, List<Level> levels) {
    this.settings = settings;
    this.levels = levels;
  }

  /**
   * What is known of an input.
   *
   * @param denseForest its level over dense forest, in its unit
   * @param deviation its standard deviation, in its unit
   */
  record Level(double denseForest, double deviation) {}

  void disturb(List<float[]> inputs, int sidePx, Random random) {
    if (random.nextDouble() < settings.smoothingFraction()) {
      double weight = random.nextDouble();
      inputs.forEach(input -> blendWithMean(input, sidePx, weight));
    }
    double gain = 1 + settings.gainSpread() * (2 * random.nextDouble() - 1);
    for (int i = 0; i < inputs.size(); i++) {
      radiometry(inputs.get(i), levels.get(i), gain, sidePx, random);
    }
    if (random.nextDouble() < settings.stripesFraction()) {
      stripes(inputs, sidePx, random);
    }
    if (random.nextDouble() < settings.holesFraction()) {
      holes(inputs, sidePx, random);
    }
  }

  /** Moves every value towards the mean of the data in its 3 × 3 neighbourhood. */
  private static void blendWithMean(float[] input, int sidePx, double weight) {
    PixelWindow window = new PixelWindow(0, 0, sidePx, sidePx);
    float[] mean = NeighbourMean.of(new FloatRaster(window, input)).data();
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) (input[i] + weight * (mean[i] - input[i]));
    }
  }

  private void radiometry(float[] input, Level level, double gain, int sidePx, Random random) {
    double shift = settings.shiftDeviation() * level.deviation() * random.nextGaussian();
    double deviation = settings.noiseDeviationMax() * level.deviation() * random.nextDouble();
    double smoothShare = random.nextDouble();
    float[] white = gaussian(input.length, random);
    float[] smooth = smooth(gaussian(input.length, random), sidePx);
    double whiteFactor = deviation * Math.sqrt(1 - smoothShare);
    double smoothFactor = deviation * Math.sqrt(smoothShare);
    double dense = level.denseForest();
    for (int i = 0; i < input.length; i++) {
      double noise = whiteFactor * white[i] + smoothFactor * smooth[i];
      input[i] = (float) (dense + gain * (input[i] - dense) + shift + noise);
    }
  }

  private static float[] gaussian(int count, Random random) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Moving mean over 5 × 5 pixels (wrapping round), scaled back to unit variance. */
  private static float[] smooth(float[] white, int sidePx) {
    float[] rows = new float[white.length];
    float[] out = new float[white.length];
    int width = 2 * SMOOTH_RADIUS_PX + 1;
    for (int row = 0; row < sidePx; row++) {
      for (int col = 0; col < sidePx; col++) {
        float sum = 0;
        for (int d = -SMOOTH_RADIUS_PX; d <= SMOOTH_RADIUS_PX; d++) {
          sum += white[row * sidePx + Math.floorMod(col + d, sidePx)];
        }
        rows[row * sidePx + col] = sum;
      }
    }
    for (int row = 0; row < sidePx; row++) {
      for (int col = 0; col < sidePx; col++) {
        float sum = 0;
        for (int d = -SMOOTH_RADIUS_PX; d <= SMOOTH_RADIUS_PX; d++) {
          sum += rows[Math.floorMod(row + d, sidePx) * sidePx + col];
        }
        out[row * sidePx + col] = sum / width;
      }
    }
    return out;
  }

  /** Parallel slanting stripes, 2 to 9 px wide and 25 to 44 px apart. */
  private static void stripes(List<float[]> inputs, int sidePx, Random random) {
    int widthPx = 2 + random.nextInt(8);
    int periodPx = 25 + random.nextInt(20);
    int phasePx = random.nextInt(periodPx);
    double slope = 0.4 * (random.nextDouble() - 0.5);
    for (int row = 0; row < sidePx; row++) {
      for (int col = 0; col < sidePx; col++) {
        int along = (int) Math.floor(row + slope * col + phasePx);
        if (Math.floorMod(along, periodPx) < widthPx) {
          int at = row * sidePx + col;
          inputs.forEach(input -> input[at] = Float.NaN);
        }
      }
    }
  }

  /** One to six rectangles with sides of 3 to 32 px. */
  private static void holes(List<float[]> inputs, int sidePx, Random random) {
    int holes = 1 + random.nextInt(6);
    for (int hole = 0; hole < holes; hole++) {
      int west = random.nextInt(sidePx);
      int north = random.nextInt(sidePx);
      int east = Math.min(sidePx, west + 3 + random.nextInt(30));
      int south = Math.min(sidePx, north + 3 + random.nextInt(30));
      for (int row = north; row < south; row++) {
        int from = row * sidePx + west;
        int to = row * sidePx + east;
        inputs.forEach(input -> Arrays.fill(input, from, to, Float.NaN));
      }
    }
  }
}
