package org.heartwood.inference.tiles;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.heartwood.inference.model.CardText;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.TrainingFile;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.inference.train.Batch;
import org.heartwood.inference.train.EnsembleTraining;

/**
 * A forest mask from labelled true-colour tiles, by cross-validation over whole tiles: every member
 * leaves one fold out and is scored on it; see {@link TileSpec}.
 */
public final class ForestTilesKind implements ModelKind {
  @Override
  public String kind() {
    return TileSpec.KIND;
  }

  @Override
  public Optional<TrainedModel> train(Training request, Progress progress) {
    TileSpec spec = TileSpec.read(request.trainingFile());
    TrainingFile file = TrainingFile.of(request.trainingFile());
    Map<String, ForestTile> tiles = tiles(file.folder(), spec);
    ModelCard draft = draft(spec, file, tiles);
    EnsembleTraining ensemble =
        new EnsembleTraining(
            spec.network(),
            spec.losses(),
            spec.optimisation(),
            request,
            EnsembleTraining.identity(request.trainingFile(), draft.training().files()),
            progress);
    return ensemble
        .run(
            member ->
                new FoldLessons(
                    draft,
                    new TileSampler(spec, some(tiles, spec.training(member)), draft.inputs()),
                    some(tiles, spec.folds().get(member).validation())))
        .map(
            learnt -> {
              TrainedModel model = measured(spec, tiles, draft, learnt);
              model.write(request.output());
              ensemble.finish();
              return model;
            });
  }

  private static TrainedModel measured(
      TileSpec spec,
      Map<String, ForestTile> tiles,
      ModelCard draft,
      List<EnsembleTraining.Learnt> learnt) {
    TrainedModel unmeasured =
        new TrainedModel(
            draft.with(
                draft.training(),
                EnsembleTraining.Learnt.members(learnt),
                List.of(),
                ModelCard.Evidence.NONE),
            learnt.stream().map(EnsembleTraining.Learnt::weights).toList(),
            Optional.empty());
    return unmeasured.with(TileEvaluation.of(spec, tiles, unmeasured), Optional.empty());
  }

  @Override
  public TrainedModel evaluate(TrainedModel model, Path trainingFile) {
    TileSpec spec = TileSpec.read(trainingFile);
    Map<String, ForestTile> tiles = tiles(TrainingFile.of(trainingFile).folder(), spec);
    return model.with(TileEvaluation.of(spec, tiles, model), Optional.empty());
  }

  @Override
  public List<Path> draw(TrainedModel model, Path trainingFile, Path folder) {
    TileSpec spec = TileSpec.read(trainingFile);
    TileEvaluation.requireFitting(spec, model);
    Map<String, ForestTile> tiles = tiles(TrainingFile.of(trainingFile).folder(), spec);
    List<Path> pictures = new ArrayList<>();
    for (int member = 0; member < spec.folds().size(); member++) {
      try (Segmenter segmenter =
          TorchSegmenter.open(model.card(), List.of(model.members().get(member)))) {
        for (ForestTile tile : some(tiles, spec.folds().get(member).test())) {
          pictures.add(
              TilePictures.write(tile, TileValidation.probability(segmenter, tile), folder));
        }
      }
    }
    return pictures;
  }

  private static Map<String, ForestTile> tiles(Path folder, TileSpec spec) {
    Map<String, ForestTile> tiles = new LinkedHashMap<>();
    for (String name : spec.tiles()) {
      tiles.put(name, ForestTile.read(folder, spec.imagery(), name, spec.network().stridePx()));
    }
    return tiles;
  }

  private static List<ForestTile> some(Map<String, ForestTile> tiles, List<String> names) {
    return names.stream().map(name -> Objects.requireNonNull(tiles.get(name))).toList();
  }

  /** What a member learns from and what stops it: never a tile that it is tested on. */
  private record FoldLessons(ModelCard card, TileSampler sampler, List<ForestTile> validation)
      implements EnsembleTraining.Lessons {
    @Override
    public Batch next(Random random) {
      return sampler.next(random);
    }

    @Override
    public EnsembleTraining.Validated validate(Weights weights) {
      return TileValidation.validate(card, weights, validation);
    }
  }

  /** The card before training. */
  private static ModelCard draft(TileSpec spec, TrainingFile file, Map<String, ForestTile> tiles) {
    CardText text = spec.card();
    List<ModelCard.InputBand> inputs = new ArrayList<>();
    List<ModelCard.TrainedBand> trained = new ArrayList<>();
    for (TileSpec.Band band : spec.imagery().bands()) {
      trained.add(TrainedLevels.of(band.name(), inputs.size(), tiles.values()));
      inputs.add(
          new ModelCard.InputBand(
              band.name(),
              "digital number",
              band.formula(),
              0,
              spec.imagery().maximum(),
              "NaN and values outside 0 to "
                  + spec.imagery().maximum()
                  + " are no data: 0 after scaling, with a validity channel",
              band.mean(),
              band.deviation()));
    }
    Path folder = file.folder();
    List<ModelCard.DataFile> files = new ArrayList<>();
    for (String name : spec.tiles()) {
      files.add(data(folder, ForestTile.imageFile(folder, spec.imagery(), name)));
      files.add(data(folder, ForestTile.maskFile(folder, spec.imagery(), name)));
    }
    return text.draft(
        spec.network(),
        inputs,
        List.of(
            ModelCard.Output.probability("forest probability", "NaN where an input has no data")),
        List.of(),
        text.training(
            file, files, tiles.values().stream().mapToLong(TrainedLevels::labels).sum(), trained));
  }

  private static ModelCard.DataFile data(Path folder, Path file) {
    return ModelCard.DataFile.of(folder, folder.relativize(file).toString().replace('\\', '/'));
  }
}
