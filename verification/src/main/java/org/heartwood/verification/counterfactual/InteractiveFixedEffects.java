package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.heartwood.verification.carbon.Estimate;

/**
 * Generalised synthetic control (Xu 2017, doi:10.1017/pan.2016.2): losses of all areas follow a few
 * common courses in time, to which each area answers in its own strength.
 *
 * <pre>Y(i, t) = α(i) + ξ(t) + λ(i)ᵀ f(t) + error</pre>
 *
 * <p>{@code Y} is the loss of a period, a year, as a share of the forest at the first date. The
 * courses {@code f} are the first principal components of the donors after means by area and by
 * period are taken off; {@code α} and {@code λ} of the project are fitted to its periods before the
 * start by least squares. How many courses: the number, from 0 on, that best predicts each period
 * before the start from the others. The interval treats donors in turn as if they were the project
 * (Xu's algorithm 2 draws from the same prediction errors).
 */
public final class InteractiveFixedEffects implements Estimator {
  private static final int MOST_FACTORS = 4;

  private final CellSettings settings;

  private InteractiveFixedEffects(CellSettings settings) {
    this.settings = settings;
  }

  public static InteractiveFixedEffects with(CellSettings settings) {
    return new InteractiveFixedEffects(settings);
  }

  @Override
  public Family family() {
    return Family.INTERACTIVE_FIXED_EFFECTS;
  }

  @Override
  public String specification() {
    return "interactive fixed effects";
  }

  @Override
  public EffectEstimate estimate(Study study) {
    Timeline timeline = study.timeline();
    DonorAreas areas = DonorAreas.of(study);
    String reason = DonorAreas.reasonAgainst(areas, settings.minDonors(), timeline.startIndex());
    if (reason == null && timeline.prePeriods() < settings.minPrePeriods()) {
      reason =
          "the maps show "
              + timeline.prePeriods()
              + " periods before the start ("
              + settings.minPrePeriods()
              + " needed)";
    }
    if (reason != null) {
      return EffectEstimate.cannotTell(family(), specification(), reason, List.of());
    }
    double[] treated = rates(areas.treated(), timeline);
    double[][] donors =
        areas.donors().stream().map(d -> rates(d, timeline)).toArray(double[][]::new);
    int pre = timeline.prePeriods();
    int factors = chosen(treated, donors, pre);
    double[] expected = predicted(treated, donors, pre, factors);
    double[][] errors = new double[donors.length][];
    for (int j = 0; j < donors.length; j++) {
      double[] own = predicted(donors[j], without(donors, j), pre, factors);
      errors[j] = new double[own.length];
      for (int t = 0; t < own.length; t++) {
        errors[j][t] = own[t] - donors[j][t];
      }
    }
    return result(study, areas, treated, expected, errors, factors);
  }

  private EffectEstimate result(
      Study study,
      DonorAreas areas,
      double[] treated,
      double[] expected,
      double[][] errors,
      int factors) {
    Timeline timeline = study.timeline();
    int start = timeline.startIndex();
    double toStart = 1 / (1 - areas.treated().lostFraction(start));
    List<YearEffect> years = new ArrayList<>();
    Estimate last = null;
    double observed = 0;
    double effect = 0;
    double[] summed = new double[errors.length];
    for (int date = start + 1; date < timeline.dates(); date++) {
      double span = timeline.span(date - 1, date) * toStart;
      observed += treated[date - 1] * span;
      effect += (expected[date - 1] - treated[date - 1]) * span;
      for (int j = 0; j < summed.length; j++) {
        summed[j] += errors[j][date - 1] * span;
      }
      last = Resampling.interval(effect, summed);
      years.add(new YearEffect(timeline.years().get(date), observed, observed + effect, last));
    }
    if (last == null) {
      throw new IllegalStateException("a timeline has a date after its start");
    }
    return new EffectEstimate(
        family(),
        specification(),
        null,
        years,
        last.times(1.0 / timeline.span(start, timeline.dates() - 1)),
        String.format(Locale.ROOT, "%d donors, %d common courses", areas.donors().size(), factors),
        List.of(),
        0,
        null,
        List.of());
  }

