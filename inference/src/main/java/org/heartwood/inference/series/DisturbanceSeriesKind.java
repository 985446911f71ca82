package org.heartwood.inference.series;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.heartwood.inference.model.CardText;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.TrainingFile;
import org.heartwood.inference.model.Weights;
import org.heartwood.ingest.issue.InputException;

/**
 * Disturbance from series of pixels; see {@link SeriesSpec}. Several networks are taught, each
 * without one fold of the samples; all of them are shipped, so that every sample can be scored
 * again by networks that never saw it, and their mean serves new data.
 */
public final class DisturbanceSeriesKind implements ModelKind {
  private static final String ENDING = ".safetensors";

  @Override
  public String kind() {
    return SeriesSpec.KIND;
  }

  @Override
  public Optional<TrainedModel> train(Training request, Progress progress) {
    if (!request.members().isEmpty()) {
      throw new InputException(
          request.trainingFile()
              + ": networks of series are scaled by one another and learn in one run; leave the"
              + " choice of members out, was "
              + request.members());
    }
    SeriesSpec spec = SeriesSpec.read(request.trainingFile());
    TrainingFile file = TrainingFile.of(request.trainingFile());
    SeriesSamples samples = SampleReader.read(file.folder(), spec);
    requireTeachable(spec, samples, request.trainingFile());
    List<StepSeries> steps = steps(samples, spec);
    SeriesTraining training = new SeriesTraining(spec, samples, steps, request, progress);
    List<SeriesTraining.Member> members = members(spec, samples, training);
    List<String> names = members.stream().map(SeriesTraining.Member::name).toList();
    List<Weights> taught = training.teach(members);
    List<Weights> scaled = new ArrayList<>(taught);
    for (Folding folding : Folding.values()) {
      scale(folding, spec, samples, steps, names, taught, scaled);
    }
    int epochs =
        (spec.optimisation().plantedUpdates() + spec.optimisation().labelledUpdates())
            / SeriesTraining.UPDATES_PER_EPOCH;
    List<ModelCard.Member> listed = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      listed.add(
          new ModelCard.Member(
              names.get(i) + ENDING,
              scaled.get(i).sha256(),
              members.get(i).seed(),
              epochs,
              epochs));
    }
    ModelCard draft = draft(spec, samples, file);
    SeriesEvaluation.Result result = evaluate(spec, samples, steps, draft, names, scaled);
    ModelCard card =
        draft.with(
            draft.training(),
            listed,
            result.calibration(),
            new ModelCard.Evidence(List.of(), result.tables(), List.of()));
    TrainedModel model = new TrainedModel(card, scaled, Optional.empty());
    model.write(request.output());
    return Optional.of(model);
  }

  @Override
  public TrainedModel evaluate(TrainedModel model, Path trainingFile) {
    SeriesSpec spec = SeriesSpec.read(trainingFile);
    if (!model.card().architecture().equals(spec.network())) {
      throw new InputException(
          trainingFile + ": describes another network than that of " + model.card().name());
    }
    SeriesSamples samples = SampleReader.read(TrainingFile.of(trainingFile).folder(), spec);
    List<String> names =
        model.card().members().stream()
            .map(one -> one.file().substring(0, one.file().length() - ENDING.length()))
            .toList();
    SeriesEvaluation.Result result =
        evaluate(spec, samples, steps(samples, spec), model.card(), names, model.members());
    return model.with(
        new ModelCard.Evidence(List.of(), result.tables(), List.of()), Optional.empty());
  }

  private static List<StepSeries> steps(SeriesSamples samples, SeriesSpec spec) {
    List<StepSeries> steps =
        samples.labelled().stream()
            .map(one -> StepSeries.of(one.series(), spec.network(), spec.inputs()))
            .toList();
    if (steps.stream().anyMatch(one -> one.steps() != steps.get(0).steps())) {
      throw new InputException(
          "the series of a training file must span equally many steps of network.stepDays");
    }
    return steps;
  }

  private static void requireTeachable(SeriesSpec spec, SeriesSamples samples, Path file) {
    boolean planted =
        spec.optimisation().plantedUpdates() > 0 || spec.optimisation().plantedShare() > 0;
    if (planted && (spec.planting().isEmpty() || samples.unlabelled().isEmpty())) {
      throw new InputException(
          file
              + ": optimisation asks for planted disturbances; give planting, and series without"
              + " labels to plant in, or set plantedUpdates and plantedShare to 0");
    }
  }

  private static List<SeriesTraining.Member> members(
      SeriesSpec spec, SeriesSamples samples, SeriesTraining training) {
    List<SeriesTraining.Member> members = new ArrayList<>();
    for (int fold = 0; fold < spec.folds(); fold++) {
      for (long seed : spec.optimisation().seeds()) {
        members.add(training.spatial(fold, seed));
      }
    }
    for (int fold = 0; fold < spec.randomFolds(); fold++) {
      for (long seed : spec.optimisation().seeds()) {
        members.add(training.random(fold, seed, Folding.RANDOM.folds(samples, spec)));
      }
    }
    return members;
  }

  /** Scales the members of every fold by what the members of the other folds say of theirs. */
  private static void scale(
      Folding folding,
      SeriesSpec spec,
      SeriesSamples samples,
      List<StepSeries> steps,
      List<String> names,
      List<Weights> taught,
      List<Weights> scaled) {
    int[] folds = folding.count(spec) == 0 ? new int[0] : folding.folds(samples, spec);
    List<LogitScale.Scored> scored =
        folding.count(spec) == 0
            ? List.of()
            : OutOfFold.of(folding, samples, steps, spec, names, taught);
    for (int fold = 0; fold < folding.count(spec); fold++) {
      int held = fold;
      LogitScale scale =
          LogitScale.fit(
              IntStream.range(0, folds.length)
                  .filter(i -> folds[i] != held)
                  .mapToObj(scored::get)
                  .toList());
      for (long seed : spec.optimisation().seeds()) {
        int at = names.indexOf(folding.member(fold, seed));
        scaled.set(at, scale.in(taught.get(at)));
      }
    }
  }

  private static SeriesEvaluation.Result evaluate(
      SeriesSpec spec,
      SeriesSamples samples,
      List<StepSeries> steps,
      ModelCard card,
      List<String> names,
      List<Weights> weights) {
    List<LogitScale.Scored> spatial =
        OutOfFold.of(Folding.SPATIAL, samples, steps, spec, names, weights);
    List<LogitScale.Scored> random =
        spec.randomFolds() == 0
            ? List.of()
            : OutOfFold.of(Folding.RANDOM, samples, steps, spec, names, weights);
    return new SeriesEvaluation(spec, samples, steps, card).of(spatial, random);
  }

  private static ModelCard draft(SeriesSpec spec, SeriesSamples samples, TrainingFile file) {
    CardText text = spec.card();
    List<ModelCard.Output> outputs = new ArrayList<>();
    outputs.add(
        ModelCard.Output.probability(
            "disturbance probability",
            "NaN where fewer than " + SeriesDetector.MIN_VALID_STEPS + " steps have data"));
    if (samples.labelled().stream().anyMatch(one -> one.date().isPresent())) {
      outputs.add(
          new ModelCard.Output(
              "disturbance date",
              "days since the first date of the series",
              0,
              StepSeries.MAX_STEPS * spec.network().stepDays(),
              0,
              spec.network().stepDays(),
              "none where the probability is NaN"));
    }
    return text.draft(
        spec.network(),
        samples.inputs(),
        outputs,
        samples.imagery(),
        text.training(file, samples.files(), samples.labelled().size(), List.of()));
  }
}
