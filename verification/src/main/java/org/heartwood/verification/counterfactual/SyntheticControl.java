package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.carbon.Estimate;

/**
 * A mix of areas outside that behaved like the project before its start (Abadie, Diamond and
 * Hainmueller 2010, doi:10.1198/jasa.2009.ap08746; for REDD+ West et al. 2020 and 2023).
 *
 * <pre>W(V) = argmin (x₁ − X₀w)ᵀ V (x₁ − X₀w),   w ≥ 0, Σw = 1
 * V    = argmin Σ_{t ≤ start} (Y₁(t) − Σ_j W_j(V) Y_j(t))²,   V diagonal
 * avoided by t = gap(t) − gap(start),   gap(t) = Σ_j W_j Y_j(t) − Y₁(t)</pre>
 *
 * <p>{@code Y} is the loss since the first date, as a share of the forest then; the predictors
 * {@code x} are {@code Y} before and at the start and the means of the covariates, each divided by
 * its spread among donors. The inner problem is solved exactly; {@code V} is searched coordinate by
 * coordinate on a grid of powers of 4, from equal weights and from weight on {@code Y} alone.
 *
 * <p>The interval adds two errors: donors are treated in turn as if they were the project (their
 * gaps say how far a mix errs where nothing happened), and 80 % of the donors are drawn again and
 * again. How concentrated the weights are, how far the donors lie and whether they share the
 * project's classes is always told.
 */
public final class SyntheticControl implements Estimator {
  private static final double[] STEPS = {0, 1.0 / 16, 1.0 / 4, 4, 16};
  private static final int ROUNDS = 3;
  private static final int SUBSAMPLES = 100;
  private static final double SUBSAMPLE_FRACTION = 0.8;
  private static final int FEW_PERIODS = 5;

  private final CellSettings settings;
  private final boolean onOutcomesAlone;

  private SyntheticControl(CellSettings settings, boolean onOutcomesAlone) {
    this.settings = settings;
    this.onOutcomesAlone = onOutcomesAlone;
  }

  /** On losses before the start and covariates. */
  public static SyntheticControl with(CellSettings settings) {
    return new SyntheticControl(settings, false);
  }

  /** On losses before the start alone. */
  public SyntheticControl onOutcomesAlone() {
    return new SyntheticControl(settings, true);
  }

  @Override
  public Family family() {
    return Family.SYNTHETIC_CONTROL;
  }

  @Override
  public String specification() {
    return "synthetic control" + (onOutcomesAlone ? ", on losses alone" : "");
  }

  @Override
  public EffectEstimate estimate(Study study) {
    Timeline timeline = study.timeline();
    DonorAreas areas = DonorAreas.of(study);
    String reason = DonorAreas.reasonAgainst(areas, settings.minDonors(), timeline.startIndex());
    if (reason == null && timeline.prePeriods() < 2) {
      reason =
          "the maps show "
              + timeline.prePeriods()
              + " period before the start (2 needed): a mix cannot be shown to behave alike";
    }
    if (reason != null) {
      return EffectEstimate.cannotTell(family(), specification(), reason, List.of());
    }
    Problem problem = new Problem(areas, study.panel(), timeline, onOutcomesAlone);
    double[] v = problem.predictorWeights();
    double[] w = problem.weights(v);
    return result(study, areas, problem, v, w);
  }

  private EffectEstimate result(
      Study study, DonorAreas areas, Problem problem, double[] v, double[] w) {
    Timeline timeline = study.timeline();
    int start = timeline.startIndex();
    // Gaps are shares of the forest at the first date, effects of that at the start.
    double toStart = 1 / (1 - areas.treated().lostFraction(start));
    List<YearEffect> years = new ArrayList<>();
    Estimate last = null;
    double[][] gapsOfDonors = problem.gapsOfDonors(v);
    double[][] gapsOfSubsamples = problem.gapsOfSubsamples(v, settings.seed() ^ study.seed());
    for (int date = start + 1; date < timeline.dates(); date++) {
      double effect = problem.effect(w, date) * toStart;
      double[] errors = errors(gapsOfDonors, gapsOfSubsamples, date, toStart);
      last = Resampling.interval(effect, errors);
      double observed =
          (areas.treated().lostFraction(date) - areas.treated().lostFraction(start)) * toStart;
      years.add(new YearEffect(timeline.years().get(date), observed, observed + effect, last));
    }
    if (last == null) {
      throw new IllegalStateException("a timeline has a date after its start");
    }
    List<String> warnings = new ArrayList<>();
    if (timeline.prePeriods() < FEW_PERIODS) {
      warnings.add(
          "the mix was fitted to "
              + timeline.prePeriods()
              + " periods only: that it behaved alike is hardly tested");
    }
    double spread = Resampling.deviation(problem.donorLossesBefore());
    double misfit = problem.misfitBefore(w);
    warnings.add(
        String.format(
            Locale.ROOT,
            "largest gap before the start %.4f of the forest, spread of the losses among donors"
                + " %.4f",
            misfit,
            spread));
    return new EffectEstimate(
        family(),
        specification(),
        null,
        years,
        last.times(1.0 / timeline.span(start, timeline.dates() - 1)),
        donors(study, areas, w),
        problem.balance(w),
        0,
        misfit > Math.max(0.25 * spread, 1e-4)
            ? "no mix of donors behaved like the area before the start"
            : null,
        warnings);
  }

