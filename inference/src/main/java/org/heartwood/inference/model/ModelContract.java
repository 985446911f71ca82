package org.heartwood.inference.model;

import java.io.Serializable;
import java.util.List;

/**
 * What a model promises to whoever runs it, whether it came with Heartwood or was brought by its
 * user.
 *
 * @param name name of the model
 * @param version version of the weights
 * @param digest what identifies its numbers: SHA-256, lower-case hexadecimal
 * @param inputs the bands in the order a window lists them
 * @param outputs the targets in the order a prediction lists them; the first is the main one
 * @param imagery the images that taught it; empty if that is not known
 * @param stridePx window sides, and origins of windows that shall agree, are multiples of this
 * @param haloPx pixels around a window's core that must be read with it, a multiple of the stride
 * @param blendPx pixels in which predictions of neighbouring windows overlap and are averaged with
 *     weights that rise and fall linearly, so that no seam shows; 0 where the halo holds all that a
 *     prediction depends on, for then neighbours agree
 */
public record ModelContract(
    String name,
    String version,
    String digest,
    List<ModelCard.InputBand> inputs,
    List<ModelCard.Output> outputs,
    List<ModelCard.Imagery> imagery,
    int stridePx,
    int haloPx,
    int blendPx)
    implements Serializable {
  public ModelContract {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    imagery = List.copyOf(imagery);
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException(name + " must have at least one input and one output");
    }
    if (stridePx <= 0 || haloPx < 0 || haloPx % stridePx != 0) {
      throw new IllegalArgumentException(
          "stridePx must be > 0 and haloPx a multiple of it, were " + stridePx + " and " + haloPx);
    }
    if (blendPx < 0) {
      throw new IllegalArgumentException("blendPx must be >= 0, was " + blendPx);
    }
  }

  /** The main target. */
  public ModelCard.Output output() {
    return outputs.get(0);
  }
}
