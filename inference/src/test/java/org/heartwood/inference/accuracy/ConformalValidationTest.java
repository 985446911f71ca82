package org.heartwood.inference.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Split conformal prediction, Lei et al. 2018, doi:10.1080/01621459.2017.1307116, section 2.2. */
class ConformalValidationTest {
  @Test
  void ofNineteenScoresTheEighteenthCoversNinetyPerCent() {
    // ⌈20 · 0.9⌉ = 18: the second largest.
    double[] scores = {
      0.3, 1.2, 0.7, 2.5, 3.1, 0.9, 4.4, 2.2, 1.8, 5.0, 6.1, 7.3, 0.1, 3.6, 2.9, 1.1, 4.8, 0.5, 5.5
    };
    assertThat(Conformal.quantile(scores, 0.9)).isEqualTo(6.1);
  }

  @Test
  void aNewScoreIsCoveredAsOftenAsPromised() {
    Random random = new Random(3);
    int covered = 0;
    int trials = 20_000;
    for (int trial = 0; trial < trials; trial++) {
      double[] scores = IntStream.range(0, 19).mapToDouble(i -> random.nextDouble()).toArray();
      covered += random.nextDouble() <= Conformal.quantile(scores, 0.9) ? 1 : 0;
    }
    // Exactly 18/20; four standard deviations of the count are 0.0085.
    assertThat(covered / (double) trials).isBetween(0.8915, 0.9085);
  }
}
