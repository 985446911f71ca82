package org.heartwood.inference.train;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.UNet;
import org.heartwood.inference.model.Weights;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

/**
 * Teaches the members of an ensemble of U-Nets, each from its own seed: updates by Adam, a running
 * average of the weights that is validated after every epoch and kept where it was best, a
 * checkpoint after every epoch. Every epoch draws from a generator of its own, seeded by member and
 * epoch, so that training that was stopped gives the same bytes as training that was not.
 */
public final class EnsembleTraining {
  private final UNet architecture;
  private final Losses losses;
  private final Optimisation settings;
  private final ModelKind.Training request;
  private final String identity;
  private final ModelKind.Progress progress;

  /**
   * @param identity digest of the training file and its data: checkpoints of another are refused
   */
  public EnsembleTraining(
      UNet architecture,
      Losses losses,
      Optimisation settings,
      ModelKind.Training request,
      String identity,
      ModelKind.Progress progress) {
    if (settings.cropPx() % architecture.stridePx() != 0) {
      throw new InputException(
          "optimisation.cropPx must be a multiple of the network's stride of "
              + architecture.stridePx()
              + " px, was "
              + settings.cropPx());
    }
    this.architecture = architecture;
    this.losses = losses;
    this.settings = settings;
    this.request = request;
    this.identity = identity;
    this.progress = progress;
  }

  /** Where a member's batches come from, and how it is validated. Used by one thread. */
  public interface Lessons {
    /** The next batch; every draw comes from {@code random}. */
    Batch next(Random random);

    /** How weights do on validation data that is not disturbed. */
    Validated validate(Weights weights);
  }

  /**
   * How weights did.
   *
   * @param loss the lower, the better
   * @param scores other scores by name, in a fixed order
   */
  public record Validated(double loss, Map<String, Double> scores) {}

  /**
   * A member that has learnt.
   *
   * @param weights the best
   * @param seed its seed
   * @param bestEpoch their epoch, counted from 1
   * @param epochs epochs that were run
   */
  public record Learnt(Weights weights, long seed, int bestEpoch, int epochs) {}

  /** Gives a member's lessons; members are counted from 0. */
  @FunctionalInterface
  public interface Curriculum {
    Lessons of(int member);
  }

  /**
   * Teaches the members that the request asks for, one after the other: the engine collects the
   * gradients of one network at a time.
   *
   * @return all members; empty if only some were asked for
   * @throws InputException if no epoch gave a finite validation loss, or there is no such member
   */
  public Optional<List<Learnt>> run(Curriculum curriculum) {
    int members = settings.seeds().size();
    for (int asked : request.members()) {
      if (asked < 1 || asked > members) {
        throw new InputException(
            "members are counted from 1 to " + members + ", asked for was " + asked);
      }
    }
    List<Learnt> learnt = new ArrayList<>();
    for (int member = 0; member < members; member++) {
      if (request.members().isEmpty() || request.members().contains(member + 1)) {
        learnt.add(member(member, curriculum.of(member)));
      }
    }
    return request.members().isEmpty() ? Optional.of(learnt) : Optional.empty();
  }

  private Learnt member(int member, Lessons lessons) {
    Path folder = request.output();
    long seed = settings.seeds().get(member);
    String owner = Sha256.of((identity + " " + seed).getBytes(StandardCharsets.UTF_8));
    Optional<Checkpoint> stopped =
        Checkpoint.history(folder, member + 1, owner)
            .flatMap(
                history ->
                    Checkpoint.read(folder, member + 1, history, architecture.tensorShapes()));
    Weights first = InitialWeights.of(architecture, seed);
    Checkpoint at =
        stopped.orElseGet(
            () ->
                new Checkpoint(
                    new Checkpoint.History(owner, "", 0, List.of()),
                    first,
                    first,
                    first,
                    new UNetLearner.State(0, Map.of(), Map.of())));
    Instant begun = request.clock().instant();
    int done = at.history().epochs().size();
    WeightsAverage average =
        new WeightsAverage(at.average(), settings.averagingFraction(), at.optimiser().updates());
    try (UNetLearner learner = new UNetLearner(architecture, at.now(), losses, settings)) {
      learner.restore(at.optimiser());
      while (!over(at.history())) {
        at = epoch(member, lessons, learner, average, at);
        at.write(folder, member + 1);
        Duration spent = Duration.between(begun, request.clock().instant());
        report(member, at.history(), spent.dividedBy(at.history().epochs().size() - done));
      }
    }
    int best = at.history().bestEpoch();
    if (best == 0) {
      throw new InputException(
          "training found no weights with a finite validation loss; lower"
              + " optimisation.learningRate, was "
              + settings.learningRate());
    }
    return new Learnt(at.best(), seed, best, at.history().epochs().size());
  }

  private boolean over(Checkpoint.History history) {
    int done = history.epochs().size();
    return done >= settings.epochs() || done - history.bestEpoch() >= settings.patienceEpochs();
  }

  private Checkpoint epoch(
      int member, Lessons lessons, UNetLearner learner, WeightsAverage average, Checkpoint at) {
    int epoch = at.history().epochs().size() + 1;
    Random random = new Random(31 * settings.seeds().get(member) + epoch);
    double loss = 0;
    for (int step = 0; step < settings.stepsPerEpoch(); step++) {
      loss += learner.learn(lessons.next(random)) / settings.stepsPerEpoch();
      average.add(learner.weights());
    }
    Weights now = average.weights();
    Validated validated = lessons.validate(now);
    List<Checkpoint.EpochLosses> epochs = new ArrayList<>(at.history().epochs());
    epochs.add(new Checkpoint.EpochLosses(loss, validated.loss(), validated.scores()));
    Checkpoint.History history =
        new Checkpoint.History(at.history().trainingSha256(), "", 0, epochs);
    return new Checkpoint(
        history,
        learner.weights(),
        now,
        history.bestEpoch() == epoch ? now : at.best(),
        learner.state());
  }

  private void report(int member, Checkpoint.History history, Duration perEpoch) {
    int epoch = history.epochs().size();
    Checkpoint.EpochLosses losses = history.epochs().get(epoch - 1);
    progress.epochDone(
        new ModelKind.Epoch(
            member + 1,
            settings.seeds().size(),
            epoch,
            settings.epochs(),
            losses.trainingLoss(),
            losses.validationLoss(),
            losses.validationScores(),
            history.bestEpoch() == epoch,
            perEpoch.multipliedBy(settings.epochs() - epoch)));
  }

  /**
   * Draws the curves of all members into {@code curves.svg} and removes the checkpoints. Call it
   * once the model has been written.
   */
  public void finish() {
    List<Checkpoint.History> histories = new ArrayList<>();
    for (int member = 0; member < settings.seeds().size(); member++) {
      String owner =
          Sha256.of(
              (identity + " " + settings.seeds().get(member)).getBytes(StandardCharsets.UTF_8));
      Checkpoint.history(request.output(), member + 1, owner).ifPresent(histories::add);
    }
    Checkpoint.publish(
        request.output().resolve("curves.svg"),
        LossCurves.svg(histories).getBytes(StandardCharsets.UTF_8));
    for (int member = 0; member < settings.seeds().size(); member++) {
      Checkpoint.clear(request.output(), member + 1);
    }
  }
}