  /** Loss of each period a year, share of the forest at the first date. */
  private static double[] rates(DonorAreas.Unit unit, Timeline timeline) {
    double[] rates = new double[timeline.dates() - 1];
    for (int t = 0; t < rates.length; t++) {
      rates[t] = (unit.lostFraction(t + 1) - unit.lostFraction(t)) / timeline.span(t, t + 1);
    }
    return rates;
  }

  /** Leaves out each period before the start in turn. */
  private static int chosen(double[] treated, double[][] donors, int pre) {
    int best = 0;
    double lowest = Double.POSITIVE_INFINITY;
    int most = Math.min(Math.min(MOST_FACTORS, pre - 2), donors.length - 2);
    for (int factors = 0; factors <= most; factors++) {
      double[][] basis = basis(donors, factors);
      double[] time = courses(donors);
      double sum = 0;
      for (int left = 0; left < pre; left++) {
        double error = treated[left] - fitted(treated, time, basis, pre, left)[left];
        sum += error * error;
      }
      if (sum < lowest * (1 - 1e-9)) {
        lowest = sum;
        best = factors;
      }
    }
    return best;
  }

  static double[] predicted(double[] treated, double[][] donors, int pre, int factors) {
    return fitted(treated, courses(donors), basis(donors, factors), pre, -1);
  }

  /** ξ: the mean of the donors in each period. */
  private static double[] courses(double[][] donors) {
    double[] means = new double[donors[0].length];
    for (double[] donor : donors) {
      for (int t = 0; t < means.length; t++) {
        means[t] += donor[t] / donors.length;
      }
    }
    return means;
  }

  /** f: leading eigenvectors of the donors' residuals, one array a factor. */
  private static double[][] basis(double[][] donors, int factors) {
    int periods = donors[0].length;
    double[] time = courses(donors);
    double grand = Resampling.mean(time);
    double[][] cross = new double[periods][periods];
    for (double[] donor : donors) {
      double own = Resampling.mean(donor);
      double[] residual = new double[periods];
      for (int t = 0; t < periods; t++) {
        residual[t] = donor[t] - own - time[t] + grand;
      }
      for (int a = 0; a < periods; a++) {
        for (int b = 0; b < periods; b++) {
          cross[a][b] += residual[a] * residual[b];
        }
      }
    }
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(cross, false));
    double[][] basis = new double[factors][];
    for (int f = 0; f < factors; f++) {
      basis[f] = eigen.getEigenvector(f).toArray();
    }
    return basis;
  }

  /** α and λ from the periods before the start but one, and what they give for all periods. */
  private static double[] fitted(
      double[] treated, double[] time, double[][] basis, int pre, int leftOut) {
    List<Integer> used = new ArrayList<>();
    for (int t = 0; t < pre; t++) {
      if (t != leftOut) {
        used.add(t);
      }
    }
    RealMatrix design = new Array2DRowRealMatrix(used.size(), basis.length + 1);
    double[] right = new double[used.size()];
    for (int i = 0; i < right.length; i++) {
      right[i] = treated[used.get(i)] - time[used.get(i)];
      design.setEntry(i, 0, 1);
      for (int f = 0; f < basis.length; f++) {
        design.setEntry(i, f + 1, basis[f][used.get(i)]);
      }
    }
    QRDecomposition qr = new QRDecomposition(design, 1e-12);
    double[] coefficients =
        qr.getSolver().isNonSingular()
            ? qr.getSolver().solve(new ArrayRealVector(right, false)).toArray()
            : meanAlone(right, basis.length);
    double[] out = new double[time.length];
    for (int t = 0; t < out.length; t++) {
      out[t] = time[t] + coefficients[0];
      for (int f = 0; f < basis.length; f++) {
        out[t] += coefficients[f + 1] * basis[f][t];
      }
    }
    return out;
  }

  private static double[] meanAlone(double[] right, int factors) {
    double[] coefficients = new double[factors + 1];
    coefficients[0] = Resampling.mean(right);
    return coefficients;
  }

  private static double[][] without(double[][] rows, int left) {
    double[][] out = Arrays.copyOf(rows, rows.length - 1);
    if (left < out.length) {
      out[left] = rows[rows.length - 1];
    }
    return out;
  }
}
