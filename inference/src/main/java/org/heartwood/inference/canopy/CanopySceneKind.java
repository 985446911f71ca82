package org.heartwood.inference.canopy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.heartwood.inference.accuracy.WindowedPrediction;
import org.heartwood.inference.landscape.LabelledScene;
import org.heartwood.inference.landscape.SceneSpec;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.TrainingFile;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.inference.train.Batch;
import org.heartwood.inference.train.EnsembleTraining;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/** Targets such as tree cover from one scene that maps label; see {@link CanopySpec}. */
public final class CanopySceneKind implements ModelKind {
  private static final double COVERAGE_FRACTION = 0.9;
  private static final double SCALES_IN_RANGE = 4;
  private static final String NO_DATA = "NaN where an input has no data";

  @Override
  public String kind() {
    return CanopySpec.KIND;
  }

  @Override
  public Optional<TrainedModel> train(Training request, Progress progress) {
    CanopySpec spec = CanopySpec.read(request.trainingFile());
    TrainingFile file = TrainingFile.of(request.trainingFile());
    try (LabelledScene scene = LabelledScene.open(file.folder(), spec.scene())) {
      return new Run(spec, file, scene, request, progress).train();
    }
  }

  @Override
  public TrainedModel evaluate(TrainedModel model, Path trainingFile) {
    CanopySpec spec = CanopySpec.read(trainingFile);
    try (LabelledScene scene =
        LabelledScene.open(TrainingFile.of(trainingFile).folder(), spec.scene())) {
      return measured(scene, spec, model);
    }
  }

  private static TrainedModel measured(LabelledScene scene, CanopySpec spec, TrainedModel model) {
    SceneEvaluation.requireInputs(spec, model);
    List<PixelWindow> blocks = validationBlocks(spec, scene.grid());
    TrainedModel placed = SceneReference.add(scene, spec, model, blocks);
    ModelCard.Evidence evidence =
        CanopySpec.ofCover(spec.scene())
            ? SceneEvaluation.of(scene, spec, placed, blocks)
            : TargetEvaluation.of(scene, spec, placed);
    return placed.with(evidence, placed.reference());
  }

  private static List<PixelWindow> validationBlocks(CanopySpec spec, Grid grid) {
    return spec.split().validationWindows(grid, spec.optimisation().seeds().get(0));
  }

