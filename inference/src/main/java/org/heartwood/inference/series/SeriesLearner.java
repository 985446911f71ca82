package org.heartwood.inference.series;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.tracker.Tracker;
import java.util.Arrays;
import org.heartwood.inference.model.TemporalConvNet;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.TorchRuntime;
import org.heartwood.inference.train.InitialWeights;

/**
 * A network that learns from batches of series, in native memory until it is closed.
 *
 * <p>A label says which steps the disturbance may have begun in: it gives every step, and the case
 * that there was none, a weight {@code w} in 0 to 1. The loss is the mean of {@code −ln(Σ w · p +
 * 10⁻⁶)} with the network's probabilities {@code p}. A dated disturbance weighs steps by a Gaussian
 * around its day, an undated one weighs all steps 1, an undisturbed series weighs "none" 1.
 */
final class SeriesLearner implements AutoCloseable {
  private static final float LEAST_PROBABILITY = 1e-6f;
  private static final float GRADIENT_LIMIT = 0.1f;

  private final TemporalConvNet shape;
  private final Model model;
  private final SeriesBlock net;
  private final Trainer trainer;

  /**
   * @param steps steps of a series, for the trainer's memory
   * @param rate learning rate by update, counted from 0
   */
  SeriesLearner(TemporalConvNet shape, Weights start, int steps, Tracker rate) {
    this.shape = shape;
    TorchRuntime.engine();
    model = Model.newInstance(TemporalConvNet.KIND, "PyTorch");
    net = SeriesBlock.of(shape, start, model.getNDManager());
    model.setBlock(net);
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.l2Loss())
                .optOptimizer(
                    Adam.builder()
                        .optLearningRateTracker(rate)
                        .optClipGrad(GRADIENT_LIMIT)
                        .build()));
    trainer.initialize(new Shape(1, shape.channels(), steps));
  }

  /**
   * Weights before training: as {@link InitialWeights}, with a bias such that a disturbance is as
   * probable as none.
   */
  static Weights start(TemporalConvNet shape, int steps, long seed) {
    Weights weights = InitialWeights.of(shape, seed);
    Arrays.fill(weights.values("head.bias"), (float) -StrictMath.log(steps));
    return weights;
  }

  /**
   * One weight update; returns the batch's loss before it.
   *
   * @param inputs {@code [series × channel × step]}
   * @param labels {@code [series × (step + 1)]}, the weights of the steps and, last, of none
   */
  double learn(float[] inputs, float[] labels, int series, int steps) {
    try (NDManager pass = trainer.getManager().newSubManager()) {
      NDArray x = pass.create(inputs, new Shape(series, shape.channels(), steps));
      NDArray w = pass.create(labels, new Shape(series, steps + 1));
      NDArray none = pass.zeros(new Shape(series, 1));
      double loss;
      try (GradientCollector gradients = trainer.newGradientCollector()) {
        NDArray logits = trainer.forward(new NDList(x)).singletonOrThrow();
        NDArray probabilities = logits.concat(none, 1).softmax(1);
        NDArray value =
            probabilities.mul(w).sum(new int[] {1}).add(LEAST_PROBABILITY).log().mean().neg();
        gradients.backward(value);
        loss = value.getFloat();
      }
      trainer.step();
      return loss;
    }
  }

  /** A copy of the weights as they are now. */
  Weights weights() {
    return net.weights();
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
