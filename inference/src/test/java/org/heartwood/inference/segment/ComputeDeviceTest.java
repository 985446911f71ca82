package org.heartwood.inference.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.UNet;
import org.junit.jupiter.api.Test;

class ComputeDeviceTest {
  private static final int SIDE_PX = 128;
  private static final TrainedModel MODEL = ModelReader.load("canopy-ndvi-landsat");
  private static final UNet NET = (UNet) MODEL.card().architecture();
  private static final ComputeDevice TORCH_HALF =
      new ComputeDevice(Optional.empty(), ComputeDevice.Precision.HALF);

  @Test
  void theFoldedGraphGivesWhatTheBlocksGive() {
    float[] input = scaled();
    List<Integer> shape = List.of(2, NET.bands() + 1, SIDE_PX, SIDE_PX);
    try (ForwardPass onnx = UNetOnnx.open(NET, MODEL.members().get(0));
        ForwardPass torch = UNetTorch.open(NET, MODEL.members().get(0), ComputeDevice.CPU)) {
      float[] expected = torch.run(input, shape);

      assertThat(onnx.run(input, shape)).containsExactly(expected, within(2e-5f));
      assertThat(expected[5]).isNotCloseTo(expected[SIDE_PX * SIDE_PX / 2], within(0.01f));
    }
  }

  @Test
  void halfPrecisionOnTheCpuStaysWithinItsTolerance() {
    float[] input = scaled();
    List<Integer> shape = List.of(2, NET.bands() + 1, SIDE_PX, SIDE_PX);
    try (ForwardPass single = UNetTorch.open(NET, MODEL.members().get(0), ComputeDevice.CPU);
        ForwardPass half = UNetTorch.open(NET, MODEL.members().get(0), TORCH_HALF)) {
      float[] exact = single.run(input, shape);
      float[] rounded = half.run(input, shape);
      double squares = 0;
      double most = 0;
      for (int i = 0; i < exact.length; i++) {
        double difference = Math.abs(rounded[i] - exact[i]);
        squares += difference * difference;
        most = Math.max(most, difference);
      }
      System.getLogger("test").log(System.Logger.Level.INFO, most + " " + squares);
      assertThat(Math.sqrt(squares / exact.length)).isBetween(1e-5, 0.02);
      assertThat(most).isLessThan(0.15);
    }
  }

  @Test
  void aGpuHasANumber() {
    assertThatThrownBy(() -> new ComputeDevice(Optional.of(-1), ComputeDevice.Precision.SINGLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gpu must be >= 0, was -1");
  }

  /** Bands as the network sees them, and a last channel of ones with some holes. */
  private static float[] scaled() {
    Random random = new Random(11);
    int pixels = SIDE_PX * SIDE_PX;
    int channels = NET.bands() + 1;
    float[] input = new float[2 * channels * pixels];
    for (int i = 0; i < input.length; i++) {
      boolean validity = i / pixels % channels == NET.bands();
      input[i] = validity ? (random.nextInt(50) == 0 ? 0 : 1) : (float) random.nextGaussian();
    }
    return input;
  }
}
