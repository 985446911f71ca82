package org.heartwood.inference.series;

import ai.djl.training.tracker.Tracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.TemporalConvNet;
import org.heartwood.inference.model.Weights;

/**
 * Teaches the networks of a training file, one for each fold and seed. A network first learns to
 * find planted disturbances, then learns from labelled series; it never sees a series that is
 * hidden from its fold. What it learns depends on its fold and seed alone, not on which others
 * learn beside it.
 */
final class SeriesTraining {
  /** Weight updates between two reports of progress. */
  static final int UPDATES_PER_EPOCH = 100;

  private static final int RISING_UPDATES = 50;

  private final SeriesSpec spec;
  private final ModelKind.Training request;
  private final ModelKind.Progress progress;
  private final List<StepSeries> labelled;
  private final List<StepSeries> unlabelled;
  private final List<Double> unrest;
  private final SeriesSamples samples;

  /**
   * @param labelled the samples' labelled series on steps
   */
  SeriesTraining(
      SeriesSpec spec,
      SeriesSamples samples,
      List<StepSeries> labelled,
      ModelKind.Training request,
      ModelKind.Progress progress) {
    this.spec = spec;
    this.samples = samples;
    this.labelled = labelled;
    this.request = request;
    this.progress = progress;
    this.unlabelled =
        samples.unlabelled().stream()
            .map(one -> StepSeries.of(one.series(), spec.network(), spec.inputs()))
            .toList();
    this.unrest =
        unlabelled.stream().map(one -> SimpleRule.LOWEST_MEAN_OF_8.apply(one).score()).toList();
  }

  /**
   * Who a network may learn from.
   *
   * @param name name of its weights, without ending
   * @param seed decides its first weights and all it draws
   * @param labelled indices of the labelled series it may see
   * @param unlabelled indices of the series without labels it may see
   */
  record Member(String name, long seed, List<Integer> labelled, List<Integer> unlabelled) {}

  /** The network of a spatial fold and a seed. */
  Member spatial(int fold, long seed) {
    return new Member(
        Folding.SPATIAL.member(fold, seed),
        seed,
        indices(labelled.size(), i -> !samples.labelled().get(i).hiddenFrom().get(fold)),
        indices(unlabelled.size(), i -> !samples.unlabelled().get(i).hiddenFrom().get(fold)));
  }

  /** The network of a random fold and a seed; it learns from labelled series alone. */
  Member random(int fold, long seed, int[] folds) {
    return new Member(
        Folding.RANDOM.member(fold, seed),
        seed,
        indices(labelled.size(), i -> folds[i] != fold),
        List.of());
  }

  private static List<Integer> indices(int count, Predicate<Integer> wanted) {
    return IntStream.range(0, count).boxed().filter(wanted).toList();
  }

  /**
   * Teaches them, in their order and one after the other: the engine collects the gradients of one
   * network at a time in a JVM.
   */
  List<Weights> teach(List<Member> members) {
    List<Weights> weights = new ArrayList<>();
    for (Member member : members) {
      weights.add(teach(member, weights.size() + 1, members.size()));
    }
    return weights;
  }

  private Weights teach(Member member, int number, int members) {
    SeriesSpec.Optimisation settings = spec.optimisation();
    int steps = labelled.get(0).steps();
    Random random = new Random(member.seed() * 1_000_003 + member.name().hashCode());
    Lesson lesson = new Lesson(member, random, steps);
    Instant begun = request.clock().instant();
    int updates = settings.plantedUpdates() + settings.labelledUpdates();
    Tracker rate = update -> learningRate(settings, update);
    Weights start = SeriesLearner.start(spec.network(), steps, random.nextLong());
    try (SeriesLearner learner = new SeriesLearner(spec.network(), start, steps, rate)) {
      double loss = 0;
      for (int update = 0; update < updates; update++) {
        lesson.fill(update < settings.plantedUpdates());
        loss += learner.learn(lesson.inputs, lesson.labels, settings.batch(), steps);
        if ((update + 1) % UPDATES_PER_EPOCH == 0) {
          Duration spent = Duration.between(begun, request.clock().instant());
          progress.epochDone(
              new ModelKind.Epoch(
                  number,
                  members,
                  (update + 1) / UPDATES_PER_EPOCH,
                  updates / UPDATES_PER_EPOCH,
                  loss / UPDATES_PER_EPOCH,
                  Double.NaN,
                  Map.of(),
                  true,
                  spent.dividedBy(update + 1).multipliedBy(updates - update - 1)));
          loss = 0;
        }
      }
      return learner.weights();
    }
  }

