package org.heartwood.inference.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.heartwood.inference.segment.TorchRuntime;
import org.junit.jupiter.api.Test;

/** Worked by hand: ½ · 36 / 9 + ½ · ln 9 = 3.0986123. */
class GaussianNllValidationTest {
  private static final double EXPECTED = 3.0986123;

  @Test
  void lossOfAnErrorOfSixWithVarianceNine() {
    assertThat(GaussianNll.of(20, 26, 9)).isCloseTo(EXPECTED, within(5e-8));
  }

  @Test
  void lossOfABatchCountsOnlyLabelledPixels() {
    try (NDManager manager = TorchRuntime.engine().newBaseManager()) {
      float logVariance = (float) Math.log(9);
      NDArray output =
          manager.create(new float[] {20, 999, logVariance, logVariance}, new Shape(1, 2, 1, 2));
      NDArray label = manager.create(new float[] {26, 0}, new Shape(1, 1, 1, 2));
      NDArray mask = manager.create(new float[] {1, 0}, new Shape(1, 1, 1, 2));

      assertThat(GaussianNll.of(output, label, mask).getFloat())
          .isCloseTo((float) EXPECTED, within(1e-5f));
    }
  }
}