  /** Every subsample's deviation with every donor's error, as far as the resamples go. */
  private double[] errors(double[][] donors, double[][] subsamples, int date, double toStart) {
    double[] errors = new double[Math.max(settings.resamples(), donors.length)];
    double mean = 0;
    for (double[] subsample : subsamples) {
      mean += subsample[date] / subsamples.length;
    }
    for (int i = 0; i < errors.length; i++) {
      errors[i] =
          toStart
              * (donors[i % donors.length][date]
                  + subsamples[i / donors.length % subsamples.length][date]
                  - mean);
    }
    return errors;
  }

  private static String donors(Study study, DonorAreas areas, double[] w) {
    int top = 0;
    double squares = 0;
    double distance = 0;
    double shared = 0;
    double[] sorted = w.clone();
    Arrays.sort(sorted);
    for (int j = 0; j < w.length; j++) {
      top = w[j] > w[top] ? j : top;
      squares += w[j] * w[j];
      distance += w[j] * distanceKm(study, areas, j);
      shared += w[j] * areas.treated().sharedClasses(areas.donors().get(j));
    }
    return String.format(
        Locale.ROOT,
        "%d donors, as concentrated as %.1f equal ones; the first two carry %.0f %%; the first lies"
            + " %.0f km away, the mix %.0f km; %.0f %% of the area's forest is in classes that the"
            + " mix has too",
        w.length,
        1 / squares,
        100 * (sorted[sorted.length - 1] + (sorted.length > 1 ? sorted[sorted.length - 2] : 0)),
        distanceKm(study, areas, top),
        distance,
        100 * shared);
  }

  private static double distanceKm(Study study, DonorAreas areas, int donor) {
    DonorAreas.Unit unit = areas.donors().get(donor);
    return Math.hypot(unit.row() - areas.treated().row(), unit.col() - areas.treated().col())
        * study.panel().cellM()
        / 1000;
  }

  /** Predictors and outcomes of the area and its donors. */
  private static final class Problem {
    private final DonorAreas areas;
    private final CellPanel panel;
    private final Timeline timeline;
    private final double[] target;
    private final double[][] donors;
    private final List<Integer> covariates;

    Problem(DonorAreas areas, CellPanel panel, Timeline timeline, boolean onOutcomesAlone) {
      this.areas = areas;
      this.panel = panel;
      this.timeline = timeline;
      this.covariates =
          onOutcomesAlone
              ? List.of()
              : IntStream.range(0, panel.covariates().size())
                  .filter(c -> spread(c) > 0)
                  .boxed()
                  .toList();
      this.target = predictors(areas.treated());
      this.donors = areas.donors().stream().map(this::predictors).toArray(double[][]::new);
    }

    private double spread(int covariate) {
      return Resampling.deviation(
          areas.donors().stream().mapToDouble(d -> d.means()[covariate]).toArray());
    }

    private double lossSpread(int date) {
      double spread =
          Resampling.deviation(
              areas.donors().stream().mapToDouble(d -> d.lostFraction(date)).toArray());
      return spread == 0 ? 1 : spread;
    }

    private double[] predictors(DonorAreas.Unit unit) {
      int start = timeline.startIndex();
      double[] x = new double[start + covariates.size()];
      for (int date = 1; date <= start; date++) {
        x[date - 1] = unit.lostFraction(date) / lossSpread(date);
      }
      for (int c = 0; c < covariates.size(); c++) {
        x[start + c] = unit.means()[covariates.get(c)] / spread(covariates.get(c));
      }
      return x;
    }

    /** Searches V; ties keep the earlier one. */
    double[] predictorWeights() {
      double[] equal = new double[target.length];
      Arrays.fill(equal, 1);
      double[] outcomes = new double[target.length];
      Arrays.fill(outcomes, 0, timeline.startIndex(), 1);
      Arrays.fill(outcomes, timeline.startIndex(), outcomes.length, 1e-3);
      double[] best = fit(equal) <= fit(outcomes) ? equal : outcomes;
      double lowest = fit(best);
      for (int round = 0; round < ROUNDS; round++) {
        for (int p = 0; p < best.length; p++) {
          for (double step : STEPS) {
            double[] other = best.clone();
            other[p] = step == 0 ? 1e-3 : other[p] * step;
            double found = fit(other);
            if (found < lowest * (1 - 1e-6)) {
              lowest = found;
              best = other;
            }
          }
        }
      }
      return best;
    }

