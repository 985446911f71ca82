package org.heartwood.inference.accuracy;

import java.util.Arrays;

/**
 * The quantile of split conformal prediction: the ⌈(n + 1)·coverage⌉-th smallest of n scores. A new
 * score that is exchangeable with them is at most that with at least this probability (Lei et al.
 * 2018, doi:10.1080/01621459.2017.1307116). Neighbours on a map are not exchangeable: leave whole
 * blocks out.
 */
public final class ConformalQuantile {
  private ConformalQuantile() {}

  /**
   * The quantile.
   *
   * @param scores at least one, none NaN; sorted by this call
   * @param coverageFraction coverage wanted, > 0 and < 1
   * @return infinite if there are too few scores to promise it
   */
  public static double of(double[] scores, double coverageFraction) {
    if (!(coverageFraction > 0 && coverageFraction < 1)) {
      throw new IllegalArgumentException(
          "coverageFraction must be > 0 and < 1, was " + coverageFraction);
    }
    Arrays.sort(scores);
    // The product of doubles may lie a rounding error above a whole number.
    long rank = (long) Math.ceil((scores.length + 1) * coverageFraction - 1e-9);
    return rank > scores.length ? Double.POSITIVE_INFINITY : scores[(int) rank - 1];
  }
}
