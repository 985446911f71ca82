package org.heartwood.inference.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.segment.TorchRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GradientClipTest {
  private static final UNet NETWORK = new UNet(1, 2, 1, List.of(UNet.Head.GAUSSIAN), -6, 3);

  private NDManager manager = TorchRuntime.engine().newBaseManager();

  @BeforeEach
  void open() {
    manager = TorchRuntime.engine().newBaseManager();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void aGradientBeyondTheLimitIsScaledToItAndKeepsItsDirection() {
    List<NDArray> gradients = gradients(6, 8);

    GradientClip.shorten(gradients, 5);

    assertThat(values(gradients)).containsExactly(3f, 4f);
  }

  @Test
  void aGradientWithinTheLimitIsNotTouched() {
    List<NDArray> gradients = gradients(0.1f, -0.7f);

    GradientClip.shorten(gradients, 0.75);

    assertThat(values(gradients)).containsExactly(0.1f, -0.7f);
  }

  @Test
  void aGradientThatIsNotFiniteStaysSo() {
    List<NDArray> gradients = gradients(Float.POSITIVE_INFINITY, 1);

    GradientClip.shorten(gradients, 5);

    assertThat(values(gradients)).containsExactly(Float.POSITIVE_INFINITY, 1f);
  }

  /** Adam's first moment after one update is a tenth of the gradient that it saw. */
  @Test
  void theOptimiserSeesNoLongerGradientThanTheLimit() {
    double free = gradientNorm(1e9);

    assertThat(free).isGreaterThan(0.01);
    assertThat(gradientNorm(2 * free)).isCloseTo(free, within(1e-6 * free));
    assertThat(gradientNorm(free / 4)).isCloseTo(free / 4, within(1e-6 * free));
  }

  @Test
  void aLimitThatIsNoLengthIsRefused() {
    assertThatThrownBy(() -> settings(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gradientNormMax must be > 0 and finite, was 0.0");
    assertThatThrownBy(() -> settings(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  private static double gradientNorm(double limit) {
    Batch batch = new Batch(2, 16, 2, 1);
    Random random = new Random(7);
    for (int i = 0; i < batch.inputs().length; i++) {
      batch.inputs()[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < batch.target(0).labels().length; i++) {
      batch.target(0).labels()[i] = (float) random.nextGaussian();
      batch.target(0).weights()[i] = 1;
    }
    try (UNetLearner learner =
        new UNetLearner(
            NETWORK, InitialWeights.of(NETWORK, 3), new Losses(0, 0, 0), settings(limit))) {
      learner.learn(batch);
      Map<String, float[]> means = learner.state().means();
      double squares = 0;
      for (float[] mean : means.values()) {
        for (float value : mean) {
          squares += (double) value * value;
        }
      }
      return 10 * Math.sqrt(squares);
    }
  }

  private static Optimisation settings(double gradientNormMax) {
    return new Optimisation(List.of(1L), 1, 1, 1, 2, 16, 0, 0.001, gradientNormMax, 0.9);
  }

  /** One array for each value: the limit is on all together. */
  private List<NDArray> gradients(float first, float second) {
    return List.of(manager.create(new float[] {first}), manager.create(new float[] {second}));
  }

  private static List<Float> values(List<NDArray> gradients) {
    return gradients.stream().map(gradient -> gradient.toFloatArray()[0]).toList();
  }
}
