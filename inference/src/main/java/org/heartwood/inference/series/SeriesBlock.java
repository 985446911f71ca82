package org.heartwood.inference.series;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.heartwood.inference.model.TemporalConvNet;
import org.heartwood.inference.model.Weights;

/**
 * A {@link TemporalConvNet} as a block: {@code [series × channel × step]} in, {@code [series ×
 * step]} out, the logit of a disturbance that begins in the step.
 */
final class SeriesBlock extends AbstractBlock {
  private final TemporalConvNet shape;
  private final Map<String, Block> convolutions = new LinkedHashMap<>();

  private SeriesBlock(TemporalConvNet shape) {
    this.shape = shape;
    add("entry", 3, 1, shape.width());
    for (int i = 1; i <= shape.dilations().size(); i++) {
      add("block." + i + ".dilated", 3, shape.dilations().get(i - 1), shape.width());
      add("block." + i + ".mixing", 1, 1, shape.width());
    }
    add("head", 1, 1, 1);
  }

  private void add(String name, int steps, int dilation, int filters) {
    convolutions.put(
        name,
        addChildBlock(
            name,
            Conv1d.builder()
                .setKernelShape(new Shape(steps))
                .optPadding(new Shape((long) dilation * (steps - 1) / 2))
                .optDilation(new Shape(dilation))
                .setFilters(filters)
                .build()));
  }

  /**
   * A network with given weights, its memory owned by {@code manager}.
   *
   * @throws IllegalArgumentException if a tensor is missing or of another size
   */
  static SeriesBlock of(TemporalConvNet shape, Weights weights, NDManager manager) {
    SeriesBlock net = new SeriesBlock(shape);
    net.initialize(manager, DataType.FLOAT32, new Shape(1, shape.channels(), 1));
    net.named().forEach((name, parameter) -> parameter.getArray().set(weights.values(name)));
    return net;
  }

  /** A copy of the weights as they are now. */
  Weights weights() {
    Map<String, float[]> values = new LinkedHashMap<>();
    named().forEach((name, parameter) -> values.put(name, parameter.getArray().toFloatArray()));
    return new Weights(shape.tensorShapes(), values);
  }

  private Map<String, Parameter> named() {
    Map<String, Parameter> named = new LinkedHashMap<>();
    convolutions.forEach(
        (name, block) ->
            block
                .getDirectParameters()
                .forEach(pair -> named.put(name + "." + pair.getKey(), pair.getValue())));
    if (!named.keySet().equals(shape.tensorShapes().keySet())) {
      throw new IllegalStateException(
          "the blocks' parameters " + named.keySet() + " differ from the architecture's");
    }
    return named;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
    NDArray features =
        Activation.relu(convolve("entry", inputs.singletonOrThrow(), store, training));
    for (int i = 1; i <= shape.dilations().size(); i++) {
      NDArray inner =
          Activation.relu(convolve("block." + i + ".dilated", features, store, training));
      features = features.add(convolve("block." + i + ".mixing", inner, store, training));
    }
    return new NDList(convolve("head", Activation.relu(features), store, training).squeeze(1));
  }

  private NDArray convolve(String name, NDArray input, ParameterStore store, boolean training) {
    Block block = convolutions.get(name);
    if (block == null) {
      throw new IllegalStateException("no convolution is named " + name);
    }
    return block.forward(store, new NDList(input), training).singletonOrThrow();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), inputShapes[0].get(2))};
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    convolutions.forEach(
        (name, block) -> {
          int channels = name.equals("entry") ? shape.channels() : shape.width();
          block.initialize(manager, type, new Shape(1, channels, 2L * longestDilation() + 1));
        });
  }

  private int longestDilation() {
    return shape.dilations().stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