  /** Of an update counted from 0: each stage rises linearly and falls along half a cosine. */
  static float learningRate(SeriesSpec.Optimisation settings, int update) {
    boolean planted = update < settings.plantedUpdates();
    int within = planted ? update : update - settings.plantedUpdates();
    int updates = planted ? settings.plantedUpdates() : settings.labelledUpdates();
    double peak = planted ? settings.plantedLearningRate() : settings.labelledLearningRate();
    double rise = Math.min(1, (within + 1.0) / RISING_UPDATES);
    double share = within / (double) updates;
    return (float) (peak * rise * 0.5 * (1 + StrictMath.cos(Math.PI * share)));
  }

  /** The batches of one network. */
  private final class Lesson {
    private final Random random;
    private final int steps;
    private final List<Integer> events;
    private final List<Integer> others;
    private final List<Integer> calm;
    private final float[] inputs;
    private final float[] labels;

    Lesson(Member member, Random random, int steps) {
      this.random = random;
      this.steps = steps;
      events = member.labelled().stream().filter(i -> samples.labelled().get(i).event()).toList();
      others = member.labelled().stream().filter(i -> !samples.labelled().get(i).event()).toList();
      calm =
          spec.planting().stream()
              .flatMap(
                  planting ->
                      member.unlabelled().stream()
                          .sorted(Comparator.comparingDouble(unrest::get))
                          .limit(
                              Math.round(planting.calmestFraction() * member.unlabelled().size())))
              .toList();
      TemporalConvNet net = spec.network();
      inputs = new float[spec.optimisation().batch() * net.channels() * steps];
      labels = new float[spec.optimisation().batch() * (steps + 1)];
    }

    void fill(boolean allPlanted) {
      SeriesSpec.Optimisation settings = spec.optimisation();
      int planted =
          allPlanted ? settings.batch() : (int) (settings.plantedShare() * settings.batch());
      for (int i = 0; i < settings.batch(); i++) {
        if (i < planted) {
          plant(i);
        } else {
          label(i);
        }
      }
    }

    private void plant(int place) {
      StepSeries series = unlabelled.get(any(calm));
      if (random.nextBoolean()) {
        PlantedDrop drop =
            PlantedDrop.draw(spec.planting().get(0), steps, spec.network().stepDays(), random);
        write(place, drop.in(series), drop.step());
      } else {
        write(place, series, Double.NaN);
      }
    }

    private void label(int place) {
      int at = any(random.nextBoolean() ? events : others);
      LabelledSeries one = samples.labelled().get(at);
      StepSeries series = labelled.get(at);
      double began =
          one.event()
              ? one.date().map(series::position).orElse(Double.POSITIVE_INFINITY)
              : Double.NaN;
      write(place, series, began);
    }

    private int any(List<Integer> indices) {
      return indices.get(random.nextInt(indices.size()));
    }

    /**
     * @param began step of the disturbance; infinite if it is not dated, NaN if there was none
     */
    private void write(int place, StepSeries series, double began) {
      SeriesSpec.Optimisation settings = spec.optimisation();
      List<ModelCard.InputBand> bands = spec.inputs();
      boolean[] hidden = new boolean[steps];
      double share = settings.hiddenFraction() * random.nextDouble();
      for (int step = 0; step < steps; step++) {
        hidden[step] = random.nextDouble() < share;
      }
      double gain = 1 + settings.gainSpread() * (2 * random.nextDouble() - 1);
      series.without(hidden).write(bands, gain, inputs, place * spec.network().channels() * steps);
      double deviation = settings.labelDeviationDays() / spec.network().stepDays();
      int offset = place * (steps + 1);
      for (int step = 0; step < steps; step++) {
        double away = (step - began) / deviation;
        labels[offset + step] =
            Double.isNaN(began)
                ? 0
                : Double.isInfinite(began) ? 1 : (float) StrictMath.exp(-0.5 * away * away);
      }
      labels[offset + steps] = Double.isNaN(began) ? 1 : 0;
    }
  }
}
