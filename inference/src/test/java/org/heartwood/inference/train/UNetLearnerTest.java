package org.heartwood.inference.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UNetLearnerTest {
  @Test
  void theLearningRateRisesThenFallsToNothing() {
    assertThat(UNetLearner.learningRate(0.01, 0, 100)).isZero();
    assertThat(UNetLearner.learningRate(0.01, 20, 100)).isGreaterThan(0.008f);
    assertThat(UNetLearner.learningRate(0.01, 100, 100)).isLessThan(1e-6f);
  }
}
