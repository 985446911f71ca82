package org.heartwood.inference.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TemporalConvNet;
import org.junit.jupiter.api.Test;

class SimpleRuleTest {
  private static StepSeries twice(PixelSeries series) {
    ModelCard.InputBand band = MadeUpSeries.INPUTS.get(0);
    int dates = series.dates().size();
    float[] values = new float[2 * dates];
    for (int i = 0; i < dates; i++) {
      values[i] = series.at(0, i);
      values[dates + i] = series.at(0, i);
    }
    return StepSeries.of(
        new PixelSeries(series.dates(), 2, values),
        new TemporalConvNet(
            2, 12, TemporalConvNet.Removal.ANNUAL, TemporalConvNet.Season.NONE, 8, List.of(1)),
        List.of(band, band));
  }

  @Test
  void theLowestMeanFindsAPlantedFallAndItsDate() {
    SimpleRule.Found fallen = SimpleRule.LOWEST_MEAN_OF_8.apply(twice(MadeUpSeries.series(30, 1)));
    SimpleRule.Found calm = SimpleRule.LOWEST_MEAN_OF_8.apply(twice(MadeUpSeries.series(-1, 1)));

    assertThat(fallen.score()).isGreaterThan(calm.score() + 1);
    assertThat(
            Math.abs(
                ChronoUnit.DAYS.between(
                    MadeUpSeries.FIRST.plusDays(30L * 12), fallen.date().orElseThrow())))
        .isLessThanOrEqualTo(36);
  }

  @Test
  void withoutEnoughDataARuleSaysNothing() {
    float[] none = new float[MadeUpSeries.STEPS];
    Arrays.fill(none, Float.NaN);
    StepSeries empty = twice(new PixelSeries(MadeUpSeries.dates(MadeUpSeries.STEPS), 1, none));

    for (SimpleRule rule : SimpleRule.values()) {
      assertThat(rule.apply(empty).score()).isZero();
      assertThat(rule.apply(empty).date()).isEmpty();
    }
  }

  @Test
  void lowValuesOfTheLastBandScoreHigh() {
    StepSeries series =
        twice(new PixelSeries(MadeUpSeries.dates(5), 1, new float[] {-2, 1, 3, 4, 5}));

    assertThat(SimpleRule.LOWEST_VALUE.apply(series).score()).isEqualTo(2);
    assertThat(SimpleRule.LAST_VALUES.apply(series).score()).isEqualTo(-4);
  }
}
