package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The decoded history beside every possible one, METHOD.md (11) to (13). */
class ForestModelPropertiesTest {
  private static final double THRESHOLD_PCT = 45;
  private static final double LOSS = 0.03;
  private static final double REGROWTH = 0.01;

  @Test
  void noHistoryIsMoreLikelyThanTheDecodedOne() {
    SplittableRandom random = new SplittableRandom(11);
    ForestModel model = new ForestModel(THRESHOLD_PCT, LOSS, REGROWTH);
    for (int trial = 0; trial < 1000; trial++) {
      int length = 1 + random.nextInt(8);
      int[] years = new int[length];
      float[] canopy = new float[length];
      float[] error = new float[length];
      int year = 2000;
      for (int t = 0; t < length; t++) {
        year += 1 + random.nextInt(3);
        years[t] = year;
        canopy[t] = random.nextInt(5) == 0 ? Float.NaN : (float) (100 * random.nextDouble());
        error[t] = (float) (2 + 20 * random.nextDouble());
      }
      boolean[] decoded = new boolean[length];
      if (!model.over(years).decode(canopy, error, decoded)) {
        continue;
      }
      double best = Double.NEGATIVE_INFINITY;
      for (int path = 0; path < 1 << length; path++) {
        boolean[] states = new boolean[length];
        for (int t = 0; t < length; t++) {
          states[t] = (path >> t & 1) == 1;
        }
        best = Math.max(best, logLikelihood(states, years, canopy, error));
      }
      assertThat(logLikelihood(decoded, years, canopy, error)).isCloseTo(best, within(1e-9));
    }
  }

  private static double logLikelihood(
      boolean[] states, int[] years, float[] canopy, float[] error) {
    double sum = 0;
    for (int t = 0; t < states.length; t++) {
      if (t > 0) {
        int gap = years[t] - years[t - 1];
        double kept = Math.pow(states[t - 1] ? 1 - LOSS : 1 - REGROWTH, gap);
        sum += Math.log(states[t] == states[t - 1] ? kept : 1 - kept);
      }
      if (!Float.isNaN(canopy[t])) {
        double e = NormalDistribution.cumulative((canopy[t] - THRESHOLD_PCT) / error[t]);
        double forest = Math.min(0.99, Math.max(0.01, e));
        sum += Math.log(states[t] ? forest : 1 - forest);
      }
    }
    return sum;
  }
}
