package org.heartwood.inference.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;

class ConformalTest {
  @Test
  void theQuantileOfNineteenScoresAtNinetyPerCentIsTheEighteenth() {
    double[] scores = IntStream.rangeClosed(1, 19).mapToDouble(i -> 20 - i).toArray();

    assertThat(Conformal.quantile(scores, 0.9)).isEqualTo(18);
  }

  @Test
  void tooFewScoresCannotPromiseCoverage() {
    assertThatThrownBy(() -> Conformal.quantile(new double[8], 0.9))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("0.9 need more labels to be calibrated, there were 8");
  }

  @Test
  void groupsOfOneSizeGiveTheQuantileOfAllScores() {
    double[] all = IntStream.rangeClosed(1, 40).mapToDouble(i -> i * 37 % 41).toArray();

    assertThat(
            Conformal.quantileByGroup(
                List.of(Arrays.copyOf(all, 20), Arrays.copyOfRange(all, 20, 40)), 0.9))
        .isEqualTo(Conformal.quantile(all, 0.9));
  }

  @Test
  void aLargeGroupHasNoMoreSayThanASmallOne() {
    double[] large = new double[1000];
    double[] small = new double[100];
    Arrays.fill(large, 1);
    Arrays.fill(small, 2);

    assertThat(Conformal.quantileByGroup(List.of(large, small), 0.6)).isEqualTo(2);
    assertThat(Conformal.quantileByGroup(List.of(large, small), 0.4)).isEqualTo(1);
  }
}
