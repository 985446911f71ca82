package org.heartwood.verification.detect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.heartwood.inference.accuracy.BinaryScores;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.inference.series.PixelSeries;
import org.heartwood.inference.series.ReferenceSeries;

/**
 * Scores the detectors on labelled series whose dates are known. A detector's score of a series is
 * the largest statistic of its chart; F1 is given twice, at the detector's published limit, and at
 * the threshold that is best on the series of the other spatial folds. Date errors are those of
 * dated disturbances that the detector confirmed at its published limit.
 *
 * <p>Nothing was fitted to these series but those thresholds, and for the PRODES series the normal
 * densities of Bayesian updating by date, on the other folds; that these take shortwave infrared
 * and differ by date was chosen after class medians of all series had been looked at. The
 * regressions' orders and the shift of non-forest in radar were written down before the first score
 * was seen.
 */
public final class DetectorSkill {
  private static final String RECORD = "skill.json";

  /** First day that is watched in Bago: a year of history, and no disturbance is dated before. */
  private static final LocalDate BAGO_FROM = LocalDate.of(2016, 1, 1);

  /** Band of the 3 × 3 mean of the VH anomaly, dB. */
  private static final int VH_MEAN = 1;

  private static final double RADAR_LEAST_SIGMA_DB = 0.3;
  private static final double RADAR_SHIFT_DB = 2;
  private static final double RADAR_SIGMA_DB = 1;
  private static final int PRODES_SWIR2 = 2;

  /** From median absolute to standard deviation, for normal noise. */
  private static final double MAD = 1.4826;

  private static final double CHI = 0.975;

  private DetectorSkill() {}

  /**
   * Figures on record.
   *
   * @param version of the record, raised when figures change for a reason
   * @param tables as an evaluation makes them
   */
  public record Figures(String version, List<ScoreTable> tables) {
    public Figures {
      tables = List.copyOf(tables);
    }

    /** Where other tables say something else, one line a difference. */
    public List<String> differences(List<ScoreTable> found) {
      if (found.size() != tables.size()) {
        return List.of("the record has " + tables.size() + " tables, not " + found.size());
      }
      List<String> differences = new ArrayList<>();
      for (int i = 0; i < found.size(); i++) {
        differences.addAll(tables.get(i).differences(found.get(i)));
      }
      return differences;
    }
  }

