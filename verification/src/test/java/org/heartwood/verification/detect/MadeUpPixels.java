package org.heartwood.verification.detect;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Series whose truth is known. */
final class MadeUpPixels {
  static final double START = 0;
  static final double WATCH_FROM = 1500;
  static final double SIGMA = 0.03;

  private MadeUpPixels() {}

  /** Dates every {@code step} days, shaken by some days. */
  static double[] days(int count, int step, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] days = new double[count];
    for (int i = 0; i < count; i++) {
      days[i] = START + i * step + random.nextInt(Math.max(1, step / 2));
    }
    return days;
  }

  /**
   * A season with noise, and a fall from a date on.
   *
   * @param breakAt index of the first date of the fall, or past the end for none
   */
  static float[] series(double[] days, int breakAt, double fall, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[days.length];
    for (int i = 0; i < values.length; i++) {
      double season = 0.75 + 0.08 * Math.cos(2 * Math.PI * (days[i] - 40) / 365.25);
      double drop = i >= breakAt ? fall : 0;
      values[i] = (float) (season - drop + noise * gaussian(random));
    }
    return values;
  }

  static double gaussian(SplittableRandom random) {
    double u = 1 - random.nextDouble();
    return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble());
  }

  /** Hides a share of the dates. */
  static float[] clouded(float[] values, double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] out = Arrays.copyOf(values, values.length);
    for (int i = 0; i < out.length; i++) {
      if (random.nextDouble() < share) {
        out[i] = Float.NaN;
      }
    }
    return out;
  }
}
