package org.heartwood.inference.train;

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
import org.heartwood.inference.model.Architecture;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.CanopyNet;
import org.heartwood.inference.segment.TorchRuntime;

/** A network that learns from batches, in native memory until it is closed. */
final class CanopyLearner implements AutoCloseable {
  private static final int WARM_UP_UPDATES = 20;

  private final int channels;
  private final Model model;
  private final CanopyNet net;
  private final Trainer trainer;

  CanopyLearner(Architecture architecture, Weights start, TrainingSpec.Optimisation settings) {
    channels = architecture.bands() + 1;
    TorchRuntime.engine();
    model = Model.newInstance(Architecture.U_NET, "PyTorch");
    net = CanopyNet.of(architecture, start, model.getNDManager());
    model.setBlock(net);
    int updates = settings.epochs() * settings.stepsPerEpoch();
    Tracker rate = update -> learningRate(settings.learningRate(), update, updates);
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.l2Loss())
                .optOptimizer(Adam.builder().optLearningRateTracker(rate).build()));
    trainer.initialize(new Shape(1, channels, settings.cropPx(), settings.cropPx()));
  }

  /** A linear rise over 20 updates, then half a cosine down to 0. */
  static float learningRate(double peak, int update, int updates) {
    double rise = Math.min(1, update / (double) WARM_UP_UPDATES);
    double share = Math.min(1, update / (double) updates);
    return (float) (peak * rise * 0.5 * (1 + StrictMath.cos(Math.PI * share)));
  }

  /** One weight update; returns the batch's loss before it. */
  double learn(CropBatch batch) {
    try (NDManager pass = trainer.getManager().newSubManager()) {
      long crops = batch.crops();
      long side = batch.sidePx();
      NDArray inputs = pass.create(batch.inputs(), new Shape(crops, channels, side, side));
      NDArray labels = pass.create(batch.labels(), new Shape(crops, 1, side, side));
      NDArray mask = pass.create(batch.mask(), new Shape(crops, 1, side, side));
      double loss;
      try (GradientCollector gradients = trainer.newGradientCollector()) {
        NDArray output = trainer.forward(new NDList(inputs)).singletonOrThrow();
        NDArray value = GaussianNll.of(output, labels, mask);
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
