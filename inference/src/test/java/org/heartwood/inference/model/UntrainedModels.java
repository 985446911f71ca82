package org.heartwood.inference.model;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Models with random weights, for tests that ask how a model computes, not how well. */
public final class UntrainedModels {
  private UntrainedModels() {}

  /** A small network whose output depends visibly on its input. */
  public static TrainedModel random(int baseChannels) {
    UNet architecture = new UNet(1, baseChannels, 2, List.of(UNet.Head.GAUSSIAN), -6, 3);
    Random random = new Random(7);
    Map<String, float[]> values = new LinkedHashMap<>();
    architecture
        .tensorShapes()
        .forEach(
            (name, shape) -> {
              float[] numbers = new float[shape.stream().reduce(1, Math::multiplyExact)];
              boolean one = name.endsWith("gamma") || name.endsWith("runningVar");
              double deviation = name.endsWith(".weight") ? 1.4 / Math.sqrt(inputs(shape)) : 0.1;
              for (int i = 0; i < numbers.length; i++) {
                numbers[i] = one ? 1 : (float) (deviation * random.nextGaussian());
              }
              values.put(name, numbers);
            });
    Weights weights = new Weights(architecture.tensorShapes(), values);
    return of(architecture, weights);
  }

  private static int inputs(List<Integer> shape) {
    return shape.stream().skip(1).reduce(1, Math::multiplyExact);
  }

  static TrainedModel of(UNet architecture, Weights weights) {
    return new TrainedModel(
        card(architecture, weights.sha256()), List.of(weights), Optional.empty());
  }

  static ModelCard card(UNet architecture, String digest) {
    return new ModelCard(
        "random",
        "0",
        "none",
        new ModelCard.Status(ModelCard.Standing.DEMONSTRATION, "random weights"),
        architecture,
        List.of(new ModelCard.InputBand("NDVI", "1", "", -1, 1, "", 0.67, 0.12)),
        List.of(new ModelCard.Output("tree cover", "per cent", 0, 100, 50, 25, "")),
        List.of(new ModelCard.Imagery("none", LocalDate.of(2001, 2, 5), "none", 30)),
        new ModelCard.Training(
            "none",
            List.of(),
            0,
            List.of(new ModelCard.TrainedBand("NDVI", 0.33, 0.84, 0.78)),
            "none",
            "none"),
        List.of(new ModelCard.Member("member-1.safetensors", digest, 7, 1, 1)),
        List.of(new ModelCard.Calibration("tree cover", 0.9, 2, 100)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "none");
  }
}
