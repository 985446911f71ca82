package org.heartwood.inference.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.heartwood.inference.accuracy.InputCondition.Smoothing;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.junit.jupiter.api.Test;

class InputConditionTest {
  private static final double LEVEL = 0.78;

  @Test
  void noiseOfAPixelDoesNotDependOnTheWindowItIsReadIn() {
    InputCondition noise = new InputCondition("noise", 1, 0.2, Smoothing.NONE);
    PixelWindow small = new PixelWindow(30, -4, 8, 8);
    FloatRaster large = constant(new PixelWindow(20, -10, 40, 40));

    assertThat(noise.apply(large, 0, LEVEL, 0.1, 1).crop(small).data())
        .isEqualTo(noise.apply(large.crop(small), 0, LEVEL, 0.1, 1).data())
        .isNotEqualTo(noise.apply(large.crop(small), 0, LEVEL, 0.1, 2).data());
  }

  @Test
  void noiseHasTheDeviationItIsNamedFor() {
    InputCondition noise = new InputCondition("noise", 1, 0.2, Smoothing.NONE);

    float[] disturbed =
        noise.apply(constant(new PixelWindow(0, 0, 400, 400)), 0, LEVEL, 0.1, 1).data();

    double sum = 0;
    double squares = 0;
    for (float value : disturbed) {
      sum += value - 0.5;
      squares += (value - 0.5) * (value - 0.5);
    }
    assertThat(sum / disturbed.length).isCloseTo(0, within(2e-4));
    assertThat(Math.sqrt(squares / disturbed.length)).isCloseTo(0.02, within(2e-4));
  }

  @Test
  void gainTurnsAroundTheLevelOfDenseForest() {
    InputCondition gain = new InputCondition("gain", 0.5, 0, Smoothing.NONE);

    assertThat(gain.apply(constant(new PixelWindow(0, 0, 2, 2)), 0, LEVEL, 0.1, 1).data())
        .containsOnly(0.64f);
  }

  private static FloatRaster constant(PixelWindow window) {
    FloatRaster raster = FloatRaster.empty(window);
    Arrays.fill(raster.data(), 0.5f);
    return raster;
  }
}
