package org.heartwood.verification.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.change.Covariate;
import org.heartwood.verification.change.StratumCount;
import org.junit.jupiter.api.Test;

class RegionBalanceTest {
  /** Pixels whose covariates all have one value. */
  private static StratumCount count(Zone zone, int block, long pixels, long value) {
    int covariates = Covariate.values().length;
    long[] sums = new long[covariates];
    long[] squares = new long[covariates];
    for (int i = 0; i < covariates; i++) {
      sums[i] = pixels * value;
      squares[i] = pixels * value * value;
    }
    return new StratumCount(zone, block, 0, 0, pixels, new long[] {0}, sums, squares);
  }

  /** Project 100 and 300 (mean 200, variance 10,000); region 150 and 350 (250, 10,000). */
  private static List<StratumCount> counts() {
    return new ArrayList<>(
        List.of(
            count(Zone.PROJECT, 0, 50, 100),
            count(Zone.PROJECT, 1, 50, 300),
            count(Zone.COMPARISON, 2, 80, 150),
            count(Zone.COMPARISON, 3, 80, 350),
            count(Zone.COMPARISON, 9, 500, 900)));
  }

  @Test
  void theDifferenceIsThatOfTheMeansOverTheRootMeanVariance() {
    List<RegionBalance.Difference> rows = RegionBalance.of(counts(), count -> count.blockRow() < 9);
    assertThat(rows).hasSize(Covariate.values().length);
    for (RegionBalance.Difference row : rows) {
      assertThat(row.smd()).isCloseTo(-50 / 100.0, within(1e-12));
    }
    assertThat(rows.get(0).projectMean()).isEqualTo(200);
    assertThat(rows.get(0).regionMean()).isEqualTo(250);
  }

  @Test
  void onlyTheRegionsBlocksCount() {
    List<StratumCount> more = counts();
    more.add(count(Zone.BELT, 9, 1_000_000, 1));
    assertThat(RegionBalance.of(more, count -> count.blockRow() < 9))
        .isEqualTo(RegionBalance.of(counts(), count -> count.blockRow() < 9));
  }

  @Test
  void withoutForestThereIsNoDifference() {
    assertThat(RegionBalance.of(counts(), count -> false)).isEmpty();
    assertThat(RegionBalance.of(List.of(), count -> true)).isEmpty();
  }
}
