package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class YearlySegmentsTest {
  private static final int[] YEARS = IntStream.range(1990, 2015).toArray();

  private static double[] series(int lossYear, double fall, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.of(YEARS)
        .mapToDouble(
            year -> 0.8 - (year >= lossYear ? fall : 0) + noise * MadeUpPixels.gaussian(random))
        .toArray();
  }

  @Test
  void aPlantedLossHasItsYearMagnitudeAndDuration() {
    int right = 0;
    for (int i = 0; i < 100; i++) {
      int year = 1995 + i % 15;
      Optional<YearlySegments.Loss> loss =
          YearlySegments.largestLoss(YEARS, series(year, 0.3, 0.015, i), 6);
      right +=
          loss.isPresent()
                  && loss.get().year() == year
                  && Math.abs(loss.get().magnitude() - 0.3) < 0.06
              ? 1
              : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(85);
  }

  @Test
  void oneCloudyYearIsNoLoss() {
    double[] values = series(9999, 0, 0, 1);
    values[10] = 0.3;
    assertThat(YearlySegments.largestLoss(YEARS, values, 6)).isEmpty();
  }

  @Test
  void aSlowDeclineIsLong() {
    double[] values =
        IntStream.range(0, 25).mapToDouble(i -> 0.8 - 0.02 * Math.max(0, i - 8)).toArray();
    YearlySegments.Loss loss = YearlySegments.largestLoss(YEARS, values, 6).orElseThrow();
    assertThat(loss.durationYears()).isEqualTo(16);
    assertThat(loss.magnitude()).isCloseTo(0.32, within(1e-9));
  }

  @Test
  void tooFewYearsGiveNoAnswer() {
    assertThat(YearlySegments.largestLoss(new int[] {1, 2, 3}, new double[] {1, 0.5, 0.2}, 6))
        .isEmpty();
  }
}
