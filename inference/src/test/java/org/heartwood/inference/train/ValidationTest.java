package org.heartwood.inference.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;

class ValidationTest {
  @Test
  void theQuantileOfNineteenScoresAtNinetyPerCentIsTheEighteenth() {
    double[] scores = IntStream.rangeClosed(1, 19).mapToDouble(i -> 20 - i).toArray();

    assertThat(Validation.conformalQuantile(scores, 0.9)).isEqualTo(18);
  }

  @Test
  void tooFewScoresCannotPromiseCoverage() {
    assertThatThrownBy(() -> Validation.conformalQuantile(new double[8], 0.9))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0.9, had 8");
  }
}