    private double fit(double[] v) {
      double[] w = weights(v);
      double sum = 0;
      for (int date = 1; date <= timeline.startIndex(); date++) {
        double gap = gap(areas.treated(), areas.donors(), w, date);
        sum += gap * gap;
      }
      return sum;
    }

    double[] weights(double[] v) {
      return weights(v, target, donors);
    }

    private static double[] weights(double[] v, double[] target, double[][] donors) {
      double[] b = scaled(target, v);
      double[][] columns = Arrays.stream(donors).map(x -> scaled(x, v)).toArray(double[][]::new);
      return SimplexLeastSquares.weights(columns, b);
    }

    private static double[] scaled(double[] x, double[] v) {
      double[] out = new double[x.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = Math.sqrt(v[i]) * x[i];
      }
      return out;
    }

    private static double gap(
        DonorAreas.Unit unit, List<DonorAreas.Unit> donors, double[] w, int date) {
      double mix = 0;
      for (int j = 0; j < w.length; j++) {
        mix += w[j] * donors.get(j).lostFraction(date);
      }
      return mix - unit.lostFraction(date);
    }

    double effect(double[] w, int date) {
      return effect(areas.treated(), areas.donors(), w, date);
    }

    private double effect(DonorAreas.Unit unit, List<DonorAreas.Unit> from, double[] w, int date) {
      return gap(unit, from, w, date) - gap(unit, from, w, timeline.startIndex());
    }

    /** Each donor treated in turn as if it were the project, by date. */
    double[][] gapsOfDonors(double[] v) {
      double[][] gaps = new double[donors.length][];
      for (int j = 0; j < donors.length; j++) {
        gaps[j] = effects(areas.donors().get(j), donors[j], without(j), v);
      }
      return gaps;
    }

    double[][] gapsOfSubsamples(double[] v, long seed) {
      double[][] gaps = new double[SUBSAMPLES][];
      int kept = Math.max(1, (int) Math.round(SUBSAMPLE_FRACTION * donors.length));
      for (int s = 0; s < SUBSAMPLES; s++) {
        int draw = s;
        List<Integer> chosen =
            IntStream.range(0, donors.length)
                .boxed()
                .sorted(
                    (a, b) ->
                        Long.compare(
                            AddressedRandom.bits(seed, draw, a),
                            AddressedRandom.bits(seed, draw, b)))
                .limit(kept)
                .sorted()
                .toList();
        gaps[s] = effects(areas.treated(), target, chosen, v);
      }
      return gaps;
    }

    private List<Integer> without(int donor) {
      return IntStream.range(0, donors.length).filter(j -> j != donor).boxed().toList();
    }

    private double[] effects(
        DonorAreas.Unit unit, double[] predictors, List<Integer> from, double[] v) {
      double[][] columns = from.stream().map(j -> donors[j]).toArray(double[][]::new);
      List<DonorAreas.Unit> units = from.stream().map(areas.donors()::get).toList();
      double[] w = weights(v, predictors, columns);
      double[] effects = new double[timeline.dates()];
      for (int date = timeline.startIndex() + 1; date < effects.length; date++) {
        effects[date] = effect(unit, units, w, date);
      }
      return effects;
    }

    /** Losses of donors at the start, by which a misfit is measured. */
    double[] donorLossesBefore() {
      return areas.donors().stream()
          .mapToDouble(donor -> donor.lostFraction(timeline.startIndex()))
          .toArray();
    }

    double misfitBefore(double[] w) {
      double largest = 0;
      for (int date = 1; date <= timeline.startIndex(); date++) {
        largest = Math.max(largest, Math.abs(gap(areas.treated(), areas.donors(), w, date)));
      }
      return largest;
    }

    /** Differences are divided by the spread among donors. */
    List<Balance> balance(double[] w) {
      List<Balance> balance = new ArrayList<>();
      for (int c : covariates) {
        double treated = areas.treated().means()[c];
        double mix = 0;
        double raw = 0;
        for (int j = 0; j < w.length; j++) {
          mix += w[j] * areas.donors().get(j).means()[c];
          raw += areas.donors().get(j).means()[c] / w.length;
        }
        MatchingCovariate covariate = panel.covariates().get(c);
        balance.add(
            new Balance(
                covariate.name(),
                covariate.unit(),
                treated,
                mix,
                raw,
                (treated - mix) / spread(c),
                (treated - raw) / spread(c)));
      }
      return balance;
    }
  }
}
