package org.heartwood.inference.segment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.model.Weights;

/**
 * A {@link UNet} as a block (METHOD.md §3.3): {@code [window × channel × row × col]} in, the same
 * with the heads' channels out: for a Gaussian head the scaled mean and the log of its variance
 * (clamped), for a probability its logit. Rows and columns must be multiples of {@link
 * UNet#stridePx()}.
 *
 * <p>Every convolution is 3 × 3 without bias, followed by batch normalisation and ReLU. Going down,
 * 2 × 2 maxima halve the resolution; going up, every cell is repeated 2 × 2 and joined with the
 * features of the same resolution. An output pixel depends on no input farther than {@link
 * UNet#receptiveFieldRadiusPx()}.
 */
public final class UNetBlock extends AbstractBlock {
  private final UNet architecture;
  private final List<Block> convolutions = new ArrayList<>();
  private final List<Block> normalisations = new ArrayList<>();
  private final Block head;

  private UNetBlock(UNet architecture) {
    this.architecture = architecture;
    for (UNet.Unit unit : architecture.units()) {
      convolutions.add(
          addChildBlock(
              unit.name() + ".convolution",
              Conv2d.builder()
                  .setKernelShape(new Shape(3, 3))
                  .optPadding(new Shape(1, 1))
                  .setFilters(unit.out())
                  .optBias(false)
                  .build()));
      normalisations.add(
          addChildBlock(unit.name() + ".normalisation", BatchNorm.builder().build()));
    }
    head =
        addChildBlock(
            "head",
            Conv2d.builder()
                .setKernelShape(new Shape(1, 1))
                .setFilters(architecture.outputChannels())
                .build());
  }

  /**
   * A network with given weights, its memory owned by {@code manager}.
   *
   * @throws IllegalArgumentException if a tensor is missing or of another size
   */
  public static UNetBlock of(UNet architecture, Weights weights, NDManager manager) {
    return of(architecture, weights, manager, DataType.FLOAT32);
  }

  /** As {@link #of(UNet, Weights, NDManager)}, with weights rounded to a type. */
  static UNetBlock of(UNet architecture, Weights weights, NDManager manager, DataType type) {
    UNetBlock net = new UNetBlock(architecture);
    int side = architecture.stridePx();
    net.initialize(manager, type, new Shape(1, architecture.bands() + 1, side, side));
    net.named()
        .forEach(
            (name, parameter) -> {
              NDArray array = parameter.getArray();
              try (NDArray exact = manager.create(weights.values(name), array.getShape());
                  NDArray rounded = exact.toType(type, true)) {
                rounded.copyTo(array);
              }
            });
    return net;
  }

  /** A copy of the weights as they are now. */
  public Weights weights() {
    Map<String, float[]> values = new LinkedHashMap<>();
    named().forEach((name, parameter) -> values.put(name, parameter.getArray().toFloatArray()));
    return new Weights(architecture.tensorShapes(), values);
  }

  /** The parameters by the name of their weights. */
  public Map<String, Parameter> named() {
    Map<String, Parameter> named = new LinkedHashMap<>();
    List<UNet.Unit> units = architecture.units();
    for (int i = 0; i < units.size(); i++) {
      String prefix = units.get(i).name() + ".";
      put(named, prefix, convolutions.get(i));
      put(named, prefix, normalisations.get(i));
    }
    put(named, "head.", head);
    if (!named.keySet().equals(architecture.tensorShapes().keySet())) {
      throw new IllegalStateException(
          "the blocks' parameters " + named.keySet() + " differ from the architecture's");
    }
    return named;
  }

  private static void put(Map<String, Parameter> named, String prefix, Block block) {
    block.getDirectParameters().forEach(pair -> named.put(prefix + pair.getKey(), pair.getValue()));
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
    Pass pass = new Pass(store, training);
    int halvings = architecture.halvings();
    Deque<NDArray> joined = new ArrayDeque<>();
    NDArray features = pass.pair(0, inputs.singletonOrThrow());
    for (int level = 1; level <= halvings; level++) {
      joined.push(features);
      features = pass.pair(level, halved(features));
    }
    for (int step = halvings + 1; step <= 2 * halvings; step++) {
      features = pass.pair(step, doubled(features).concat(joined.pop(), 1));
    }
    return new NDList(
        clamped(head.forward(store, new NDList(features), training).singletonOrThrow()));
  }

  /** The heads' output with every log-variance within its limits. */
  private NDArray clamped(NDArray output) {
    NDList parts = new NDList();
    long at = 0;
    for (UNet.Head kind : architecture.heads()) {
      parts.add(output.get(":, " + at + ":" + (at + 1)));
      if (kind == UNet.Head.GAUSSIAN) {
        parts.add(
            output
                .get(":, " + (at + 1) + ":" + (at + 2))
                .clip(architecture.logVarianceMin(), architecture.logVarianceMax()));
      }
      at += kind.channels();
    }
    // A single array would be copied without its gradient.
    return parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts, 1);
  }

  private static NDArray halved(NDArray features) {
    return Pool.maxPool2d(features, new Shape(2, 2), new Shape(2, 2), new Shape(0, 0), false);
  }

  private static NDArray doubled(NDArray features) {
    Shape shape = features.getShape();
    long rows = shape.get(2);
    long cols = shape.get(3);
    return features
        .reshape(shape.get(0), shape.get(1), rows, 1, cols, 1)
        .broadcast(shape.get(0), shape.get(1), rows, 2, cols, 2)
        .reshape(shape.get(0), shape.get(1), 2 * rows, 2 * cols);
  }

  /** One forward pass: where it takes its parameters from, and whether it is part of training. */
  private final class Pass {
    private final ParameterStore store;
    private final boolean training;

    Pass(ParameterStore store, boolean training) {
      this.store = store;
      this.training = training;
    }

    /** Two convolutions that follow one another. */
    NDArray pair(int pair, NDArray features) {
      return unit(2 * pair + 1, unit(2 * pair, features));
    }

    private NDArray unit(int index, NDArray features) {
      NDList out = convolutions.get(index).forward(store, new NDList(features), training);
      return Activation.relu(normalisations.get(index).forward(store, out, training).head());
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape in = inputShapes[0];
    return new Shape[] {new Shape(in.get(0), architecture.outputChannels(), in.get(2), in.get(3))};
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    Shape in = inputShapes[0];
    List<UNet.Unit> units = architecture.units();
    for (int i = 0; i < units.size(); i++) {
      UNet.Unit unit = units.get(i);
      long rows = in.get(2) >> unit.level();
      long cols = in.get(3) >> unit.level();
      convolutions.get(i).initialize(manager, type, new Shape(in.get(0), unit.in(), rows, cols));
      normalisations.get(i).initialize(manager, type, new Shape(in.get(0), unit.out(), rows, cols));
    }
    head.initialize(
        manager, type, new Shape(in.get(0), architecture.baseChannels(), in.get(2), in.get(3)));
  }
}
