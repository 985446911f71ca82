package org.heartwood.verification.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.change.StratumCount;
import org.junit.jupiter.api.Test;

class MatchedComparisonPropertiesTest {
  private static final int TRIALS = 200;

  /** Blocks of two strata; three in ten are hit by clearing, alike in both zones. */
  private static void add(
      List<StratumCount> counts, Zone zone, int blocks, SplittableRandom random) {
    for (int block = 0; block < blocks; block++) {
      double hit = random.nextInt(10) < 3 ? 0.5 * random.nextDouble() : 0;
      for (int stratum = 0; stratum < 2; stratum++) {
        int pixels = 20 + random.nextInt(40);
        long lost = Math.round(pixels * hit * (stratum == 0 ? 1 : 0.5));
        counts.add(
            new StratumCount(
                zone, block, 0, stratum, pixels, new long[] {lost}, new long[4], new long[4]));
      }
    }
  }

  @Test
  void theIntervalHoldsTheTruthAsOftenAsItPromises() {
    SplittableRandom random = new SplittableRandom(2024);
    int held = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      List<StratumCount> counts = new ArrayList<>();
      add(counts, Zone.PROJECT, 60, random);
      add(counts, Zone.COMPARISON, 120, random);
      MatchedComparison comparison =
          MatchedComparison.of(counts, Zone.PROJECT, 2005, 2010, 200, trial);
      held +=
          comparison.excessLossFraction().ci90Low() <= 0
                  && comparison.excessLossFraction().ci90High() >= 0
              ? 1
              : 0;
    }
    assertThat(held).isBetween((int) (0.85 * TRIALS), (int) (0.97 * TRIALS));
  }
}
