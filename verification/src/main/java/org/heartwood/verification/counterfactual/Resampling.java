package org.heartwood.verification.counterfactual;

import java.util.Arrays;
import org.heartwood.verification.carbon.Estimate;

/** What estimators share when they turn resamples into intervals. */
public final class Resampling {
  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  private Resampling() {}

  /**
   * A value with the 90 % interval of its resamples, centred on the value.
   *
   * @param value estimate from the data as they are
   * @param resamples estimates from resamples, unordered, at least one
   */
  public static Estimate interval(double value, double[] resamples) {
    double[] sorted = resamples.clone();
    Arrays.sort(sorted);
    double mean = mean(sorted);
    return new Estimate(
        value,
        deviation(sorted),
        value + Math.min(0, quantile(sorted, LOW) - mean),
        value + Math.max(0, quantile(sorted, HIGH) - mean));
  }

  /** Arithmetic mean. */
  public static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Standard deviation with n − 1; 0 for a single value. */
  public static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
  }

  /** Quantile of type 7 (Hyndman and Fan 1996) of sorted values. */
  public static double quantile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** How often each of n blocks is drawn when n are drawn with replacement. */
  public static int[] drawn(int blocks, long seed, int resample) {
    int[] times = new int[blocks];
    for (int i = 0; i < blocks; i++) {
      times[AddressedRandom.below(blocks, seed, resample, i)]++;
    }
    return times;
  }
}
