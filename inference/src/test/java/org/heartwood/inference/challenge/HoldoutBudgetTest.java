package org.heartwood.inference.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HoldoutBudgetTest {
  private static final int BLOCKS = 27;
  private static final int PIXELS_OF_A_BLOCK = 50;
  private static final Loss LOSS = Loss.bounded(Loss.Kind.SQUARED, 20);
  private static final AcceptanceRule RULE =
      new AcceptanceRule(0.001, AcceptanceRule.Comparison.AT_LEAST, 10, 2);

  private static Certificate certificate(double gain, double standardError) {
    return new Certificate(1000, 20, 0.3, 0.3, 0.2, gain, standardError, true, true);
  }

  @Test
  void theWorstCaseBoundIsHoeffdings() {
    // 2 ln(10 / 0.1) / 0.1² = 200 · 4.60517
    assertThat(new HoldoutBudget(BLOCKS, 0.1, 0.1).blocksForWorstCase(10)).isEqualTo(922);
  }

  @Test
  void everyFurtherQueryLowersTheBoundUntilAGainCannotBeTold() {
    HoldoutBudget budget = new HoldoutBudget(BLOCKS, 0.001, 0.1);
    Certificate some = certificate(0.003, 0.001);
    // One-sided 90 % quantile of Student's t with 26 degrees of freedom: 1.315 (tables).
    assertThat(budget.lowerBound(some, 1)).isCloseTo(0.003 - 1.315e-3, within(1e-6));
    assertThat(budget.lowerBound(some, 2)).isLessThan(budget.lowerBound(some, 1));
    long last = budget.queriesSupported(some);
    assertThat(last).isBetween(10L, 100L);
    assertThat(budget.lowerBound(some, last)).isPositive();
    assertThat(budget.lowerBound(some, last + 1)).isNegative();
    assertThat(budget.queriesSupported(certificate(-0.01, 0.001))).isZero();
  }

  /**
   * Models without any merit, whose errors go together within a block: of many, one passes by luck
   * if pixels are counted as independent; with blocks the promise is kept.
   */
  @Test
  void blocksNotPixelsKeepThePromise() {
    int trials = 400;
    int luckyByBlocks = 0;
    int luckyByPixels = 0;
    for (int trial = 0; trial < trials; trial++) {
      Random random = new Random(trial);
      int n = BLOCKS * PIXELS_OF_A_BLOCK;
      double[] observed = new double[n];
      double[] base = new double[n];
      double[] rival = new double[n];
      int[] blocks = new int[n];
      int[] alone = new int[n];
      for (int block = 0; block < BLOCKS; block++) {
        double baseShift = 8 * random.nextGaussian();
        double rivalShift = 8 * random.nextGaussian();
        for (int k = 0; k < PIXELS_OF_A_BLOCK; k++) {
          int i = block * PIXELS_OF_A_BLOCK + k;
          blocks[i] = block;
          alone[i] = i;
          observed[i] = 50;
          base[i] = 50 + baseShift + 4 * random.nextGaussian();
          rival[i] = 50 + rivalShift + 4 * random.nextGaussian();
        }
      }
      luckyByBlocks += told(new Holdout(observed, blocks), base, rival) ? 1 : 0;
      luckyByPixels += told(new Holdout(observed, alone), base, rival) ? 1 : 0;
    }
    assertThat(luckyByBlocks / (double) trials).isLessThan(0.14);
    assertThat(luckyByPixels / (double) trials).isGreaterThan(0.3);
  }

  private static boolean told(Holdout holdout, double[] base, double[] rival) {
    boolean[] all = new boolean[holdout.size()];
    Arrays.fill(all, true);
    Certificate certificate = Certificate.of(holdout, LOSS, RULE, all, base, rival);
    return certificate.passes()
        && new HoldoutBudget(holdout.blockCount(), 0.001, 0.1).lowerBound(certificate, 1) > 0;
  }
}
