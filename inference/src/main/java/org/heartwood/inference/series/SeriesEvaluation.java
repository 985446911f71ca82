package org.heartwood.inference.series;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heartwood.inference.accuracy.BinaryScores;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ScoreTable;

/**
 * Scores a model, rules and a regression by cross-validation: every sample is scored by networks
 * that never saw it, and told apart by the threshold with the best F1 on the samples of the other
 * folds. Intervals come from drawing blocks of ground with replacement (Efron and Tibshirani 1993,
 * An Introduction to the Bootstrap, chapter 13).
 */
final class SeriesEvaluation {
  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;
  private static final double COVERAGE_FRACTION = 0.9;

  /** Two-sided 90 % quantile of the standard normal distribution. */
  private static final double NORMAL_90 = 1.6448536269514722;

  private static final int BINS = 10;
  private static final String MODEL = "model";
  private static final String REGRESSION = "logistic regression on all values";

  private final SeriesSpec spec;
  private final SeriesSamples samples;
  private final List<StepSeries> steps;
  private final ModelCard draft;

  /**
   * @param steps the samples' labelled series on steps
   * @param draft the card, whose outputs say whether dates are told
   */
  SeriesEvaluation(
      SeriesSpec spec, SeriesSamples samples, List<StepSeries> steps, ModelCard draft) {
    this.spec = spec;
    this.samples = samples;
    this.steps = steps;
    this.draft = draft;
  }

  /**
   * One way of scoring the samples.
   *
   * @param cases one a sample
   * @param found what it says of each sample, in the same order
   */
  private record Scorer(
      String name, List<BinaryScores.Case> cases, List<Detection> found, boolean dated) {}

  /**
   * What comes out.
   *
   * @param calibration scaling of the standard errors of dates; empty if no dates are told
   */
  record Result(List<ModelCard.Calibration> calibration, List<ScoreTable> tables) {}

  /**
   * Scores.
   *
   * @param spatial what the networks say of the samples, by spatial folds
   * @param random the same by random folds; empty if there are none
   */
  Result of(List<LogitScale.Scored> spatial, List<LogitScale.Scored> random) {
    int[] folds = Folding.SPATIAL.folds(samples, spec);
    List<Scorer> scorers = scorers(Folding.SPATIAL, spatial);
    Scorer model = scorers.get(0);
    List<ScoreTable> tables = new ArrayList<>();
    tables.add(sideBySide(scorers, random));
    tables.add(byFold(model, folds));
    tables.add(intervals(scorers));
    tables.add(reliability(model));
    if (!model.dated()) {
      return new Result(List.of(), tables);
    }
    tables.add(dates(scorers, folds));
    List<Integer> all = detected(model);
    return new Result(
        List.of(
            new ModelCard.Calibration(
                "disturbance date", COVERAGE_FRACTION, errorFactor(model, all), all.size())),
        tables);
  }

