package org.heartwood.inference.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TemporalConvNet;
import org.junit.jupiter.api.Test;

class PlantedDropTest {
  private static final SeriesSpec.Planting LIMITS =
      new SeriesSpec.Planting(1, 3, 0.5, 36, 120, 12, 96, 0.8, 5, 1);
  private static final TemporalConvNet NET =
      new TemporalConvNet(
          4, 12, TemporalConvNet.Removal.ANNUAL, TemporalConvNet.Season.NONE, 8, List.of(1));

  private static StepSeries flat() {
    ModelCard.InputBand band = new ModelCard.InputBand("x", "dB", "made up", -40, 40, "NaN", 0, 1);
    float[] values = new float[4 * MadeUpSeries.STEPS];
    return StepSeries.of(
        new PixelSeries(MadeUpSeries.dates(MadeUpSeries.STEPS), 4, values),
        NET,
        List.of(band, band, band, band));
  }

  @Test
  void nothingChangesBeforeTheStepAndThenVhFallsMostAndVvBySomeOfIt() {
    Random random = new Random(3);
    for (int draw = 0; draw < 200; draw++) {
      PlantedDrop drop = PlantedDrop.draw(LIMITS, MadeUpSeries.STEPS, 12, random);
      StepSeries changed = drop.in(flat());
      double lowest = 0;
      for (int step = 0; step < MadeUpSeries.STEPS; step++) {
        if (step < drop.step()) {
          assertThat(changed.at(0, step)).isZero();
        }
        lowest = Math.min(lowest, changed.at(0, step));
        assertThat(changed.at(1, step)).isBetween(changed.at(0, step), 0f);
        assertThat(changed.at(2, step)).isBetween(0.5f * changed.at(0, step) - 1e-6f, 0f);
      }
      assertThat(changed.at(0, drop.step())).isNegative();
      assertThat(lowest).isBetween(-3.0, -1.0);
    }
  }

  @Test
  void theSameSeedPlantsTheSame() {
    StepSeries one = PlantedDrop.draw(LIMITS, 60, 12, new Random(5)).in(flat());
    StepSeries two = PlantedDrop.draw(LIMITS, 60, 12, new Random(5)).in(flat());

    for (int step = 0; step < 60; step++) {
      assertThat((double) one.at(0, step)).isCloseTo(two.at(0, step), within(0.0));
    }
  }
}
