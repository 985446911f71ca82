package org.heartwood.inference.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.segment.TorchRuntime;
import org.junit.jupiter.api.Test;

/** Worked by hand: ½ · 36 / 9 + ½ · ln 9 = 3.0986123. */
class LossesValidationTest {
  private static final double EXPECTED = 3.0986123;
  private static final Losses PLAIN = new Losses(1, 0, 0);

  @Test
  void lossOfAnErrorOfSixWithVarianceNine() {
    assertThat(Losses.gaussian(20, 26, 9)).isCloseTo(EXPECTED, within(5e-8));
  }

  @Test
  void lossOfABatchCountsOnlyLabelledPixels() {
    try (NDManager manager = TorchRuntime.engine().newBaseManager()) {
      float logVariance = (float) Math.log(9);
      NDArray output =
          manager.create(new float[] {20, 999, logVariance, logVariance}, new Shape(1, 2, 1, 2));
      NDArray label = manager.create(new float[] {26, 0}, new Shape(1, 1, 1, 2));
      NDArray mask = manager.create(new float[] {1, 0}, new Shape(1, 1, 1, 2));

      NDArray none = manager.zeros(new Shape(1, 1, 1, 2));

      assertThat(PLAIN.of(UNet.Head.GAUSSIAN, output, label, none, mask).getFloat())
          .isCloseTo((float) EXPECTED, within(1e-5f));
    }
  }

  @Test
  void aTeachersVarianceCountsAsErrorThatCannotBeHelped() {
    try (NDManager manager = TorchRuntime.engine().newBaseManager()) {
      float logVariance = (float) Math.log(9);
      NDArray output = manager.create(new float[] {20, logVariance}, new Shape(1, 2, 1, 1));
      NDArray label = manager.create(new float[] {26}, new Shape(1, 1, 1, 1));
      NDArray four = manager.create(new float[] {4}, new Shape(1, 1, 1, 1));
      NDArray one = manager.ones(new Shape(1, 1, 1, 1));

      assertThat(PLAIN.of(UNet.Head.GAUSSIAN, output, label, four, one).getFloat())
          .isCloseTo((float) (0.5 * 40 / 9 + 0.5 * Math.log(9)), within(1e-5f));
    }
  }

  /** Lin et al. 2017, equation 4: γ = 2 at a probability of 0.9 weighs one hundredth. */
  @Test
  void theFocalLossOfAnEasyCaseIsAHundredthOfItsCrossEntropy() {
    assertThat(probability(new Losses(1, 2, 0), 0.9, 1))
        .isCloseTo(0.01 * -Math.log(0.9), within(1e-6));
    assertThat(probability(PLAIN, 0.9, 1)).isCloseTo(-Math.log(0.9), within(1e-6));
    assertThat(probability(PLAIN, 0.9, 0)).isCloseTo(-Math.log(0.1), within(1e-5));
    assertThat(Losses.crossEntropy(0.9, 1)).isCloseTo(-Math.log(0.9), within(1e-12));
  }

  @Test
  void theDiceLossIsAddedWithItsWeight() {
    // One pixel: 1 − (2·0.9·1 + 1) / (0.9 + 1 + 1), with 1 added against empty masks.
    double dice = 1 - 2.8 / 2.9;

    assertThat(probability(new Losses(1, 0, 0.5), 0.9, 1))
        .isCloseTo(-Math.log(0.9) + 0.5 * dice, within(1e-6));
  }

  @Test
  void logitsFarOutGiveFiniteLosses() {
    assertThat(probability(new Losses(1, 2, 1), 1 - 1e-16, 0)).isFinite().isGreaterThan(10);
  }

  private static double probability(Losses losses, double probability, double label) {
    try (NDManager manager = TorchRuntime.engine().newBaseManager()) {
      Shape one = new Shape(1, 1, 1, 1);
      float logit = (float) Math.log(probability / (1 - probability));
      return losses
          .of(
              UNet.Head.PROBABILITY,
              manager.create(new float[] {logit}, one),
              manager.create(new float[] {(float) label}, one),
              manager.zeros(one),
              manager.ones(one))
          .getFloat();
    }
  }
}