  private List<Scorer> scorers(Folding folding, List<LogitScale.Scored> scored) {
    int[] folds = folding.folds(samples, spec);
    List<Scorer> scorers = new ArrayList<>();
    ModelCard unscaled =
        draft.with(draft.training(), List.of(), List.of(), ModelCard.Evidence.NONE);
    List<Detection> said = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      StepProbabilities mean = scored.get(i).probabilities(new LogitScale(1, 0));
      said.add(SeriesDetector.detection(mean, steps.get(i), unscaled));
    }
    scorers.add(scorer(MODEL, said, folds));
    for (SimpleRule rule : SimpleRule.of(spec.data())) {
      List<Detection> found =
          steps.stream()
              .map(rule::apply)
              .map(one -> new Detection(one.score(), one.date(), Double.NaN))
              .toList();
      scorers.add(scorer(rule.title(), found, folds));
    }
    if (spec.data() instanceof SeriesSpec.Table) {
      scorers.add(scorer(REGRESSION, regression(folding, folds), folds));
    }
    return scorers;
  }

  private List<Detection> regression(Folding folding, int[] folds) {
    List<double[]> features = steps.stream().map(SeriesEvaluation::features).toList();
    Detection[] found = new Detection[folds.length];
    for (int fold = 0; fold < folding.count(spec); fold++) {
      int held = fold;
      int[] taught =
          IntStream.range(0, folds.length)
              .filter(
                  i ->
                      folding == Folding.SPATIAL
                          ? !samples.labelled().get(i).hiddenFrom().get(held)
                          : folds[i] != held)
              .toArray();
      LogisticRegression model =
          LogisticRegression.fit(
              IntStream.of(taught).mapToObj(features::get).toList(),
              IntStream.of(taught).mapToObj(i -> samples.labelled().get(i).event()).toList());
      for (int i = 0; i < folds.length; i++) {
        if (folds[i] == fold) {
          found[i] =
              new Detection(model.probability(features.get(i)), Optional.empty(), Double.NaN);
        }
      }
    }
    return Arrays.asList(found);
  }

  private static double[] features(StepSeries series) {
    double[] values = new double[series.bands() * series.steps()];
    for (int i = 0; i < values.length; i++) {
      values[i] = series.at(i / series.steps(), i % series.steps());
    }
    return values;
  }

  private Scorer scorer(String name, List<Detection> found, int[] folds) {
    int count = Arrays.stream(folds).max().orElseThrow() + 1;
    List<BinaryScores.Case> raw = new ArrayList<>();
    for (int i = 0; i < folds.length; i++) {
      raw.add(
          new BinaryScores.Case(
              found.get(i).probability(), false, samples.labelled().get(i).event()));
    }
    double[] thresholds = new double[count];
    for (int fold = 0; fold < count; fold++) {
      int held = fold;
      thresholds[fold] =
          BinaryScores.bestThreshold(
              IntStream.range(0, folds.length)
                  .filter(i -> folds[i] != held)
                  .mapToObj(raw::get)
                  .toList());
    }
    List<BinaryScores.Case> cases = new ArrayList<>();
    for (int i = 0; i < folds.length; i++) {
      BinaryScores.Case one = raw.get(i);
      cases.add(
          new BinaryScores.Case(one.score(), one.score() >= thresholds[folds[i]], one.event()));
    }
    boolean dated =
        found.stream().anyMatch(one -> one.date().isPresent())
            && samples.labelled().stream().anyMatch(one -> one.date().isPresent());
    return new Scorer(name, cases, found, dated);
  }

  private ScoreTable sideBySide(List<Scorer> spatial, List<LogitScale.Scored> random) {
    List<ScoreTable.Row> rows = new ArrayList<>();
    spatial.forEach(one -> rows.add(row(one.name() + ", spatial folds", one)));
    if (!random.isEmpty()) {
      scorers(Folding.RANDOM, random)
          .forEach(one -> rows.add(row(one.name() + ", random folds", one)));
    }
    return new ScoreTable("All folds together", COLUMNS, rows);
  }

  private static final List<ScoreTable.Column> COLUMNS =
      List.of(
          new ScoreTable.Column("series", 0),
          new ScoreTable.Column("disturbed", 0),
          new ScoreTable.Column("AUC", 3),
          new ScoreTable.Column("F1", 3),
          new ScoreTable.Column("precision", 3),
          new ScoreTable.Column("recall", 3),
          new ScoreTable.Column("accuracy", 3),
          new ScoreTable.Column("Brier", 3),
          new ScoreTable.Column("calibration error", 3));

  private static ScoreTable.Row row(String group, Scorer scorer) {
    boolean probabilities = scorer.name().equals(MODEL) || scorer.name().equals(REGRESSION);
    return row(group, scorer.cases(), probabilities);
  }

  private static ScoreTable.Row row(
      String group, List<BinaryScores.Case> cases, boolean probabilities) {
    BinaryScores scores = BinaryScores.of(cases);
    return new ScoreTable.Row(
        group,
        List.of(
            (double) scores.cases(),
            (double) scores.events(),
            rounded(scores.auc()),
            rounded(scores.f1()),
            rounded(scores.precisionFraction()),
            rounded(scores.recallFraction()),
            rounded(scores.accuracyFraction()),
            probabilities ? rounded(scores.brier()) : Double.NaN,
            probabilities ? rounded(scores.calibrationError()) : Double.NaN));
  }

  private ScoreTable byFold(Scorer model, int[] folds) {
    List<ScoreTable.Row> rows = new ArrayList<>();
    for (int fold = 0; fold < spec.folds(); fold++) {
      int held = fold;
      rows.add(
          row(
              "fold " + (fold + 1),
              IntStream.range(0, folds.length)
                  .filter(i -> folds[i] == held)
                  .mapToObj(model.cases()::get)
                  .toList(),
              true));
    }
    return new ScoreTable("The model by spatial fold", COLUMNS, rows);
  }

  private static ScoreTable reliability(Scorer model) {
    List<ScoreTable.Row> rows = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      int held = bin;
      List<BinaryScores.Case> its =
          model.cases().stream()
              .filter(one -> Math.min(BINS - 1, (int) (one.score() * BINS)) == held)
              .toList();
      rows.add(
          new ScoreTable.Row(
              bin * BINS + " to " + (bin + 1) * BINS + " per cent",
              List.of(
                  (double) its.size(),
                  rounded(
                      its.stream()
                          .mapToDouble(BinaryScores.Case::score)
                          .average()
                          .orElse(Double.NaN)),
                  rounded(
                      its.stream()
                          .mapToDouble(one -> one.event() ? 1 : 0)
                          .average()
                          .orElse(Double.NaN)))));
    }
    return new ScoreTable(
        "Reliability of the model's probability, spatial folds",
        List.of(
            new ScoreTable.Column("series", 0),
            new ScoreTable.Column("mean probability", 3),
            new ScoreTable.Column("share disturbed", 3)),
        rows);
  }

  private ScoreTable intervals(List<Scorer> scorers) {
    List<int[]> draws = draws();
    Scorer model = scorers.get(0);
    List<ScoreTable.Row> rows = new ArrayList<>();
    for (Scorer one : scorers) {
      rows.add(interval(one.name() + ", AUC", draws, draw -> auc(one, draw)));
    }
    for (Scorer one : scorers.subList(1, scorers.size())) {
      rows.add(
          interval(
              "model − " + one.name() + ", AUC", draws, draw -> auc(model, draw) - auc(one, draw)));
    }
    for (Scorer one : scorers) {
      rows.add(interval(one.name() + ", F1", draws, draw -> f1(one, draw)));
    }
    for (Scorer one : scorers) {
      if (one.dated()) {
        rows.add(
            interval(
                one.name() + ", median date error of the detected, days",
                draws,
                draw -> medianError(one, draw)));
      }
    }
    return new ScoreTable(
        "Spatial folds with 90 % intervals, from "
            + spec.evaluation().bootstrapDraws()
            + " draws of blocks",
        List.of(
            new ScoreTable.Column("value", 3),
            new ScoreTable.Column("5 %", 3),
            new ScoreTable.Column("95 %", 3)),
        rows);
  }

  /** Draws of samples by block, the first all samples once. */
  private List<int[]> draws() {
    Map<String, List<Integer>> blocks = new TreeMap<>();
    for (int i = 0; i < steps.size(); i++) {
      blocks.computeIfAbsent(samples.labelled().get(i).block(), name -> new ArrayList<>()).add(i);
    }
    List<List<Integer>> list = List.copyOf(blocks.values());
    Random random = new Random(spec.evaluation().seed());
    List<int[]> draws = new ArrayList<>();
    draws.add(IntStream.range(0, steps.size()).toArray());
    for (int draw = 0; draw < spec.evaluation().bootstrapDraws(); draw++) {
      List<Integer> drawn = new ArrayList<>();
      for (int i = 0; i < list.size(); i++) {
        drawn.addAll(list.get(random.nextInt(list.size())));
      }
      draws.add(drawn.stream().mapToInt(Integer::intValue).toArray());
    }
    return draws;
  }

  private static ScoreTable.Row interval(
      String group, List<int[]> draws, ToDoubleFunction<int[]> measure) {
    double[] values =
        draws.stream().skip(1).mapToDouble(measure).filter(Double::isFinite).sorted().toArray();
    return new ScoreTable.Row(
        group,
        List.of(
            rounded(measure.applyAsDouble(draws.get(0))),
            rounded(quantile(values, LOW)),
            rounded(quantile(values, HIGH))));
  }

  private static double auc(Scorer scorer, int[] draw) {
    return BinaryScores.auc(IntStream.of(draw).mapToObj(scorer.cases()::get).toList());
  }

  private static double f1(Scorer scorer, int[] draw) {
    return BinaryScores.of(IntStream.of(draw).mapToObj(scorer.cases()::get).toList()).f1();
  }

  private ScoreTable dates(List<Scorer> scorers, int[] folds) {
    List<ScoreTable.Row> rows = new ArrayList<>();
    for (Scorer one : scorers) {
      if (one.dated()) {
        List<Integer> found = detected(one);
        double[] all = errors(one, datedSamples());
        double[] its = errors(one, found);
        rows.add(
            new ScoreTable.Row(
                one.name(),
                List.of(
                    (double) all.length,
                    (double) its.length,
                    rounded(quantile(its, 0.5)),
                    rounded(Arrays.stream(its).average().orElse(Double.NaN)),
                    rounded(quantile(all, 0.5)),
                    rounded(Arrays.stream(all).average().orElse(Double.NaN)),
                    one.name().equals(MODEL) ? rounded(coverage(one, found, folds)) : Double.NaN)));
      }
    }
    return new ScoreTable(
        "Dates, spatial folds: |estimate − reference|, days",
        List.of(
            new ScoreTable.Column("dated", 0),
            new ScoreTable.Column("of these detected", 0),
            new ScoreTable.Column("median of the detected", 0),
            new ScoreTable.Column("mean of the detected", 0),
            new ScoreTable.Column("median of all", 0),
            new ScoreTable.Column("mean of all", 0),
            new ScoreTable.Column("in 90 %", 3)),
        rows);
  }

  private List<Integer> datedSamples() {
    return IntStream.range(0, steps.size())
        .filter(i -> samples.labelled().get(i).date().isPresent())
        .boxed()
        .toList();
  }

  private List<Integer> detected(Scorer scorer) {
    return datedSamples().stream().filter(i -> scorer.cases().get(i).predicted()).toList();
  }

  private double medianError(Scorer scorer, int[] draw) {
    return quantile(
        errors(
            scorer,
            IntStream.of(draw)
                .boxed()
                .filter(i -> samples.labelled().get(i).date().isPresent())
                .filter(i -> scorer.cases().get(i).predicted())
                .toList()),
        0.5);
  }

  /** Absolute errors of dates, ascending. */
  private double[] errors(Scorer scorer, List<Integer> which) {
    return which.stream().mapToDouble(i -> error(scorer, i)).sorted().toArray();
  }

  private double error(Scorer scorer, int i) {
    LocalDate truth = samples.labelled().get(i).date().orElseThrow();
    LocalDate found = scorer.found().get(i).date().orElseThrow();
    return Math.abs(ChronoUnit.DAYS.between(truth, found));
  }

  /** Factor on the standard errors that makes 90 % intervals hold 90 % of the given samples. */
  private double errorFactor(Scorer model, List<Integer> which) {
    double[] ratios =
        which.stream()
            .mapToDouble(i -> error(model, i) / model.found().get(i).standardErrorDays())
            .sorted()
            .toArray();
    int rank = (int) Math.ceil(COVERAGE_FRACTION * (ratios.length + 1)) - 1;
    return ratios.length == 0 ? 1 : ratios[Math.min(ratios.length - 1, rank)] / NORMAL_90;
  }

  /** Share of detected samples within the interval whose factor comes from the other folds. */
  private double coverage(Scorer model, List<Integer> which, int[] folds) {
    Map<Integer, Double> factors =
        IntStream.range(0, spec.folds())
            .boxed()
            .collect(
                Collectors.toMap(
                    fold -> fold,
                    fold ->
                        errorFactor(model, which.stream().filter(i -> folds[i] != fold).toList())));
    long inside =
        which.stream()
            .filter(
                i ->
                    error(model, i)
                        <= NORMAL_90
                            * factors.getOrDefault(folds[i], 1.0)
                            * model.found().get(i).standardErrorDays())
            .count();
    return inside / (double) which.size();
  }

  /** Linear between order statistics; NaN of nothing. */
  private static double quantile(double[] ascending, double fraction) {
    if (ascending.length == 0) {
      return Double.NaN;
    }
    double place = fraction * (ascending.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(ascending.length - 1, below + 1);
    return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
  }

  private static double rounded(double value) {
    return Double.isNaN(value) ? value : Math.round(value * 1e4) / 1e4;
  }
}
