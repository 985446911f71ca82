package org.heartwood.inference.canopy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.heartwood.inference.accuracy.EdgeDistance;
import org.heartwood.inference.accuracy.ForestBaseline;
import org.heartwood.inference.accuracy.InputCondition;
import org.heartwood.inference.accuracy.InputCondition.Smoothing;
import org.heartwood.inference.accuracy.ProbabilitySums;
import org.heartwood.inference.accuracy.QuadraticBaseline;
import org.heartwood.inference.accuracy.ResidualBlocks;
import org.heartwood.inference.accuracy.ScoreSums;
import org.heartwood.inference.accuracy.Scores;
import org.heartwood.inference.accuracy.WindowedPrediction;
import org.heartwood.inference.applicability.DissimilarityIndex;
import org.heartwood.inference.landscape.LabelledScene;
import org.heartwood.inference.landscape.SceneSpec;
import org.heartwood.inference.landscape.Split;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ResidualComponent;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * Scores a model on ground that its training never saw: the test columns of its scene and the
 * window that training kept out, as acquired and with the input disturbed, beside a quadratic
 * regression and a random forest on the same inputs that were learnt on the training columns
 * outside the kept-out window; then by the groups that matter.
 *
 * <p>The label is a map, not field truth; a label map made from the same sensor flatters every
 * score.
 */
public final class SceneEvaluation {
  /** Title of the table of scores on the test columns. */
  public static final String TEST_COLUMNS = "Test columns";

  /** Title of the table of scores on the window that training kept out. */
  public static final String EXCLUDED_WINDOW = "Excluded window";

  /** Group of the model's own scores, the image as it was acquired. */
  public static final String MODEL = "model, as acquired";

  /** Group of the quadratic regression's scores. */
  public static final String REGRESSION = "quadratic regression, as acquired";

  /** Group of the random forest's scores. */
  public static final String FOREST = "random forest, as acquired";

  private static final String BY_DISSIMILARITY =
      "Test columns by dissimilarity to the training points";

  private static final String INSIDE = "inside the threshold";
  private static final String OUTSIDE = "outside the threshold";

  private static final List<InputCondition> DISTURBED =
      List.of(
          new InputCondition("noise of 1/6 deviation", 1, 1.0 / 6, Smoothing.NONE),
          new InputCondition("3 x 3 mean", 1, 0, Smoothing.NEIGHBOUR_MEAN),
          new InputCondition("gain 0.85", 0.85, 0, Smoothing.NONE),
          new InputCondition("gain 1.15", 1.15, 0, Smoothing.NONE));

  private static final int FOREST_PIXELS = 20_000;
  private static final int DISTANCE_BIN_PX = 60;

  private final LabelledScene scene;
  private final CanopySpec spec;
  private final TrainedModel model;
  private final Segmenter segmenter;
  private final double[] levels;
  private final QuadraticBaseline regression;
  private final ForestBaseline forest;

  private SceneEvaluation(
      LabelledScene scene, CanopySpec spec, TrainedModel model, Segmenter segmenter) {
    this.scene = scene;
    this.spec = spec;
    this.model = model;
    this.segmenter = segmenter;
    this.levels =
        model.card().training().bands().stream()
            .mapToDouble(ModelCard.TrainedBand::denseForestLevel)
            .toArray();
    Learnable learnable = learnable();
    this.regression = learnable.regression(model.card().inputs());
    this.forest = learnable.forest(spec.evaluation().noiseSeed());
  }

  /**
   * Scores a model.
   *
   * @throws InputException if an area has no labelled pixel, or the model has other inputs than the
   *     scene
   */
  static ModelCard.Evidence of(
      LabelledScene scene, CanopySpec spec, TrainedModel model, List<PixelWindow> validation) {
    requireInputs(spec, model);
    try (Segmenter segmenter = TorchSegmenter.open(model)) {
      return new SceneEvaluation(scene, spec, model, segmenter).evidence(validation);
    }
  }

