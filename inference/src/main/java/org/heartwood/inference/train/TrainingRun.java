package org.heartwood.inference.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.accuracy.Evaluation;
import org.heartwood.inference.accuracy.EvaluationReport;
import org.heartwood.inference.landscape.LabelledScene;
import org.heartwood.inference.model.Architecture;
import org.heartwood.inference.model.AreaScores;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ResidualComponent;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

/**
 * Trains a canopy model from a training file, calibrates it, scores it on ground it never saw, and
 * writes weights and card. The same file, data, machine and thread count give the same bytes.
 */
public final class TrainingRun {
  private static final double COVERAGE_FRACTION = 0.9;
  private static final double TARGET_OFFSET_PCT = 50;
  private static final double TARGET_SCALE_PCT = 25;

  private final TrainingSpec spec;
  private final Path folder;
  private final InstantSource clock;
  private final TrainingProgress progress;

  private TrainingRun(Request request, TrainingSpec spec, TrainingProgress progress) {
    this.spec = spec;
    this.folder = folderOf(request.specFile());
    this.clock = request.clock();
    this.progress = progress;
  }

  /**
   * What to train and where to put it.
   *
   * @param specFile training file; paths in it are relative to its folder
   * @param outputFolder receives {@code weights.safetensors} and {@code card.json}
   * @param clock times the epochs for the estimate of time left; nothing else depends on it
   */
  public record Request(Path specFile, Path outputFolder, InstantSource clock) {}

  /**
   * What came out.
   *
   * @param model card and weights, as written
   * @param report scores on the test areas, as on the card
   * @param bestEpoch the epoch whose weights were kept, counted from 1
   * @param epochs epochs that were run
   */
  public record Result(TrainedModel model, EvaluationReport report, int bestEpoch, int epochs) {}

