package org.heartwood.inference.segment;

import ai.djl.ndarray.NDArray;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.model.Architecture;
import org.heartwood.inference.model.Weights;

/**
 * The canopy U-Net (METHOD.md §3.3) as a block: {@code [window × channel × row × col]} in, the same
 * with two channels out, the scaled mean and the log of its variance (clamped). Rows and columns
 * must be multiples of {@link Architecture#STRIDE_PX}.
 *
 * <p>Every convolution is 3 × 3 without bias, followed by batch normalisation and ReLU. Going down,
 * 2 × 2 maxima halve the resolution twice; going up, every cell is repeated 2 × 2 and joined with
 * the features of the same resolution (Ronneberger et al. 2015, doi:10.1007/978-3-319-24574-4_28).
 * An output pixel depends on no input farther than {@link Architecture#RECEPTIVE_FIELD_RADIUS_PX}.
 */
public final class CanopyNet extends AbstractBlock {
  private final Architecture architecture;
  private final List<Block> convolutions = new ArrayList<>();
  private final List<Block> normalisations = new ArrayList<>();
  private final Block head;

  private CanopyNet(Architecture architecture) {
    this.architecture = architecture;
    for (Architecture.Unit unit : architecture.units()) {
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
            "head", Conv2d.builder().setKernelShape(new Shape(1, 1)).setFilters(2).build());
  }

  /**
   * A network with given weights, its memory owned by {@code manager}.
   *
   * @throws IllegalArgumentException if a tensor is missing or of another size
   */
  public static CanopyNet of(Architecture architecture, Weights weights, NDManager manager) {
    CanopyNet net = new CanopyNet(architecture);
    int side = Architecture.STRIDE_PX;
    net.initialize(manager, DataType.FLOAT32, new Shape(1, architecture.bands() + 1, side, side));
    net.named().forEach((name, parameter) -> parameter.getArray().set(weights.values(name)));
    return net;
  }

  /** A copy of the weights as they are now. */
  public Weights weights() {
    Map<String, float[]> values = new LinkedHashMap<>();
    named().forEach((name, parameter) -> values.put(name, parameter.getArray().toFloatArray()));
    return new Weights(architecture.tensorShapes(), values);
  }

  private Map<String, Parameter> named() {
    Map<String, Parameter> named = new LinkedHashMap<>();
    List<Architecture.Unit> units = architecture.units();
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
    NDArray full = pass.unit(1, pass.unit(0, inputs.singletonOrThrow()));
    NDArray half = pass.unit(3, pass.unit(2, halved(full)));
    NDArray quarter = pass.unit(5, pass.unit(4, halved(half)));
    NDArray halfUp = pass.unit(7, pass.unit(6, doubled(quarter).concat(half, 1)));
    NDArray fullUp = pass.unit(9, pass.unit(8, doubled(halfUp).concat(full, 1)));
    NDList both = head.forward(store, new NDList(fullUp), training).head().split(2, 1);
    NDArray logVariance =
        both.get(1).clip(architecture.logVarianceMin(), architecture.logVarianceMax());
    return new NDList(both.get(0).concat(logVariance, 1));
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

    NDArray unit(int index, NDArray features) {
      NDList out = convolutions.get(index).forward(store, new NDList(features), training);
      return Activation.relu(normalisations.get(index).forward(store, out, training).head());
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape in = inputShapes[0];
    return new Shape[] {new Shape(in.get(0), 2, in.get(2), in.get(3))};
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    Shape in = inputShapes[0];
    List<Architecture.Unit> units = architecture.units();
    for (int i = 0; i < units.size(); i++) {
      Shape shape = new Shape(in.get(0), units.get(i).in(), in.get(2), in.get(3));
      convolutions.get(i).initialize(manager, type, shape);
      Shape out = new Shape(in.get(0), units.get(i).out(), in.get(2), in.get(3));
      normalisations.get(i).initialize(manager, type, out);
    }
    head.initialize(
        manager, type, new Shape(in.get(0), architecture.baseChannels(), in.get(2), in.get(3)));
  }
}
