package org.heartwood.inference.tiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelKind;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.inference.train.Batch;
import org.heartwood.inference.train.EnsembleTraining;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.run.Sha256;

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
    Path folder = folderOf(request.trainingFile());
    Map<String, ForestTile> tiles = tiles(folder, spec);
    ModelCard draft = draft(spec, request.trainingFile(), folder, tiles);
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
    Map<String, ForestTile> tiles = tiles(folderOf(trainingFile), spec);
    return model.with(TileEvaluation.of(spec, tiles, model), Optional.empty());
  }

  @Override
  public List<Path> draw(TrainedModel model, Path trainingFile, Path folder) {
    TileSpec spec = TileSpec.read(trainingFile);
    TileEvaluation.requireFitting(spec, model);
    Map<String, ForestTile> tiles = tiles(folderOf(trainingFile), spec);
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

  private static Path folderOf(Path file) {
    return Optional.ofNullable(file.toAbsolutePath().getParent())
        .orElseThrow(() -> new InputException(file + ": must be a file in a folder"));
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
  private static ModelCard draft(
      TileSpec spec, Path trainingFile, Path folder, Map<String, ForestTile> tiles) {
    TileSpec.CardText text = spec.card();
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
    List<ModelCard.DataFile> files = new ArrayList<>();
    for (String name : spec.tiles()) {
      files.add(file(folder, ForestTile.imageFile(folder, spec.imagery(), name)));
      files.add(file(folder, ForestTile.maskFile(folder, spec.imagery(), name)));
    }
    return new ModelCard(
        text.name(),
        text.version(),
        text.task(),
        text.status(),
        spec.network(),
        inputs,
        List.of(
            new ModelCard.Output(
                "forest probability", "1", 0, 1, 0, 1, "NaN where an input has no data")),
        List.of(),
        new ModelCard.Training(
            folder.getFileName() + "/" + trainingFile.getFileName(),
            files,
            tiles.values().stream().mapToLong(TrainedLevels::labels).sum(),
            trained,
            text.origin(),
            text.dataLicence()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        text.limits(),
        text.intendedUse(),
        text.refusals(),
        text.licence());
  }

  private static ModelCard.DataFile file(Path folder, Path file) {
    try {
      String name = folder.relativize(file).toString().replace('\\', '/');
      return new ModelCard.DataFile(name, Sha256.of(file));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }
}