  /**
   * Refuses a scene that does not give what the model needs.
   *
   * @throws InputException if the model has other inputs than the scene
   */
  static void requireInputs(CanopySpec spec, TrainedModel model) {
    List<String> wanted = model.card().inputs().stream().map(ModelCard.InputBand::name).toList();
    List<String> given = spec.scene().inputs().stream().map(SceneSpec.Input::name).toList();
    if (!wanted.equals(given)) {
      throw new InputException(
          model.card().name() + " needs the inputs " + wanted + ", the scene gives " + given);
    }
  }

  private ModelCard.Evidence evidence(List<PixelWindow> validation) {
    PixelWindow test = spec.split().testWindow(scene.grid());
    Area tested = area(test, InputCondition.AS_ACQUIRED);
    List<ScoreTable> tables = new ArrayList<>();
    tables.add(scores(TEST_COLUMNS, tested));
    tables.add(scores(EXCLUDED_WINDOW, area(spec.split().excluded(), InputCondition.AS_ACQUIRED)));
    tables.add(byCover(tested));
    tables.addAll(byForestProbability(tested));
    tables.addAll(byLandUse(tested));
    tables.add(byDistanceToTraining(tested));
    tables.add(byDistanceToEdge(tested));
    tables.add(bySplit(tested, validation));
    DissimilarityIndex.of(model).ifPresent(index -> tables.add(byDissimilarity(tested, index)));
    List<ResidualComponent> residuals = ResidualBlocks.of(tested.residual());
    return new ModelCard.Evidence(model.card().applicability(), tables, residuals);
  }

  /** An area with its inputs, label and prediction. */
  private record Area(List<FloatRaster> inputs, FloatRaster label, Prediction prediction) {
    PixelWindow window() {
      return label.window();
    }

    int pixels() {
      return label.data().length;
    }

    /** Whether a pixel has both a label and a prediction. */
    boolean counts(int pixel) {
      return !Float.isNaN(label.data()[pixel]) && !Float.isNaN(prediction.mean().data()[pixel]);
    }

    double[] inputs(int pixel) {
      return inputs.stream().mapToDouble(input -> input.data()[pixel]).toArray();
    }

    FloatRaster residual() {
      FloatRaster residual = FloatRaster.empty(window());
      for (int i = 0; i < pixels(); i++) {
        residual.data()[i] = prediction.mean().data()[i] - label.data()[i];
      }
      return residual;
    }
  }

  private Area area(PixelWindow window, InputCondition condition) {
    Prediction prediction =
        WindowedPrediction.of(segmenter, window, part -> inputs(part, condition));
    Area area = new Area(inputs(window, condition), scene.labels(window).get(0), prediction);
    for (int i = 0; i < area.pixels(); i++) {
      if (area.counts(i)) {
        return area;
      }
    }
    throw new InputException(
        spec.scene().labels().get(0).file()
            + ": "
            + window
            + " holds no pixel with image and label");
  }

