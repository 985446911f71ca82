package org.heartwood.inference.model;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.heartwood.inference.landscape.SceneSpec;
import org.heartwood.inference.landscape.Split;
import org.heartwood.ingest.grid.PixelWindow;

/** Models with random weights, for tests that ask how a model computes, not how well. */
public final class UntrainedModels {
  private UntrainedModels() {}

  /** A small network whose output depends visibly on its input. */
  public static TrainedModel random(int baseChannels) {
    Architecture architecture = new Architecture(Architecture.U_NET, 1, baseChannels, -6, 3);
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
    return new TrainedModel(card(architecture, weights.sha256()), weights);
  }

  private static int inputs(List<Integer> shape) {
    return shape.stream().skip(1).reduce(1, Math::multiplyExact);
  }

  static ModelCard card(Architecture architecture, String digest) {
    return new ModelCard(
        "random",
        "0",
        "none",
        architecture,
        Architecture.RECEPTIVE_FIELD_RADIUS_PX,
        List.of(
            new ModelCard.InputBand(
                "NDVI", "1", "", -1, 1, "", 0.67, 0.12, "none", "none", 30, 0.78, 0.33, 0.84)),
        new ModelCard.Output("tree cover", "per cent", 0, 100, 50, 25, ""),
        new ModelCard.Training(
            List.of(),
            new SceneSpec("i", 0, 1, 1, "none", LocalDate.of(2001, 2, 5), "l", 0, 100),
            new Split(100, 200, new PixelWindow(0, 0, 8, 8), 4, 20, 1, 24),
            List.of(),
            0,
            1,
            1,
            "none",
            "none"),
        new ModelCard.Calibration(0.9, 2, 100),
        7,
        digest,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        "none");
  }
}
