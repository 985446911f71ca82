package org.heartwood.inference.train;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.TorchRuntime;
import org.heartwood.inference.segment.UNetBlock;

/** A U-Net that learns from batches, in native memory until it is closed. */
final class UNetLearner implements AutoCloseable {
  private static final int WARM_UP_UPDATES = 20;

  private final UNet architecture;
  private final Losses losses;
  private final Optimisation settings;
  private final Model model;
  private final UNetBlock net;
  private final StoredAdam adam;
  private final Trainer trainer;
  private int updates;

  UNetLearner(UNet architecture, Weights start, Losses losses, Optimisation settings) {
    this.architecture = architecture;
    this.losses = losses;
    this.settings = settings;
    TorchRuntime.engine();
    model = Model.newInstance(UNet.KIND, "PyTorch");
    net = UNetBlock.of(architecture, start, model.getNDManager());
    model.setBlock(net);
    Map<String, String> names = new LinkedHashMap<>();
    net.named().forEach((name, parameter) -> names.put(parameter.getId(), name));
    adam = StoredAdam.of(model.getNDManager(), names);
    trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()).optOptimizer(adam));
    trainer.initialize(
        new Shape(1, architecture.bands() + 1, settings.cropPx(), settings.cropPx()));
  }

  /** A linear rise over 20 updates, then half a cosine down to 0. */
  static float learningRate(double peak, int update, int updates) {
    double rise = Math.min(1, update / (double) WARM_UP_UPDATES);
    double share = Math.min(1, update / (double) updates);
    return (float) (peak * rise * 0.5 * (1 + StrictMath.cos(Math.PI * share)));
  }

  /** One weight update; returns the batch's loss before it. */
  double learn(Batch batch) {
    updates++;
    int all = settings.epochs() * settings.stepsPerEpoch();
    adam.begin(updates, learningRate(settings.learningRate(), updates, all));
    try (NDManager pass = trainer.getManager().newSubManager()) {
      long crops = batch.crops();
      long side = batch.sidePx();
      Shape one = new Shape(crops, 1, side, side);
      NDArray inputs =
          pass.create(batch.inputs(), new Shape(crops, architecture.bands() + 1L, side, side));
      double loss;
      try (GradientCollector gradients = trainer.newGradientCollector()) {
        NDArray output = trainer.forward(new NDList(inputs)).singletonOrThrow();
        NDList parts = new NDList();
        int at = 0;
        for (int i = 0; i < architecture.heads().size(); i++) {
          UNet.Head head = architecture.heads().get(i);
          Batch.Target target = batch.target(i);
          NDArray channels = output.get(":, " + at + ":" + (at + head.channels()));
          parts.add(
              losses.of(
                  head,
                  channels,
                  pass.create(target.labels(), one),
                  pass.create(target.variances(), one),
                  pass.create(target.weights(), one)));
          at += head.channels();
        }
        NDArray value = parts.stream().reduce(NDArray::add).orElseThrow();
        gradients.backward(value);
        loss = value.getFloat();
      }
      clip();
      trainer.step();
      return loss;
    }
  }

  private void clip() {
    List<NDArray> gradients =
        net.named().values().stream()
            .filter(Parameter::requiresGradient)
            .map(parameter -> parameter.getArray().getGradient())
            .toList();
    try {
      GradientClip.shorten(gradients, settings.gradientNormMax());
    } finally {
      gradients.forEach(NDArray::close);
    }
  }

  /** A copy of the weights as they are now. */
  Weights weights() {
    return net.weights();
  }

  /** Updates so far, and the optimiser's moments. */
  State state() {
    return new State(updates, adam.means(), adam.squares());
  }

  /** Goes on from where another learner with these weights was. */
  void restore(State state) {
    updates = state.updates();
    Map<String, Parameter> parameters = net.named();
    state
        .means()
        .forEach(
            (name, mean) ->
                adam.restore(
                    name,
                    Objects.requireNonNull(parameters.get(name)).getArray(),
                    mean,
                    Objects.requireNonNull(state.squares().get(name))));
  }

  /**
   * What an optimiser remembers.
   *
   * @param updates weight updates so far
   * @param means first moments by weight
   * @param squares second moments by weight
   */
  record State(int updates, Map<String, float[]> means, Map<String, float[]> squares) {}

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
