package org.heartwood.inference.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepSeriesTest {
  private static final LocalDate DAY = MadeUpSeries.FIRST;

  @Test
  void observationsAreGatheredByTheNearestStepAndAveraged() {
    PixelSeries series =
        new PixelSeries(
            List.of(DAY, DAY.plusDays(5), DAY.plusDays(7), DAY.plusDays(30)),
            1,
            new float[] {1, 3, 5, 7});

    StepSeries steps = MadeUpSeries.steps(series);

    assertThat(steps.steps()).isEqualTo(4);
    assertThat(steps.at(0, 0)).isEqualTo(2);
    assertThat(steps.at(0, 1)).isEqualTo(5);
    assertThat(steps.valid(2)).isFalse();
    assertThat(steps.at(0, 3)).isEqualTo(7);
    assertThat(steps.date(3)).isEqualTo(DAY.plusDays(36));
  }

  @Test
  void valuesOutsideTheLimitsAndNaNAreNoData() {
    PixelSeries series =
        new PixelSeries(
            MadeUpSeries.dates(3), 1, new float[] {Float.NaN, 41, Float.POSITIVE_INFINITY});

    assertThat(MadeUpSeries.steps(series).validSteps()).isZero();
  }

  @Test
  void aPureAnnualCycleLeavesNothingAlsoWithGaps() {
    int count = 70;
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      double phase = 2 * Math.PI * i * MadeUpSeries.STEP_DAYS / 365.25;
      values[i] = i % 7 == 3 ? Float.NaN : (float) (5 + 2 * StrictMath.cos(phase + 1));
    }

    float[] left =
        MadeUpSeries.steps(new PixelSeries(MadeUpSeries.dates(count), 1, values)).deseasonalised(0);

    for (float one : left) {
      assertThat((double) one).isCloseTo(0, within(1e-5));
    }
  }

  @Test
  void theNetworkSeesNothingOfAHiddenStep() {
    StepSeries whole = MadeUpSeries.steps(MadeUpSeries.series(-1, 1));
    boolean[] hidden = new boolean[MadeUpSeries.STEPS];
    hidden[4] = true;
    float[] seen = new float[2 * MadeUpSeries.STEPS];

    whole.without(hidden).write(MadeUpSeries.INPUTS, 1, seen, 0);

    assertThat(seen[4]).isZero();
    assertThat(seen[MadeUpSeries.STEPS + 4]).isZero();
    assertThat(seen[MadeUpSeries.STEPS + 5]).isEqualTo(1);
    assertThat(whole.valid(4)).isTrue();
  }

  @Test
  void datesThatFallAreRefused() {
    assertThatThrownBy(() -> new PixelSeries(List.of(DAY, DAY.minusDays(1)), 1, new float[] {1, 2}))
        .hasMessageContaining("must not fall")
        .hasMessageContaining("2014-12-31 came after 2015-01-01");
  }

  @Test
  void seriesOfTheWrongSizeOrLengthAreRefused() {
    assertThatThrownBy(() -> new PixelSeries(List.of(DAY), 2, new float[] {1}))
        .hasMessageContaining("2 bands on 1 dates");
    assertThatThrownBy(() -> MadeUpSeries.steps(new PixelSeries(List.of(), 1, new float[0])))
        .hasMessageContaining("at least one date");
    List<LocalDate> far = new ArrayList<>(List.of(DAY, DAY.plusYears(300)));
    assertThatThrownBy(() -> MadeUpSeries.steps(new PixelSeries(far, 1, new float[] {1, 2})))
        .hasMessageContaining("at most 2100 steps");
  }
}