  /**
   * Trains.
   *
   * @throws InputException if the training file or its data cannot be used, or the result cannot be
   *     written
   */
  public static Result run(Request request, TrainingProgress progress) {
    TrainingSpec spec = TrainingSpec.read(request.specFile());
    TrainingRun run = new TrainingRun(request, spec, progress);
    Result result = run.train();
    result.model().write(request.outputFolder());
    return result;
  }

  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new InputException(file + ": must be a file in a folder");
    }
    return parent;
  }

  private Result train() {
    try (LabelledScene scene = LabelledScene.open(folder, spec.scene())) {
      Grid grid = scene.grid();
      List<PixelWindow> blocks = spec.split().validationWindows(grid, spec.optimisation().seed());
      PixelWindow columns = spec.split().trainingWindow(grid);
      TrainingPixels pixels =
          new TrainingPixels(
              scene.ndvi(columns), scene.coverPct(columns), spec.split().learnable(grid, blocks));
      ModelCard draft = draft(pixels, blocks, grid);
      Validation validation = new Validation(blocks, scene);
      Best best = learn(pixels, draft, validation);
      return finish(best, draft, validation);
    }
  }

  /**
   * The best weights so far.
   *
   * @param weights the average of the weights at that epoch
   * @param loss its validation loss
   * @param epoch counted from 1
   * @param epochs epochs run until now
   */
  private record Best(Weights weights, double loss, int epoch, int epochs) {}

  private Best learn(TrainingPixels pixels, ModelCard draft, Validation validation) {
    TrainingSpec.Optimisation settings = spec.optimisation();
    Architecture architecture = spec.network();
    Random random = new Random(settings.seed());
    Weights start = InitialWeights.of(architecture, random.nextLong());
    InputDisturber disturber = new InputDisturber(spec.disturbance(), pixels.denseForestLevel());
    CropSampler sampler =
        new CropSampler(settings, pixels, disturber, draft.inputs().get(0), draft.output());
    WeightsAverage average = new WeightsAverage(architecture, start, settings.averagingFraction());
    Best best = new Best(start, Double.POSITIVE_INFINITY, 0, 0);
    Instant begun = clock.instant();
    try (CanopyLearner learner = new CanopyLearner(architecture, start, settings)) {
      int epoch = 0;
      while (epoch < settings.epochs() && epoch - best.epoch() < settings.patienceEpochs()) {
        epoch++;
        double loss = 0;
        for (int step = 0; step < settings.stepsPerEpoch(); step++) {
          loss += learner.learn(sampler.next(random)) / settings.stepsPerEpoch();
          average.add(learner.weights());
        }
        Weights now = average.weights();
        Validation.Result result = validation.of(new TrainedModel(draft, now));
        boolean better = result.loss() < best.loss();
        best =
            better
                ? new Best(now, result.loss(), epoch, epoch)
                : new Best(best.weights(), best.loss(), best.epoch(), epoch);
        Duration spent = Duration.between(begun, clock.instant());
        progress.epochDone(
            new TrainingProgress.Epoch(
                epoch,
                settings.epochs(),
                loss,
                result.loss(),
                result.rmsePct(),
                better,
                spent.dividedBy(epoch).multipliedBy(settings.epochs() - epoch)));
      }
    }
    if (best.epoch() == 0) {
      throw new InputException(
          "training found no weights with a finite validation loss; lower"
              + " optimisation.learningRate, was "
              + settings.learningRate());
    }
    return best;
  }

  private Result finish(Best best, ModelCard draft, Validation validation) {
    ModelCard.Training training = draft.training();
    ModelCard.Training done =
        new ModelCard.Training(
            training.files(),
            training.scene(),
            training.split(),
            training.validationWindows(),
            training.labelledPixels(),
            best.epoch(),
            best.epochs(),
            training.origin(),
            training.licence());
    ModelCard.Calibration calibration =
        validation.calibrate(new TrainedModel(draft, best.weights()), COVERAGE_FRACTION);
    ModelCard calibrated =
        card(draft, done, calibration, best.weights().sha256(), List.of(), List.of());
    EvaluationReport report;
    try (TorchSegmenter segmenter =
        TorchSegmenter.open(new TrainedModel(calibrated, best.weights()))) {
      report = Evaluation.evaluate(spec.evaluationRequest(folder), segmenter);
    }
    ModelCard card =
        card(draft, done, calibration, best.weights().sha256(), report.areas(), report.residuals());
    return new Result(new TrainedModel(card, best.weights()), report, best.epoch(), best.epochs());
  }

  private static ModelCard card(
      ModelCard draft,
      ModelCard.Training training,
      ModelCard.Calibration calibration,
      String weightsSha256,
      List<AreaScores> scores,
      List<ResidualComponent> residuals) {
    return new ModelCard(
        draft.name(),
        draft.version(),
        draft.task(),
        draft.architecture(),
        draft.receptiveFieldRadiusPx(),
        draft.inputs(),
        draft.output(),
        training,
        calibration,
        draft.seed(),
        weightsSha256,
        scores,
        residuals,
        draft.limits(),
        draft.intendedUse(),
        draft.refusals(),
        draft.licence());
  }

  /** The card before training: no weights, no scores, standard errors as they come. */
  private ModelCard draft(TrainingPixels pixels, List<PixelWindow> blocks, Grid grid) {
    TrainingSpec.CardText text = spec.card();
    ModelCard.InputBand ndvi =
        new ModelCard.InputBand(
            "NDVI",
            "1",
            "(nir − red) / (nir + red) of surface reflectance",
            -1,
            1,
            "NaN and values outside −1 to 1 are no data: 0 after scaling, with a validity channel",
            pixels.mean(),
            pixels.deviation(),
            spec.scene().sensor(),
            text.season(),
            grid.pixelSize(),
            pixels.denseForestLevel(),
            pixels.quantile(0.005),
            pixels.quantile(0.995));
    ModelCard.Output output =
        new ModelCard.Output(
            "tree cover",
            "per cent",
            0,
            100,
            TARGET_OFFSET_PCT,
            TARGET_SCALE_PCT,
            "NaN where the input has no data");
    ModelCard.Training training =
        new ModelCard.Training(
            List.of(file(spec.scene().image()), file(spec.scene().label())),
            spec.scene(),
            spec.split(),
            blocks,
            pixels.count(),
            0,
            0,
            text.origin(),
            text.dataLicence());
    return new ModelCard(
        text.name(),
        text.version(),
        text.task(),
        spec.network(),
        Architecture.RECEPTIVE_FIELD_RADIUS_PX,
        List.of(ndvi),
        output,
        training,
        new ModelCard.Calibration(COVERAGE_FRACTION, 1, 0),
        spec.optimisation().seed(),
        "",
        List.of(),
        List.of(),
        text.limits(),
        text.intendedUse(),
        text.refusals(),
        text.licence());
  }

  private ModelCard.DataFile file(String name) {
    try {
      return new ModelCard.DataFile(name, Sha256.of(folder.resolve(name)));
    } catch (IOException e) {
      throw new InputException(name + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
