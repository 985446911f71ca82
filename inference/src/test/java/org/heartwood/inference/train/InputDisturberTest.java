package org.heartwood.inference.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputDisturberTest {
  private static final int SIDE_PX = 160;

  @Test
  void denseForestStaysWhereItIsOnAverage() {
    InputDisturber disturber =
        new InputDisturber(new TrainingSpec.Disturbance(0.15, 0, 0.02, 1, 0, 0), 0.78);
    float[] ndvi = crop(0.78f);

    disturber.disturb(ndvi, SIDE_PX, new Random(1));

    double sum = 0;
    for (float value : ndvi) {
      sum += value;
    }
    assertThat(sum / ndvi.length).isCloseTo(0.78, within(0.002));
  }

  @Test
  void stripesAndHolesHideSomeButNotAll() {
    InputDisturber disturber =
        new InputDisturber(new TrainingSpec.Disturbance(0, 0, 0, 0, 1, 1), 0.78);
    for (int seed = 0; seed < 20; seed++) {
      float[] ndvi = crop(0.5f);

      disturber.disturb(ndvi, SIDE_PX, new Random(seed));

      long missing = 0;
      for (float value : ndvi) {
        missing += Float.isNaN(value) ? 1 : 0;
      }
      assertThat(missing).isBetween(1L, ndvi.length * 3L / 4);
    }
  }

  @Test
  void theSameGeneratorDisturbsTheSameWay() {
    InputDisturber disturber =
        new InputDisturber(new TrainingSpec.Disturbance(0.15, 0.01, 0.02, 0.5, 0.5, 0.5), 0.78);
    float[] one = crop(0.5f);
    float[] other = crop(0.5f);

    disturber.disturb(one, SIDE_PX, new Random(3));
    disturber.disturb(other, SIDE_PX, new Random(3));

    assertThat(one).isEqualTo(other).isNotEqualTo(crop(0.5f));
  }

  private static float[] crop(float value) {
    float[] ndvi = new float[SIDE_PX * SIDE_PX];
    Arrays.fill(ndvi, value);
    return ndvi;
  }
}
