package org.heartwood.verification.change;

import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.heartwood.verification.carbon.Estimate;

/**
 * Draws of a total that was estimated: normal scores at equal steps of probability, brought to the
 * exact standard deviation, in an order by seed. So few draws as a map has would give the error of
 * the total with an error of its own.
 */
final class BenchmarkDraws {
  private BenchmarkDraws() {}

  /**
   * Draws whose mean is that of the estimate and whose standard deviation covers its interval: its
   * standard error, or the longer side of the interval over {@link Estimate#Z90} where that is
   * more.
   */
  static double[] of(Estimate total, int count, long seed) {
    double error =
        Math.max(
            total.standardError(),
            Math.max(total.ci90High() - total.mean(), total.mean() - total.ci90Low())
                / Estimate.Z90);
    double[] draws = scores(count, seed);
    for (int i = 0; i < count; i++) {
      draws[i] = total.mean() + error * draws[i];
    }
    return draws;
  }

  /** Standard normal scores of mean 0 and standard deviation 1, in an order by seed. */
  static double[] scores(int count, long seed) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double[] scores = new double[count];
    for (int i = 0; i < count; i++) {
      scores[i] = normal.inverseCumulativeProbability((i + 0.5) / count);
    }
    double deviation = ZoneYear.deviation(scores);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = count - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double kept = scores[i];
      scores[i] = scores[other];
      scores[other] = kept;
    }
    for (int i = 0; i < count && deviation > 0; i++) {
      scores[i] /= deviation;
    }
    return scores;
  }
}
