package org.heartwood.inference.tiles;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.heartwood.inference.accuracy.EdgeDistance;
import org.heartwood.inference.accuracy.ProbabilitySums;
import org.heartwood.inference.accuracy.QuadraticBaseline;
import org.heartwood.inference.landscape.Split;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;

/**
 * Scores every tile by the one member that never saw it, beside a threshold on brightness and a
 * quadratic of the bands, both learnt on the tiles that this member learnt from. Pixels without
 * label or image are left out, and so is a tile's border, as wide as the edge of crops that
 * training does not learn from: the network never learnt to do without surroundings there. {@link
 * #POOLED} has the scores of whole tiles and of their rims too. The labels are semi-automatic
 * masks, not field truth.
 */
final class TileEvaluation {
  /** Title of the table of every tile's scores. */
  static final String TILES = "Unseen tiles, each by the member that never saw it";

  /** Title of the table of the scores over all tiles. */
  static final String POOLED = "All unseen tiles together";

  /** Group of the model's own scores in {@link #POOLED}. */
  static final String MODEL = "model";

  /** Group of the model's scores with the tiles' borders, in {@link #POOLED}. */
  static final String WHOLE = "model, whole tiles";

  /** Width of the rims that are scored by themselves, pixels. */
  private static final int RIM_PX = 8;

  /** The quadratic looks at every pixel of this many. */
  private static final int QUADRATIC_STEP_PX = 5;

  private static final double FOREST_PCT = 50;

  private final TileSpec spec;
  private final Map<String, ForestTile> tiles;
  private final TrainedModel model;

  private TileEvaluation(TileSpec spec, Map<String, ForestTile> tiles, TrainedModel model) {
    this.spec = spec;
    this.tiles = tiles;
    this.model = model;
  }

  /**
   * Scores a model.
   *
   * @throws InputException if the model has other inputs or another number of members than the
   *     training file has bands and folds
   */
  static ModelCard.Evidence of(TileSpec spec, Map<String, ForestTile> tiles, TrainedModel model) {
    requireFitting(spec, model);
    TileEvaluation evaluation = new TileEvaluation(spec, tiles, model);
    return new ModelCard.Evidence(List.of(), evaluation.tables(), List.of());
  }

  static void requireFitting(TileSpec spec, TrainedModel model) {
    List<String> wanted = model.card().inputs().stream().map(ModelCard.InputBand::name).toList();
    List<String> given = spec.imagery().bands().stream().map(TileSpec.Band::name).toList();
    if (!wanted.equals(given) || model.members().size() != spec.folds().size()) {
      throw new InputException(
          model.card().name()
              + " has the inputs "
              + wanted
              + " and "
              + model.members().size()
              + " members, the training file has the bands "
              + given
              + " and "
              + spec.folds().size()
              + " folds");
    }
  }

  private List<ScoreTable> tables() {
    Scored scored = new Scored();
    for (int member = 0; member < spec.folds().size(); member++) {
      try (Segmenter segmenter =
          TorchSegmenter.open(model.card(), List.of(model.members().get(member)))) {
        Baselines baselines = baselines(member);
        for (String name : spec.folds().get(member).test()) {
          scored.test(tile(name), TileValidation.probability(segmenter, tile(name)), baselines);
        }
        for (String name : spec.folds().get(member).validation()) {
          scored.validation(tile(name), TileValidation.probability(segmenter, tile(name)));
        }
        for (String name : spec.tiles()) {
          if (spec.taughtBy(name) == member) {
            scored.taught(tile(name), TileValidation.probability(segmenter, tile(name)));
          }
        }
      }
    }
    return scored.tables();
  }

  private ForestTile tile(String name) {
    return Objects.requireNonNull(tiles.get(name));
  }

  /** What was learnt on the tiles that a member learnt from. */
  private record Baselines(BrightnessThreshold threshold, QuadraticBaseline quadratic) {}

  private Baselines baselines(int member) {
    List<ForestTile> taught = spec.training(member).stream().map(this::tile).toList();
    List<TileSpec.Band> bands = spec.imagery().bands();
    QuadraticBaseline.Fit fit =
        new QuadraticBaseline.Fit(
            bands.stream().mapToDouble(TileSpec.Band::mean).toArray(),
            bands.stream().mapToDouble(TileSpec.Band::deviation).toArray());
    for (ForestTile tile : taught) {
      for (int i = 0; i < tile.forest().data().length; i += QUADRATIC_STEP_PX) {
        if (tile.counts(i)) {
          fit.add(tile.values(i), 100 * tile.forest().data()[i]);
        }
      }
    }
    return new Baselines(
        BrightnessThreshold.learn(taught, bands.size(), spec.imagery().maximum()), fit.solve());
  }

  /** What is added up over the tiles. */
  private final class Scored {
    private final Map<String, MaskSums> byTile = new HashMap<>();
    private final Map<String, MaskSums> byThreshold = new HashMap<>();
    private final MaskSums whole = new MaskSums();
    private final MaskSums rim = new MaskSums();
    private final MaskSums quadratic = new MaskSums();
    private final MaskSums validation = new MaskSums();
    private final MaskSums taughtHeldOut = new MaskSums();
    private final MaskSums unseenHeldOut = new MaskSums();
    private final ProbabilitySums reliability = new ProbabilitySums();
    private final List<MaskSums> byEdge =
        Stream.generate(MaskSums::new).limit(EdgeDistance.groups().size()).toList();

