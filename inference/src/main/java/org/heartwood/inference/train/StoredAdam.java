package org.heartwood.inference.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.optimizer.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015, arXiv 1412.6980) whose moments can be read and set, so that training
 * goes on from a checkpoint as if it had never stopped; DJL's own keeps them to itself. The update
 * is the engine's.
 */
final class StoredAdam extends Optimizer {
  private static final float MEAN_KEPT = 0.9f;
  private static final float SQUARE_KEPT = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final NDManager manager;

  /** Name of a weight by its parameter's id. */
  private final Map<String, String> names;

  private final Map<String, NDArray> means = new LinkedHashMap<>();
  private final Map<String, NDArray> squares = new LinkedHashMap<>();
  private int update;
  private float learningRate;

  private StoredAdam(Builder builder, NDManager manager, Map<String, String> names) {
    super(builder);
    this.manager = manager;
    this.names = names;
  }

  static StoredAdam of(NDManager manager, Map<String, String> names) {
    return new StoredAdam(new Builder(), manager, names);
  }

  /**
   * Begins an update of all weights.
   *
   * @param number of the update, counted from 1
   */
  void begin(int number, float rate) {
    update = number;
    learningRate = rate;
  }

  @Override
  public void update(String parameterId, NDArray weight, NDArray gradient) {
    String name = names.getOrDefault(parameterId, parameterId);
    NDArray mean = means.computeIfAbsent(name, n -> zeros(weight));
    NDArray square = squares.computeIfAbsent(name, n -> zeros(weight));
    double unbiased =
        Math.sqrt(1 - StrictMath.pow(SQUARE_KEPT, update))
            / (1 - StrictMath.pow(MEAN_KEPT, update));
    weight
        .getNDArrayInternal()
        .adamUpdate(
            new NDList(weight, gradient, mean, square),
            new NDList(weight),
            learningRate,
            (float) (learningRate * unbiased),
            0,
            rescaleGrad,
            clipGrad,
            MEAN_KEPT,
            SQUARE_KEPT,
            EPSILON,
            true,
            false);
  }

  private NDArray zeros(NDArray weight) {
    NDArray zeros = manager.zeros(weight.getShape(), weight.getDataType());
    zeros.setRequiresGradient(false);
    return zeros;
  }

  /** The first moments by weight. */
  Map<String, float[]> means() {
    return values(means);
  }

  /** The second moments by weight. */
  Map<String, float[]> squares() {
    return values(squares);
  }

  private static Map<String, float[]> values(Map<String, NDArray> arrays) {
    Map<String, float[]> values = new LinkedHashMap<>();
    arrays.forEach((name, array) -> values.put(name, array.toFloatArray()));
    return values;
  }

  /** Sets the moments of one weight, which has the shape of {@code like}. */
  void restore(String name, NDArray like, float[] mean, float[] square) {
    NDArray first = zeros(like);
    first.set(mean);
    means.put(name, first);
    NDArray second = zeros(like);
    second.set(square);
    squares.put(name, second);
  }

  private static final class Builder extends OptimizerBuilder<Builder> {
    @Override
    protected Builder self() {
      return this;
    }
  }
}