  /** The figures that ship. */
  public static Figures recorded() {
    try (InputStream in = DetectorSkill.class.getResourceAsStream(RECORD)) {
      if (in == null) {
        throw new IllegalStateException(RECORD + " is missing from the build");
      }
      return StrictJson.read(in.readAllBytes(), RECORD, Figures.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Scores all detectors.
   *
   * @param samples folder of the data samples, with {@code bago} and {@code prodes} in it
   */
  public static List<ScoreTable> evaluate(Path samples) {
    List<ScoreTable> tables = new ArrayList<>();
    tables.addAll(bago(samples.resolve("bago").resolve("training.json")));
    tables.add(prodes(samples.resolve("prodes").resolve("training.json")));
    return tables;
  }

  /**
   * What one detector says of one series.
   *
   * @param score rises with the evidence; 0 where it cannot tell
   */
  private record Found(double score, boolean confirmed, boolean told, Optional<LocalDate> date) {}

  private record Scorer(String name, List<Found> found, boolean published) {}

  private static List<ScoreTable> bago(Path trainingFile) {
    ReferenceSeries reference = ReferenceSeries.read(trainingFile);
    double from = BAGO_FROM.toEpochDay();
    List<Chart> charts =
        List.of(
            new CusumChart(0.05),
            new MosumChart(0.25, 0.05),
            new EwmaChart(0.3, 2, 3),
            new ShewhartChart(5, 3),
            new BayesChart(0, RADAR_SHIFT_DB, RADAR_SIGMA_DB, CHI));
    List<ChangeDetector> detectors = new ArrayList<>();
    for (Chart chart : charts) {
      detectors.add(ChangeDetector.harmonic(chart, 1, Direction.FALL, RADAR_LEAST_SIGMA_DB, from));
    }
    detectors.add(ChangeDetector.bfastMonitor(Direction.FALL, RADAR_LEAST_SIGMA_DB, from));
    List<Scorer> scorers = new ArrayList<>();
    for (ChangeDetector detector : detectors) {
      scorers.add(
          new Scorer(
              detector.title(),
              reference.samples().stream().map(one -> found(detector, one.series())).toList(),
              true));
    }
    scorers.add(new Scorer("agreement of the six", agreement(detectors.size(), scorers), true));
    for (ReferenceSeries.RuleResult rule : reference.rules()) {
      scorers.add(
          new Scorer(
              rule.title(),
              IntStream.range(0, rule.scores().size())
                  .mapToObj(i -> new Found(rule.scores().get(i), false, true, rule.dates().get(i)))
                  .toList(),
              false));
    }
    return List.of(
        scores("Sentinel-1 series of Bago, spatial folds", reference, scorers),
        dates("Dates in Bago, |first seen − reference|", reference, scorers));
  }

  /** Mean rank of the detectors' scores; confirmed where most confirm; the median first date. */
  private static List<Found> agreement(int detectors, List<Scorer> scorers) {
    int series = scorers.get(0).found().size();
    double[] ranks = new double[series];
    for (Scorer scorer : scorers) {
      double[] scores = scorer.found().stream().mapToDouble(Found::score).toArray();
      for (int i = 0; i < series; i++) {
        double own = scores[i];
        long below = Arrays.stream(scores).filter(score -> score < own).count();
        long same = Arrays.stream(scores).filter(score -> score == own).count();
        ranks[i] += (below + 0.5 * same) / series / detectors;
      }
    }
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < series; i++) {
      int at = i;
      List<Found> its = scorers.stream().map(scorer -> scorer.found().get(at)).toList();
      List<LocalDate> dates =
          its.stream()
              .filter(Found::confirmed)
              .map(one -> one.date().orElseThrow())
              .sorted()
              .toList();
      boolean confirmed = dates.size() >= 2;
      found.add(
          new Found(
              ranks[i],
              confirmed,
              its.stream().anyMatch(Found::told),
              dates.isEmpty() ? Optional.empty() : Optional.of(dates.get((dates.size() - 1) / 2))));
    }
    return found;
  }

  private static Found found(ChangeDetector detector, PixelSeries series) {
    int count = series.dates().size();
    double[] days = series.dates().stream().mapToDouble(LocalDate::toEpochDay).toArray();
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = series.at(VH_MEAN, i);
    }
    ChangeDetector.Dates dates = detector.dates(days);
    double[] state = new double[detector.stateSize(dates)];
    detector.run(dates, values, 0, state, 0, new ChangeDetector.Workspace(dates));
    Outcome outcome = detector.outcome(state, 0);
    return new Found(
        state[PixelState.PEAK],
        outcome.standing().confirmed(),
        !outcome.standing().cannotTell(),
        outcome.change().map(Outcome.Change::firstSeen));
  }

  private static ScoreTable prodes(Path trainingFile) {
    ReferenceSeries reference = ReferenceSeries.read(trainingFile);
    Found[] found = new Found[reference.samples().size()];
    int dates = reference.samples().get(0).series().dates().size();
    for (int fold = 0; fold < reference.folds(); fold++) {
      int held = fold;
      double[][] forest = densities(reference, one -> one.fold() != held && !one.event(), dates);
      double[][] other = densities(reference, one -> one.fold() != held && one.event(), dates);
      for (int i = 0; i < found.length; i++) {
        ReferenceSeries.Sample sample = reference.samples().get(i);
        if (sample.fold() == fold) {
          found[i] = updated(forest, other, sample.series());
        }
      }
    }
    List<Scorer> scorers = new ArrayList<>();
    scorers.add(new Scorer("Bayesian updating", Arrays.asList(found), true));
    for (ReferenceSeries.RuleResult rule : reference.rules()) {
      scorers.add(
          new Scorer(
              rule.title(),
              rule.scores().stream()
                  .map(score -> new Found(score, false, true, Optional.empty()))
                  .toList(),
              false));
    }
    return scores("Landsat series of PRODES, one year each, spatial folds", reference, scorers);
  }

  private static Found updated(double[][] forest, double[][] other, PixelSeries series) {
    double[] state = new double[4];
    BayesChart.start(state, 0);
    double peak = 0;
    int observed = 0;
    for (int i = 0; i < series.dates().size(); i++) {
      float value = series.at(PRODES_SWIR2, i);
      double shift = other[i][0] - forest[i][0];
      if (!Float.isNaN(value) && shift > 0) {
        observed++;
        BayesChart chart = new BayesChart(forest[i][1], shift, other[i][1], CHI);
        double ratio = StrictMath.log(forest[i][1] / other[i][1]);
        double p = chart.nonForest(value - forest[i][0], forest[i][1], ratio);
        peak = Math.max(peak, BayesChart.update(state, 0, p, CHI));
      }
    }
    return new Found(peak, peak >= CHI, observed > 0, Optional.empty());
  }

  /** Median and 1.4826 times the median absolute deviation of the band, by date. */
  private static double[][] densities(
      ReferenceSeries reference, Predicate<ReferenceSeries.Sample> which, int dates) {
    List<PixelSeries> series =
        reference.samples().stream().filter(which).map(ReferenceSeries.Sample::series).toList();
    double[][] out = new double[dates][];
    for (int i = 0; i < dates; i++) {
      int date = i;
      double[] values =
          series.stream()
              .mapToDouble(one -> one.at(PRODES_SWIR2, date))
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      double median = middle(values);
      double[] spread = Arrays.stream(values).map(v -> Math.abs(v - median)).sorted().toArray();
      out[i] = new double[] {median, MAD * middle(spread)};
    }
    return out;
  }

  private static ScoreTable scores(String title, ReferenceSeries reference, List<Scorer> scorers) {
    List<ScoreTable.Row> rows = new ArrayList<>();
    for (Scorer scorer : scorers) {
      BinaryScores tuned = BinaryScores.of(tuned(reference, scorer));
      BinaryScores published = BinaryScores.of(published(reference, scorer));
      rows.add(
          new ScoreTable.Row(
              scorer.name(),
              List.of(
                  (double) tuned.cases(),
                  (double) tuned.events(),
                  (double) scorer.found().stream().filter(one -> !one.told()).count(),
                  rounded(tuned.auc()),
                  rounded(tuned.f1()),
                  scorer.published() ? rounded(published.f1()) : Double.NaN,
                  scorer.published() ? rounded(published.precisionFraction()) : Double.NaN,
                  scorer.published() ? rounded(published.recallFraction()) : Double.NaN)));
    }
    return new ScoreTable(
        title,
        List.of(
            new ScoreTable.Column("series", 0),
            new ScoreTable.Column("disturbed", 0),
            new ScoreTable.Column("cannot tell", 0),
            new ScoreTable.Column("AUC", 3),
            new ScoreTable.Column("F1, threshold of other folds", 3),
            new ScoreTable.Column("F1, published limit", 3),
            new ScoreTable.Column("precision there", 3),
            new ScoreTable.Column("recall there", 3)),
        rows);
  }

  private static List<BinaryScores.Case> published(ReferenceSeries reference, Scorer scorer) {
    return IntStream.range(0, scorer.found().size())
        .mapToObj(
            i ->
                new BinaryScores.Case(
                    scorer.found().get(i).score(),
                    scorer.found().get(i).confirmed(),
                    reference.samples().get(i).event()))
        .toList();
  }

  private static List<BinaryScores.Case> tuned(ReferenceSeries reference, Scorer scorer) {
    List<BinaryScores.Case> raw = published(reference, scorer);
    double[] thresholds = new double[reference.folds()];
    for (int fold = 0; fold < thresholds.length; fold++) {
      int held = fold;
      thresholds[fold] =
          BinaryScores.bestThreshold(
              IntStream.range(0, raw.size())
                  .filter(i -> reference.samples().get(i).fold() != held)
                  .mapToObj(raw::get)
                  .toList());
    }
    return IntStream.range(0, raw.size())
        .mapToObj(
            i ->
                new BinaryScores.Case(
                    raw.get(i).score(),
                    raw.get(i).score() >= thresholds[reference.samples().get(i).fold()],
                    raw.get(i).event()))
        .toList();
  }

  private static ScoreTable dates(String title, ReferenceSeries reference, List<Scorer> scorers) {
    List<ScoreTable.Row> rows = new ArrayList<>();
    for (Scorer scorer : scorers) {
      List<BinaryScores.Case> tuned = tuned(reference, scorer);
      List<Long> errors = new ArrayList<>();
      int dated = 0;
      for (int i = 0; i < tuned.size(); i++) {
        Optional<LocalDate> truth = reference.samples().get(i).date();
        Found found = scorer.found().get(i);
        dated += truth.isPresent() ? 1 : 0;
        boolean detected = scorer.published() ? found.confirmed() : tuned.get(i).predicted();
        if (truth.isPresent() && detected && found.date().isPresent()) {
          errors.add(ChronoUnit.DAYS.between(truth.get(), found.date().get()));
        }
      }
      double[] sizes = errors.stream().mapToDouble(Math::abs).sorted().toArray();
      double[] signed = errors.stream().mapToDouble(Long::doubleValue).sorted().toArray();
      rows.add(
          new ScoreTable.Row(
              scorer.name(),
              List.of(
                  (double) dated,
                  (double) sizes.length,
                  middle(sizes),
                  rounded(Arrays.stream(sizes).average().orElse(Double.NaN)),
                  middle(signed))));
    }
    return new ScoreTable(
        title,
        List.of(
            new ScoreTable.Column("dated", 0),
            new ScoreTable.Column("of these detected", 0),
            new ScoreTable.Column("median error, days", 0),
            new ScoreTable.Column("mean error, days", 0),
            new ScoreTable.Column("median, signed, days", 0)),
        rows);
  }

  private static double middle(double[] sorted) {
    return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
  }

  private static double rounded(double value) {
    return Double.isNaN(value) ? value : Math.round(value * 1e6) / 1e6;
  }
}