  /** One training. */
  private record Run(
      CanopySpec spec,
      TrainingFile file,
      LabelledScene scene,
      Training request,
      Progress progress) {
    Optional<TrainedModel> train() {
      Grid grid = scene.grid();
      List<PixelWindow> blocks = validationBlocks(spec, grid);
      PixelWindow columns = spec.split().trainingWindow(grid);
      TrainingPixels pixels =
          new TrainingPixels(
              scene.inputs(columns),
              scene.labels(columns),
              spec.scene().labels().get(0),
              spec.split().learnable(grid, blocks));
      ModelCard draft = draft(pixels, grid);
      BlockValidation validation =
          new BlockValidation(scene, blocks, draft, spec.evaluation().forestThresholdPct());
      EnsembleTraining ensemble =
          new EnsembleTraining(
              spec.network(),
              spec.losses(),
              spec.optimisation(),
              request,
              EnsembleTraining.identity(request.trainingFile(), draft.training().files()),
              progress);
      CropSampler sampler = sampler(pixels, draft);
      return ensemble
          .run(member -> lessons(sampler, validation, draft))
          .map(
              learnt -> {
                TrainedModel model = measured(draft, learnt, validation);
                model.write(request.output());
                ensemble.finish();
                return model;
              });
    }

    private static EnsembleTraining.Lessons lessons(
        CropSampler sampler, BlockValidation validation, ModelCard draft) {
      return new EnsembleTraining.Lessons() {
        @Override
        public Batch next(Random random) {
          return sampler.next(random);
        }

        @Override
        public EnsembleTraining.Validated validate(Weights weights) {
          return validation.validate(draft, weights);
        }
      };
    }

    private CropSampler sampler(TrainingPixels pixels, ModelCard draft) {
      List<InputDisturber.Level> levels = new ArrayList<>();
      for (int i = 0; i < draft.inputs().size(); i++) {
        levels.add(
            new InputDisturber.Level(
                draft.training().bands().get(i).denseForestLevel(),
                draft.inputs().get(i).deviation()));
      }
      return new CropSampler(
          spec,
          pixels,
          taught(pixels, draft),
          new InputDisturber(spec.disturbance(), levels),
          draft,
          pixels.binWeights(spec.balance()));
    }

    private List<Prediction.Target> taught(TrainingPixels pixels, ModelCard draft) {
      if (spec.teachers().isEmpty()) {
        return List.of();
      }
      String name = spec.teachers().get(0);
      Path beside = file.folder().resolve(name);
      TrainedModel teacher =
          Files.isDirectory(beside) ? ModelReader.load(beside) : ModelReader.load(name);
      try (Segmenter segmenter = TorchSegmenter.open(teacher)) {
        List<String> wanted =
            segmenter.contract().inputs().stream().map(ModelCard.InputBand::name).toList();
        List<String> given = spec.scene().inputs().stream().map(SceneSpec.Input::name).toList();
        if (!wanted.equals(given)
            || segmenter.contract().outputs().size() != draft.outputs().size()) {
          throw new InputException(
              "teachers: "
                  + name
                  + " must have the student's inputs "
                  + given
                  + " and as many outputs, has "
                  + wanted);
        }
        return WindowedPrediction.of(segmenter, pixels.window(), window -> scene.inputs(window))
            .targets();
      }
    }

    private TrainedModel measured(
        ModelCard draft, List<EnsembleTraining.Learnt> learnt, BlockValidation validation) {
      List<Weights> weights = learnt.stream().map(EnsembleTraining.Learnt::weights).toList();
      List<ModelCard.Member> members = EnsembleTraining.Learnt.members(learnt);
      List<ModelCard.Calibration> calibration =
          validation.calibrate(draft, weights, COVERAGE_FRACTION);
      ModelCard unmeasured =
          draft.with(draft.training(), members, calibration, ModelCard.Evidence.NONE);
      return CanopySceneKind.measured(
          scene, spec, new TrainedModel(unmeasured, weights, Optional.empty()));
    }

    /** The card before training: no weights, no scores, standard errors as they come. */
    private ModelCard draft(TrainingPixels pixels, Grid grid) {
      CanopySpec.Words text = spec.card();
      List<ModelCard.InputBand> inputs = new ArrayList<>();
      for (int i = 0; i < spec.scene().inputs().size(); i++) {
        inputs.add(input(spec.scene().inputs().get(i), pixels.describe(i)));
      }
      List<ModelCard.Output> outputs = new ArrayList<>();
      for (SceneSpec.Label label : spec.scene().labels()) {
        outputs.add(
            new ModelCard.Output(
                label.target(),
                label.unit(),
                label.minimum(),
                label.maximum(),
                (label.minimum() + label.maximum()) / 2,
                (label.maximum() - label.minimum()) / SCALES_IN_RANGE,
                NO_DATA));
      }
      if (spec.network().heads().size() > outputs.size()) {
        outputs.add(ModelCard.Output.probability("forest probability", NO_DATA));
      }
      List<String> names = inputs.stream().map(ModelCard.InputBand::name).toList();
      List<String> data = new ArrayList<>(List.of(spec.scene().image()));
      spec.scene().labels().forEach(label -> data.add(label.file()));
      spec.scene().landUse().forEach(map -> data.add(map.file()));
      List<ModelCard.DataFile> files =
          data.stream().map(name -> ModelCard.DataFile.of(file.folder(), name)).toList();
      return text.draft(
          spec.network(),
          inputs,
          outputs,
          List.of(
              new ModelCard.Imagery(
                  spec.scene().sensor(), spec.scene().acquired(), text.season(), grid.pixelSize())),
          text.training(file, files, pixels.count(), pixels.trainedBands(names)));
    }

    private static ModelCard.InputBand input(
        SceneSpec.Input input, TrainingPixels.Described known) {
      String formula =
          input.difference()
              ? "(a − b) / (a + b) of surface reflectance, bands a and b of the scene"
              : "surface reflectance";
      return new ModelCard.InputBand(
          input.name(),
          "1",
          formula,
          input.minimum(),
          input.maximum(),
          String.format(
              Locale.ROOT,
              "NaN and values outside %.0f to %.0f are no data: 0 after scaling, with a validity"
                  + " channel",
              input.minimum(),
              input.maximum()),
          known.mean(),
          known.deviation());
    }
  }
}
