package org.heartwood.inference.canopy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputDisturberTest {
  private static final int SIDE_PX = 160;
  private static final List<InputDisturber.Level> LEVELS =
      List.of(new InputDisturber.Level(0.78, 0.1));

  @Test
  void denseForestStaysWhereItIsOnAverage() {
    InputDisturber disturber =
        new InputDisturber(new CanopySpec.Disturbance(0.15, 0, 0.2, 1, 0, 0), LEVELS);
    float[] ndvi = crop(0.78f);

    disturber.disturb(List.of(ndvi), SIDE_PX, new Random(1));

    double sum = 0;
    for (float value : ndvi) {
      sum += value;
    }
    assertThat(sum / ndvi.length).isCloseTo(0.78, within(0.002));
  }

  @Test
  void stripesAndHolesHideSomeButNotAll() {
    InputDisturber disturber =
        new InputDisturber(new CanopySpec.Disturbance(0, 0, 0, 0, 1, 1), LEVELS);
    for (int seed = 0; seed < 20; seed++) {
      float[] ndvi = crop(0.5f);

      disturber.disturb(List.of(ndvi), SIDE_PX, new Random(seed));

      long missing = 0;
      for (float value : ndvi) {
        missing += Float.isNaN(value) ? 1 : 0;
      }
      assertThat(missing).isBetween(1L, ndvi.length * 3L / 4);
    }
  }

  @Test
  void whatIsHiddenIsHiddenInAllInputs() {
    InputDisturber disturber =
        new InputDisturber(
            new CanopySpec.Disturbance(0.1, 0.1, 0.1, 0, 1, 1),
            List.of(LEVELS.get(0), new InputDisturber.Level(0.1, 0.02)));
    float[] one = crop(0.5f);
    float[] other = crop(0.08f);

    disturber.disturb(List.of(one, other), SIDE_PX, new Random(9));

    for (int i = 0; i < one.length; i++) {
      assertThat(Float.isNaN(one[i])).isEqualTo(Float.isNaN(other[i]));
    }
  }

  @Test
  void theSameGeneratorDisturbsTheSameWay() {
    InputDisturber disturber =
        new InputDisturber(new CanopySpec.Disturbance(0.15, 0.1, 0.2, 0.5, 0.5, 0.5), LEVELS);
    float[] one = crop(0.5f);
    float[] other = crop(0.5f);

    disturber.disturb(List.of(one), SIDE_PX, new Random(3));
    disturber.disturb(List.of(other), SIDE_PX, new Random(3));

    assertThat(one).isEqualTo(other).isNotEqualTo(crop(0.5f));
  }

  private static float[] crop(float value) {
    float[] ndvi = new float[SIDE_PX * SIDE_PX];
    Arrays.fill(ndvi, value);
    return ndvi;
  }
}
