package org.heartwood.verification.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SampleSizeTest {
  private static final List<StratumExpectation> STRATA =
      List.of(
          new StratumExpectation("loss", 30, 0.8),
          new StratumExpectation("forest", 600, 0.01),
          new StratumExpectation("other", 370, 0.005));

  private static List<Integer> floors(int floor) {
    return List.of(floor, floor, floor);
  }

  @Test
  void pointsGoWhereAreaTimesSpreadIsLargest() {
    // W s: 12.0, 59.699, 26.097.
    assertThat(SampleSize.allocate(STRATA, 1000, floors(1))).containsExactly(123, 610, 267);
  }

  @Test
  void noStratumGetsFewerThanTheFloorAndNoneIsLost() {
    for (int points = 3; points < 400; points += 7) {
      List<Integer> shared = SampleSize.allocate(STRATA, points, floors(50));
      assertThat(shared.stream().mapToInt(Integer::intValue).sum()).isEqualTo(points);
      int least = Math.min(50, points / 3);
      assertThat(shared).allSatisfy(n -> assertThat(n).isGreaterThanOrEqualTo(least));
    }
  }

  @Test
  void neymansAllocationIsTheBestOfAllThatWereTried() {
    List<Integer> best = SampleSize.allocate(STRATA, 300, floors(1));
    double least = variance(best);
    for (int first = 10; first <= 200; first += 10) {
      for (int second = 10; second <= 280 - first; second += 10) {
        assertThat(variance(List.of(first, second, 300 - first - second)))
            .isGreaterThanOrEqualTo(least * (1 - 1e-3));
      }
    }
  }

  private static double variance(List<Integer> points) {
    double sum = 0;
    for (int i = 0; i < points.size(); i++) {
      StratumExpectation stratum = STRATA.get(i);
      double p = stratum.expectedFraction();
      sum += Math.pow(stratum.areaHa(), 2) * p * (1 - p) / points.get(i);
    }
    return sum;
  }

  @Test
  void theFewestPointsForAHalfWidthReachItAndOneFewerDoesNot() {
    int points = SampleSize.forHalfWidth(STRATA, 8, floors(30)).found().orElseThrow();
    assertThat(SampleSize.halfWidthHa(STRATA, SampleSize.allocate(STRATA, points, floors(30))))
        .isLessThanOrEqualTo(8)
        .isCloseTo(8, within(0.05));
    assertThat(SampleSize.halfWidthHa(STRATA, SampleSize.allocate(STRATA, points - 1, floors(30))))
        .isGreaterThan(8);
  }

  @Test
  void aTargetBeyondReachSaysSo() {
    assertThat(SampleSize.forHalfWidth(STRATA, 1e-3, floors(30)).remarks().get(0))
        .contains("ask for less");
  }
}