    void test(ForestTile tile, FloatRaster probability, Baselines baselines) {
      int[] edge = EdgeDistance.of(tile.forest(), 1);
      MaskSums sums = new MaskSums();
      MaskSums threshold = new MaskSums();
      for (int i = 0; i < edge.length; i++) {
        if (tile.counts(i)) {
          float said = probability.data()[i];
          boolean mask = said >= TileValidation.FOREST_PROBABILITY;
          boolean label = tile.forest().data()[i] == 1;
          whole.add(mask, label);
          if (tile.edgeDistance(i) < RIM_PX) {
            rim.add(mask, label);
          }
          if (!inside(tile, i)) {
            continue;
          }
          sums.add(mask, label);
          byEdge.get(EdgeDistance.bin(edge[i])).add(mask, label);
          reliability.add(said, label);
          threshold.add(baselines.threshold().forest(tile, i), label);
          quadratic.add(baselines.quadratic().coverPct(tile.values(i)) >= FOREST_PCT, label);
        }
      }
      byTile.put(tile.name(), sums);
      byThreshold.put(tile.name(), threshold);
      add(unseenHeldOut, tile, probability, i -> heldOut(tile, i));
    }

    void validation(ForestTile tile, FloatRaster probability) {
      add(validation, tile, probability, i -> true);
    }

    void taught(ForestTile tile, FloatRaster probability) {
      add(taughtHeldOut, tile, probability, i -> heldOut(tile, i));
    }

    private boolean inside(ForestTile tile, int pixel) {
      return tile.edgeDistance(pixel) >= spec.optimisation().cropBorderPx();
    }

    private boolean heldOut(ForestTile tile, int pixel) {
      return Split.heldOut(
          pixel % tile.width(), pixel / tile.width(), spec.randomHoldoutFraction());
    }

    private void add(MaskSums sums, ForestTile tile, FloatRaster probability, IntPredicate pixels) {
      for (int i = 0; i < probability.data().length; i++) {
        if (tile.counts(i) && inside(tile, i) && pixels.test(i)) {
          sums.add(
              probability.data()[i] >= TileValidation.FOREST_PROBABILITY,
              tile.forest().data()[i] == 1);
        }
      }
    }

    List<ScoreTable> tables() {
      MaskSums all = sum(byTile, spec.tiles());
      MaskSums threshold = sum(byThreshold, spec.tiles());
      List<ScoreTable.Row> folds = new ArrayList<>();
      for (int i = 0; i < spec.folds().size(); i++) {
        folds.add(sum(byTile, spec.folds().get(i).test()).row("member " + (i + 1)));
      }
      List<ScoreTable.Row> edges = new ArrayList<>();
      for (int i = 0; i < byEdge.size(); i++) {
        edges.add(byEdge.get(i).row(EdgeDistance.groups().get(i)));
      }
      return List.of(
          perTile(),
          new ScoreTable(
              POOLED,
              MaskSums.COLUMNS,
              List.of(
                  all.row(MODEL),
                  quadratic.row("quadratic of the bands"),
                  threshold.row("brightness threshold"),
                  rim.row("model, within " + RIM_PX + " px of the tiles' edges alone"),
                  whole.row(WHOLE))),
          new ScoreTable("Unseen tiles by member", MaskSums.COLUMNS, folds),
          reliability.table("Unseen tiles, forest probability"),
          new ScoreTable(
              "Unseen tiles by distance to the labelled forest edge, pixels",
              MaskSums.COLUMNS,
              edges),
          new ScoreTable(
              "Random beside spatial validation",
              MaskSums.COLUMNS,
              List.of(
                  taughtHeldOut.row("random: single pixels of tiles that the member learnt from"),
                  unseenHeldOut.row("spatial: the same pixels, by the member that never saw them"),
                  validation.row("spatial: validation tiles (they chose the epoch)"),
                  all.row("spatial: unseen tiles, all pixels"))));
    }

    private ScoreTable perTile() {
      List<ScoreTable.Column> columns = new ArrayList<>(MaskSums.COLUMNS);
      columns.add(new ScoreTable.Column("threshold accuracy", 3));
      columns.add(new ScoreTable.Column("threshold IoU", 3));
      List<ScoreTable.Row> rows = new ArrayList<>();
      for (String name : spec.tiles()) {
        MaskSums threshold = Objects.requireNonNull(byThreshold.get(name));
        ScoreTable.Row row = Objects.requireNonNull(byTile.get(name)).row(name);
        List<Double> values = new ArrayList<>(row.values());
        values.add(threshold.accuracyFraction());
        values.add(threshold.iouFraction());
        rows.add(new ScoreTable.Row(name, values));
      }
      return new ScoreTable(TILES, columns, rows);
    }

    private MaskSums sum(Map<String, MaskSums> sums, List<String> names) {
      MaskSums all = new MaskSums();
      names.forEach(name -> all.add(Objects.requireNonNull(sums.get(name))));
      return all;
    }
  }
}
