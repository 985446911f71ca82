package org.heartwood.ingest.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.zonal.Operation.Measure;
import org.junit.jupiter.api.Test;

class OperationTest {
  @Test
  void aListNamesMeasuresAndPercentiles() {
    assertThat(Operation.parseList("count, area_ha,q05,median,q97.5,q100,weighted_mean"))
        .containsExactly(
            new Operation(Measure.COUNT, 0, "count"),
            new Operation(Measure.AREA_HA, 0, "area_ha"),
            new Operation(Measure.QUANTILE, 0.05, "q05"),
            new Operation(Measure.QUANTILE, 0.5, "median"),
            new Operation(Measure.QUANTILE, 0.975, "q97.5"),
            new Operation(Measure.QUANTILE, 1, "q100"),
            new Operation(Measure.WEIGHTED_MEAN, 0, "weighted_mean"));
  }

  @Test
  void otherWordsAreRefusedWithTheWordsThatExist() {
    for (String list : new String[] {"mean,mode", "q101", "quantile", "", "MEAN", "mean,"}) {
      assertThatThrownBy(() -> Operation.parseList(list))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("unknown statistic \"")
          .hasMessageContaining("median, q05 (any percentile)")
          .hasMessageContaining("weighted_sum");
    }
  }
}
