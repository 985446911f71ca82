package org.heartwood.inference.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.heartwood.inference.model.Architecture;
import org.heartwood.inference.model.Weights;

/**
 * Weights before training: convolutions Gaussian with variance 2 ÷ inputs (He et al. 2015,
 * doi:10.1109/ICCV.2015.123), normalisations the identity, the head small. They depend on the seed
 * alone, not on the engine.
 */
public final class InitialWeights {
  private static final double HEAD_DEVIATION = 0.01;

  private InitialWeights() {}

  /** The weights of a network. */
  public static Weights of(Architecture architecture, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> values = new LinkedHashMap<>();
    architecture
        .tensorShapes()
        .forEach((name, shape) -> values.put(name, tensor(name, shape, random)));
    return new Weights(architecture.tensorShapes(), values);
  }

  private static float[] tensor(String name, List<Integer> shape, Random random) {
    float[] values = new float[shape.stream().reduce(1, Math::multiplyExact)];
    if (name.endsWith(".gamma") || name.endsWith(".runningVar")) {
      Arrays.fill(values, 1);
    } else if (name.endsWith(".weight")) {
      int inputs = shape.stream().skip(1).reduce(1, Math::multiplyExact);
      double deviation = name.startsWith("head") ? HEAD_DEVIATION : Math.sqrt(2.0 / inputs);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (deviation * random.nextGaussian());
      }
    }
    return values;
  }
}
