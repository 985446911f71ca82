package org.heartwood.verification.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void refusesAnIntervalThatRunsBackwards() {
    assertThatThrownBy(() -> new Estimate(1, 1, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an interval must run from low to high, was 2.0 to 0.0");
    assertThatThrownBy(() -> new Estimate(1, 1, Double.NaN, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAreaIsNeverNegative() {
    Estimate estimate = Estimate.nonNegative(1, 2);
    assertThat(estimate.ci90Low()).isZero();
    assertThat(estimate.ci90High()).isEqualTo(1 + 2 * Estimate.Z90);
  }

  @Test
  void scalesAndShifts() {
    assertThat(new Estimate(2, 1, 1, 4).times(3)).isEqualTo(new Estimate(6, 3, 3, 12));
    assertThat(new Estimate(2, 1, 1, 4).minus(3)).isEqualTo(new Estimate(-1, 1, -2, 1));
    assertThatThrownBy(() -> new Estimate(2, 1, 1, 4).times(-1))
        .hasMessage("factor must be ≥ 0, was -1.0");
  }
}