  private List<FloatRaster> inputs(PixelWindow window, InputCondition condition) {
    List<FloatRaster> read = scene.inputs(window.grow(condition.reachPx()));
    List<FloatRaster> inputs = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      double deviation = model.card().inputs().get(i).deviation();
      inputs.add(
          condition
              .apply(read.get(i), i, levels[i], deviation, spec.evaluation().noiseSeed())
              .crop(window));
    }
    return inputs;
  }

  private ScoreTable scores(String title, Area acquired) {
    List<ScoreTable.Row> rows = new ArrayList<>();
    rows.add(row(MODEL, acquired));
    for (int i = 0; model.members().size() > 1 && i < model.members().size(); i++) {
      try (Segmenter member = TorchSegmenter.open(model.card(), List.of(model.members().get(i)))) {
        Prediction alone =
            WindowedPrediction.of(
                member, acquired.window(), part -> inputs(part, InputCondition.AS_ACQUIRED));
        rows.add(
            row(
                "member " + (i + 1) + " alone, as acquired",
                new Area(acquired.inputs(), acquired.label(), alone)));
      }
    }
    rows.add(regressionRow("as acquired", acquired));
    rows.add(forestRow(acquired));
    for (InputCondition condition : DISTURBED) {
      Area disturbed = area(acquired.window(), condition);
      rows.add(row("model, " + condition.name(), disturbed));
      rows.add(regressionRow(condition.name(), disturbed));
    }
    return new ScoreTable(title, SCORE_COLUMNS, rows);
  }

  private static final List<ScoreTable.Column> SCORE_COLUMNS =
      List.of(
          new ScoreTable.Column("pixels", 0),
          new ScoreTable.Column("RMSE %", 2),
          new ScoreTable.Column("mean error %", 2),
          new ScoreTable.Column("MAE %", 2),
          new ScoreTable.Column("forest accuracy", 3),
          new ScoreTable.Column("IoU", 3),
          new ScoreTable.Column("precision", 3),
          new ScoreTable.Column("recall", 3),
          new ScoreTable.Column("in 90 %", 3));

  private ScoreTable.Row row(String group, Area area) {
    ScoreSums sums = new ScoreSums(spec.evaluation().forestThresholdPct());
    Prediction prediction = area.prediction();
    for (int i = 0; i < area.pixels(); i++) {
      if (area.counts(i)) {
        sums.add(
            prediction.mean().data()[i],
            prediction.standardError().data()[i],
            area.label().data()[i]);
      }
    }
    return row(group, sums.scores());
  }

  private static ScoreTable.Row row(String group, Scores scores) {
    return new ScoreTable.Row(
        group,
        List.of(
            (double) scores.pixels(),
            scores.rmsePct(),
            scores.biasPct(),
            scores.maePct(),
            scores.forestAccuracyFraction(),
            scores.forestIouFraction(),
            scores.forestPrecisionFraction(),
            scores.forestRecallFraction(),
            scores.interval90CoverageFraction()));
  }

  private ScoreTable.Row regressionRow(String condition, Area area) {
    ScoreSums sums = new ScoreSums(spec.evaluation().forestThresholdPct());
    for (int i = 0; i < area.pixels(); i++) {
      if (area.counts(i)) {
        sums.add(
            regression.coverPct(area.inputs(i)),
            regression.residualDeviationPct(),
            area.label().data()[i]);
      }
    }
    return row("quadratic regression, " + condition, sums.scores());
  }

  /** The forest gives no standard error of its own. */
  private ScoreTable.Row forestRow(Area area) {
    List<double[]> inputs = new ArrayList<>();
    List<Float> labels = new ArrayList<>();
    for (int i = 0; i < area.pixels(); i++) {
      if (area.counts(i)) {
        inputs.add(area.inputs(i));
        labels.add(area.label().data()[i]);
      }
    }
    List<Double> predicted = forest.coverPct(inputs);
    ScoreSums sums = new ScoreSums(spec.evaluation().forestThresholdPct());
    for (int i = 0; i < predicted.size(); i++) {
      sums.add(predicted.get(i), Double.NaN, labels.get(i));
    }
    List<Double> values = new ArrayList<>(row(FOREST, sums.scores()).values());
    values.set(values.size() - 1, Double.NaN);
    return new ScoreTable.Row(FOREST, values);
  }

  private ScoreTable byCover(Area area) {
    return byGroup(
        "Test columns by labelled cover, per cent",
        area,
        i -> {
          int bin = Math.min(4, (int) (area.label().data()[i] / 20));
          return Optional.of(20 * bin + " to " + 20 * (bin + 1));
        },
        List.of("0 to 20", "20 to 40", "40 to 60", "60 to 80", "80 to 100"));
  }

  /** The forest probability against cover at or above the threshold. */
  private List<ScoreTable> byForestProbability(Area area) {
    if (area.prediction().targets().size() < 2) {
      return List.of();
    }
    ProbabilitySums sums = new ProbabilitySums();
    float[] forest = area.prediction().targets().get(1).mean().data();
    for (int i = 0; i < area.pixels(); i++) {
      if (area.counts(i)) {
        sums.add(forest[i], area.label().data()[i] >= spec.evaluation().forestThresholdPct());
      }
    }
    return List.of(sums.table("Test columns, forest probability"));
  }

  /** What is found on the classes of a later map; cover is compared with the label there too. */
  private List<ScoreTable> byLandUse(Area area) {
    List<ScoreTable> tables = new ArrayList<>();
    for (SceneSpec.LandUse map : spec.scene().landUse()) {
      FloatRaster codes = scene.landUse(area.window()).orElseThrow();
      List<ScoreTable.Row> rows = new ArrayList<>();
      for (int k = 0; k < map.classes().size(); k++) {
        rows.add(landUseRow(map.classes().get(k), k + 1, codes, area));
      }
      tables.add(
          new ScoreTable(
              "Test columns by land use of " + map.year(),
              List.of(
                  new ScoreTable.Column("pixels", 0),
                  new ScoreTable.Column("mean cover %", 2),
                  new ScoreTable.Column("mean label %", 2),
                  new ScoreTable.Column("RMSE %", 2),
                  new ScoreTable.Column("in 90 %", 3),
                  new ScoreTable.Column("forest by model", 3),
                  new ScoreTable.Column("by label", 3),
                  new ScoreTable.Column("by regression", 3)),
              rows));
    }
    return tables;
  }

  private ScoreTable.Row landUseRow(String name, int code, FloatRaster codes, Area area) {
    double threshold = spec.evaluation().forestThresholdPct();
    ScoreSums sums = new ScoreSums(threshold);
    double[] totals = new double[5];
    for (int i = 0; i < area.pixels(); i++) {
      if (area.counts(i) && codes.data()[i] == code) {
        double cover = area.prediction().mean().data()[i];
        double label = area.label().data()[i];
        sums.add(cover, area.prediction().standardError().data()[i], label);
        totals[0] += cover;
        totals[1] += label;
        totals[2] += cover >= threshold ? 1 : 0;
        totals[3] += label >= threshold ? 1 : 0;
        totals[4] += regression.coverPct(area.inputs(i)) >= threshold ? 1 : 0;
      }
    }
    if (!sums.any()) {
      Double[] nothing = new Double[8];
      Arrays.fill(nothing, Double.NaN);
      nothing[0] = 0.0;
      return new ScoreTable.Row(name, List.of(nothing));
    }
    Scores scores = sums.scores();
    double n = scores.pixels();
    return new ScoreTable.Row(
        name,
        List.of(
            n,
            totals[0] / n,
            totals[1] / n,
            scores.rmsePct(),
            scores.interval90CoverageFraction(),
            totals[2] / n,
            totals[3] / n,
            totals[4] / n));
  }

  /** Columns between a pixel and the last column that training drew from. */
  private ScoreTable byDistanceToTraining(Area area) {
    int nearest = area.window().col() - spec.split().trainingColumnsBelow() + 1;
    List<String> groups = new ArrayList<>();
    for (int from = nearest; from < nearest + area.window().width(); from += DISTANCE_BIN_PX) {
      groups.add(from + " to " + (from + DISTANCE_BIN_PX));
    }
    return byGroup(
        "Test columns by distance to the training columns, pixels",
        area,
        i -> Optional.of(groups.get(i % area.window().width() / DISTANCE_BIN_PX)),
        groups);
  }

  /**
   * Steps along rows and columns to the nearest pixel on the other side of the forest threshold.
   */
  private ScoreTable byDistanceToEdge(Area area) {
    int[] distance = EdgeDistance.of(area.label(), spec.evaluation().forestThresholdPct());
    List<String> groups = EdgeDistance.groups();
    return byGroup(
        "Test columns by distance to the labelled forest edge, pixels",
        area,
        i -> Optional.of(groups.get(EdgeDistance.bin(distance[i]))),
        groups);
  }

  /**
   * Share of a model's own test ground that lies outside its area of applicability, 0–1: what a
   * place just like that of its training must be expected to show.
   *
   * @return 0 if its card does not say, as when no pixel lay outside
   */
  public static double outsideOnTestGround(ModelCard card) {
    return card.tables().stream()
        .filter(table -> table.title().equals(BY_DISSIMILARITY))
        .mapToDouble(
            table -> {
              double outside = pixels(table, OUTSIDE);
              return outside / Math.max(1, outside + pixels(table, INSIDE));
            })
        .findFirst()
        .orElse(0);
  }

  private static double pixels(ScoreTable table, String group) {
    boolean has = table.rows().stream().anyMatch(row -> row.group().equals(group));
    return has ? table.value(group, "pixels") : 0;
  }

  /** Whether the index tells anything: errors where it is low and where it is high. */
  private ScoreTable byDissimilarity(Area area, DissimilarityIndex index) {
    float[] dissimilarity = index.of(area.inputs()).data();
    int[] ascending =
        IntStream.range(0, area.pixels())
            .filter(i -> area.counts(i) && !Float.isNaN(dissimilarity[i]))
            .boxed()
            .sorted(Comparator.comparingDouble(i -> dissimilarity[i]))
            .mapToInt(i -> i)
            .toArray();
    Map<String, DissimilarityGroup> groups = new LinkedHashMap<>();
    for (int rank = 0; rank < ascending.length; rank++) {
      int i = ascending[rank];
      boolean inside = dissimilarity[i] <= index.threshold();
      String side = inside ? INSIDE : OUTSIDE;
      int decile = (int) (10L * rank / ascending.length) + 1;
      for (String group : List.of(side, "decile " + decile)) {
        groups
            .computeIfAbsent(
                group, name -> new DissimilarityGroup(spec.evaluation().forestThresholdPct()))
            .add(area, i, dissimilarity[i], index);
      }
    }
    List<ScoreTable.Row> rows = new ArrayList<>();
    // Both sides first: their deciles stand between them in the map.
    groups.keySet().stream()
        .sorted(Comparator.comparing((String name) -> name.startsWith("decile")))
        .forEach(name -> rows.add(Objects.requireNonNull(groups.get(name)).row(name)));
    return new ScoreTable(
        BY_DISSIMILARITY,
        List.of(
            new ScoreTable.Column("pixels", 0),
            new ScoreTable.Column("highest index", 4),
            new ScoreTable.Column("near points", 1),
            new ScoreTable.Column("RMSE %", 2),
            new ScoreTable.Column("mean error %", 2),
            new ScoreTable.Column("in 90 %", 3)),
        rows);
  }

  /** Scores of a part of the test columns, and how well training covered it. */
  private static final class DissimilarityGroup {
    private final ScoreSums sums;
    private double highest;
    private long nearPoints;

    DissimilarityGroup(double forestThresholdPct) {
      sums = new ScoreSums(forestThresholdPct);
    }

    void add(Area area, int pixel, float dissimilarity, DissimilarityIndex index) {
      highest = Math.max(highest, dissimilarity);
      nearPoints += index.nearPoints(area.inputs(pixel));
      sums.add(
          area.prediction().mean().data()[pixel],
          area.prediction().standardError().data()[pixel],
          area.label().data()[pixel]);
    }

    ScoreTable.Row row(String name) {
      Scores scores = sums.scores();
      return new ScoreTable.Row(
          name,
          List.of(
              (double) scores.pixels(),
              highest,
              (double) nearPoints / scores.pixels(),
              scores.rmsePct(),
              scores.biasPct(),
              scores.interval90CoverageFraction()));
    }
  }

  private ScoreTable byGroup(
      String title, Area area, IntFunction<Optional<String>> groupOf, List<String> groups) {
    Map<String, ScoreSums> sums = new LinkedHashMap<>();
    groups.forEach(group -> sums.put(group, new ScoreSums(spec.evaluation().forestThresholdPct())));
    for (int i = 0; i < area.pixels(); i++) {
      if (area.counts(i)) {
        float mean = area.prediction().mean().data()[i];
        float error = area.prediction().standardError().data()[i];
        float label = area.label().data()[i];
        groupOf
            .apply(i)
            .flatMap(group -> Optional.ofNullable(sums.get(group)))
            .ifPresent(sum -> sum.add(mean, error, label));
      }
    }
    List<ScoreTable.Row> rows = new ArrayList<>();
    sums.forEach(
        (group, sum) -> {
          if (sum.any()) {
            rows.add(row(group, sum.scores()));
          }
        });
    return new ScoreTable(title, SCORE_COLUMNS, rows);
  }

  /** What a random split would have said beside what ground that was set apart says. */
  private ScoreTable bySplit(Area tested, List<PixelWindow> validation) {
    Split split = spec.split();
    List<ScoreTable.Row> rows = new ArrayList<>();
    if (split.randomHoldoutFraction() > 0) {
      Area training = area(split.trainingWindow(scene.grid()), InputCondition.AS_ACQUIRED);
      boolean[] learnable = split.apartFrom(scene.grid(), validation);
      ScoreSums sums = new ScoreSums(spec.evaluation().forestThresholdPct());
      for (int i = 0; i < training.pixels(); i++) {
        int width = training.window().width();
        if (learnable[i] && split.heldOut(i % width, i / width) && training.counts(i)) {
          sums.add(
              training.prediction().mean().data()[i],
              training.prediction().standardError().data()[i],
              training.label().data()[i]);
        }
      }
      rows.add(row("random: single pixels among the training pixels", sums.scores()));
    }
    ScoreSums blocks = new ScoreSums(spec.evaluation().forestThresholdPct());
    for (PixelWindow block : validation) {
      Area area = area(block, InputCondition.AS_ACQUIRED);
      for (int i = 0; i < area.pixels(); i++) {
        if (area.counts(i)) {
          blocks.add(
              area.prediction().mean().data()[i],
              area.prediction().standardError().data()[i],
              area.label().data()[i]);
        }
      }
    }
    rows.add(row("spatial: validation blocks (they stopped and calibrated it)", blocks.scores()));
    rows.add(row("spatial: test columns", tested));
    return new ScoreTable("Random beside spatial validation", SCORE_COLUMNS, rows);
  }

  /** The training pixels that baselines may learn from. */
  private record Learnable(List<FloatRaster> inputs, FloatRaster label, BitSet mayLearn) {
    boolean has(int pixel) {
      boolean has = mayLearn.get(pixel) && !Float.isNaN(label.data()[pixel]);
      for (FloatRaster input : inputs) {
        has &= !Float.isNaN(input.data()[pixel]);
      }
      return has;
    }

    double[] values(int pixel) {
      return inputs.stream().mapToDouble(input -> input.data()[pixel]).toArray();
    }

    QuadraticBaseline regression(List<ModelCard.InputBand> bands) {
      QuadraticBaseline.Fit fit =
          new QuadraticBaseline.Fit(
              bands.stream().mapToDouble(ModelCard.InputBand::mean).toArray(),
              bands.stream().mapToDouble(ModelCard.InputBand::deviation).toArray());
      for (int i = 0; i < label.data().length; i++) {
        if (has(i)) {
          fit.add(values(i), label.data()[i]);
        }
      }
      return fit.solve();
    }

    ForestBaseline forest(long seed) {
      long count = 0;
      for (int i = 0; i < label.data().length; i++) {
        count += has(i) ? 1 : 0;
      }
      RandomGenerator random = new SplittableRandom(seed);
      List<double[]> pixels = new ArrayList<>();
      List<Double> cover = new ArrayList<>();
      for (int i = 0; i < label.data().length; i++) {
        if (has(i) && random.nextDouble() * count < FOREST_PIXELS) {
          pixels.add(values(i));
          cover.add((double) label.data()[i]);
        }
      }
      return ForestBaseline.grow(pixels, cover, seed);
    }
  }

  private Learnable learnable() {
    PixelWindow training = spec.split().trainingWindow(scene.grid());
    boolean[] learnable = spec.split().learnable(scene.grid(), List.of());
    BitSet mayLearn = new BitSet(learnable.length);
    for (int i = 0; i < learnable.length; i++) {
      mayLearn.set(i, learnable[i]);
    }
    return new Learnable(scene.inputs(training), scene.labels(training).get(0), mayLearn);
  }
}
