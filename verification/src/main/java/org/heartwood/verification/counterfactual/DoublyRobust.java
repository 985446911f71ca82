package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * Difference in differences between cells, doubly robust: right when either the model of who is
 * treated or the model of how the rate changes without treatment is right (Sant'Anna and Zhao 2020,
 * doi:10.1016/j.jeconom.2020.06.003, the estimator for panels with logit and least squares).
 *
 * <pre>Δ = loss rate after − loss rate before, of a cell
 * w1 = ω·D,   w0 = ω·p(X)(1 − D) / (1 − p(X)),   both divided by their sum
 * effect = Σ (w1 − w0) (Δ − μ(X))</pre>
 *
 * <p>with {@code D} 1 inside and 0 outside, {@code ω} the forest pixels of the cell at the start,
 * {@code p} the chance to lie inside (logit) and {@code μ} the change outside (least squares), both
 * linear in the covariates' means and in the rate before. The interval multiplies the influence
 * function, added up over squares of ground, with signs drawn at random (multiplier bootstrap).
 */
public final class DoublyRobust implements Estimator {
  private static final int MIN_BLOCKS = 5;
  private static final int MOST_STEPS = 50;
  private static final double MOST_LIKELY = 0.995;

  private final CellSettings settings;
  private final boolean withRateBefore;

  private DoublyRobust(CellSettings settings, boolean withRateBefore) {
    this.settings = settings;
    this.withRateBefore = withRateBefore;
  }

  /** On the covariates alone. */
  public static DoublyRobust with(CellSettings settings) {
    return new DoublyRobust(settings, false);
  }

  /** On the covariates and the loss rate before. */
  public DoublyRobust givenTheRateBefore() {
    return new DoublyRobust(settings, true);
  }

  @Override
  public Family family() {
    return Family.DIFFERENCE_IN_DIFFERENCES;
  }

  @Override
  public String specification() {
    return "doubly robust difference in differences"
        + (withRateBefore ? ", given the rate before" : "");
  }

  @Override
  public EffectEstimate estimate(Study study) {
    String reason = DifferenceInDifferences.reasonAgainst(study);
    if (reason != null) {
      return cannotTell(reason);
    }
    Design design = Design.of(study, settings.blockCells(), withRateBefore);
    if (design.columns() < 2) {
      return cannotTell("no covariate varies among the cells");
    }
    if (design.insideBlocks < MIN_BLOCKS || design.outsideBlocks < MIN_BLOCKS) {
      return cannotTell(
          "the cells lie in "
              + design.insideBlocks
              + " squares of ground inside and "
              + design.outsideBlocks
              + " outside ("
              + MIN_BLOCKS
              + " needed on both sides)");
    }
    try {
      double[] propensity = propensity(design);
      return propensity == null
          ? cannotTell(
              "the covariates tell inside from outside: no cells outside are like those in")
          : estimate(study, design, propensity);
    } catch (NonPositiveDefiniteMatrixException e) {
      return cannotTell("the covariates of the cells determine each other");
    }
  }

  private EffectEstimate cannotTell(String reason) {
    return EffectEstimate.cannotTell(family(), specification(), reason, List.of());
  }

  private EffectEstimate estimate(Study study, Design design, double[] propensity) {
    Timeline timeline = study.timeline();
    int start = timeline.startIndex();
    double forest = study.forestPx(Role.TREATED, start);
    List<YearEffect> years = new ArrayList<>();
    Estimate rate = null;
    for (int date = start + 1; date < timeline.dates(); date++) {
      double[] change = design.change(study, date);
      Fit fit = Fit.of(design, propensity, change);
      // Avoided loss is the negative of the change that the project made to the rate.
      rate = Resampling.interval(-fit.effect, resampled(design, fit, study.seed()));
      int span = timeline.span(start, date);
      double observed = (forest - study.forestPx(Role.TREATED, date)) / forest;
      years.add(
          new YearEffect(
              timeline.years().get(date),
              observed,
              observed + rate.mean() * span,
              rate.times(span)));
    }
    List<String> warnings = new ArrayList<>(design.warnings);
    double[] weights = design.controlWeights(propensity);
    double sum = 0;
    double squares = 0;
    for (double weight : weights) {
      sum += weight;
      squares += weight * weight;
    }
    String fault = null;
    if (start < 2) {
      fault = "trends before the start cannot be tested: there is one period (2 needed)";
    } else {
      Fit before = Fit.of(design, propensity, design.changeBefore(study));
      Estimate trend = Resampling.interval(-before.effect, resampled(design, before, study.seed()));
      warnings.add(
          String.format(
              Locale.ROOT,
              "before the start, between the last two periods, the same formula gives %.5f a year"
                  + " (%.5f to %.5f)",
              trend.mean(),
              trend.ci90Low(),
              trend.ci90High()));
      if (trend.ci90Low() > 0 || trend.ci90High() < 0) {
        fault = "trends part before the start";
      }
    }
    return new EffectEstimate(
        family(),
        specification(),
        null,
        years,
        rate,
        String.format(
            Locale.ROOT,
            "%d cells outside, weighted; they count as much as %.0f equal ones",
            weights.length - design.inside(),
            sum * sum / squares),
        design.balance(study, weights),
        0,
        fault,
        warnings);
  }

  private double[] resampled(Design design, Fit fit, long seed) {
    double[] byBlock = new double[design.blocks];
    for (int i = 0; i < fit.influence.length; i++) {
      byBlock[design.block[i]] += fit.influence[i] / fit.influence.length;
    }
    double[] effects = new double[settings.resamples()];
    for (int r = 0; r < effects.length; r++) {
      for (int b = 0; b < byBlock.length; b++) {
        boolean plus = AddressedRandom.bits(settings.seed() ^ seed, r, b) < 0;
        effects[r] += plus ? byBlock[b] : -byBlock[b];
      }
    }
    return effects;
  }

  /** Newton's steps for the weighted logit; null when inside and outside are told apart. */
  private static double @Nullable [] propensity(Design design) {
    int columns = design.columns();
    double[] beta = new double[columns];
    double[] p = new double[design.x.length];
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] gradient = new double[columns];
      double[][] hessian = new double[columns][columns];
      for (int i = 0; i < p.length; i++) {
        p[i] = 1 / (1 + StrictMath.exp(-dot(design.x[i], beta)));
        accumulate(
            design.x[i],
            design.weight[i] * p[i] * (1 - p[i]),
            design.weight[i] * (design.treated[i] - p[i]),
            hessian,
            gradient);
      }
      double[] move = solve(hessian, gradient);
      double largest = 0;
      for (int c = 0; c < columns; c++) {
        beta[c] += move[c];
        largest = Math.max(largest, Math.abs(move[c]));
      }
      if (largest < 1e-9) {
        return overlap(design, p) ? p : null;
      }
    }
    return null;
  }

  private static boolean overlap(Design design, double[] p) {
    double beyond = 0;
    double all = 0;
    for (int i = 0; i < p.length; i++) {
      all += design.treated[i] * design.weight[i];
      beyond += p[i] > MOST_LIKELY ? design.treated[i] * design.weight[i] : 0;
    }
    return beyond <= 0.2 * all;
  }

  private static void accumulate(
      double[] x, double squareTimes, double times, double[][] squares, double[] sums) {
    for (int a = 0; a < x.length; a++) {
      sums[a] += times * x[a];
      for (int b = 0; b <= a; b++) {
        squares[a][b] += squareTimes * x[a] * x[b];
        squares[b][a] = squares[a][b];
      }
    }
  }

  private static double[] solve(double[][] matrix, double[] right) {
    double largest = 0;
    for (int i = 0; i < matrix.length; i++) {
      largest = Math.max(largest, matrix[i][i]);
    }
    return new CholeskyDecomposition(
            new Array2DRowRealMatrix(matrix, false), 1e-9 * largest, 1e-12 * largest)
        .getSolver()
        .solve(MatrixUtils.createRealVector(right))
        .toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** The effect on a change, and what each cell contributes to its error. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Fit(double effect, double[] influence) {
    static Fit of(Design design, double[] p, double[] change) {
      int n = p.length;
      int columns = design.columns();
      double[] residual = new double[n];
      double[][] outside = new double[columns][columns];
      double[] right = new double[columns];
      double[][] logit = new double[columns][columns];
      for (int i = 0; i < n; i++) {
        double w = design.weight[i] * (1 - design.treated[i]);
        accumulate(design.x[i], w, w * change[i], outside, right);
        accumulate(
            design.x[i], design.weight[i] * p[i] * (1 - p[i]), 0, logit, new double[columns]);
      }
      double[] beta = solve(outside, right);
      double sum1 = 0;
      double sum0 = 0;
      double mean1 = 0;
      double mean0 = 0;
      double[] w0 = design.controlWeights(p);
      for (int i = 0; i < n; i++) {
        residual[i] = change[i] - dot(design.x[i], beta);
        double w1 = design.weight[i] * design.treated[i];
        sum1 += w1;
        sum0 += w0[i];
        mean1 += w1 * residual[i];
        mean0 += w0[i] * residual[i];
      }
      mean1 /= sum1;
      mean0 /= sum0;
      return new Fit(
          mean1 - mean0, influence(design, p, w0, residual, outside, logit, mean1, mean0));
    }

    /** Errors of the two models are carried along, as in the paper's Theorem 1. */
    private static double[] influence(
        Design design,
        double[] p,
        double[] w0,
        double[] residual,
        double[][] outside,
        double[][] logit,
        double mean1,
        double mean0) {
      int n = p.length;
      int columns = design.columns();
      double sum1 = 0;
      double sum0 = 0;
      double[] m1 = new double[columns];
      double[] m2 = new double[columns];
      double[] m3 = new double[columns];
      for (int i = 0; i < n; i++) {
        double w1 = design.weight[i] * design.treated[i];
        sum1 += w1;
        sum0 += w0[i];
        for (int c = 0; c < columns; c++) {
          m1[c] += w1 * design.x[i][c];
          m2[c] += w0[i] * (residual[i] - mean0) * design.x[i][c];
          m3[c] += w0[i] * design.x[i][c];
        }
      }
      double[] fromRegression1 = solve(outside, m1);
      double[] fromRegression0 = solve(outside, m3);
      double[] fromLogit = solve(logit, m2);
      double[] influence = new double[n];
      for (int i = 0; i < n; i++) {
        double[] x = design.x[i];
        double w1 = design.weight[i] * design.treated[i];
        double regression = design.weight[i] * (1 - design.treated[i]) * residual[i];
        double score = design.weight[i] * (design.treated[i] - p[i]);
        double inside = w1 * (residual[i] - mean1) - regression * dot(x, fromRegression1);
        double controls =
            w0[i] * (residual[i] - mean0)
                + score * dot(x, fromLogit)
                - regression * dot(x, fromRegression0);
        influence[i] = n * (inside / sum1 - controls / sum0);
      }
      return influence;
    }
  }

  /** Cells as rows of a regression: covariates standardised, the first column is 1. */
  private static final class Design {
    private final int[] cells;
    private final double[][] x;
    private final double[] treated;
    private final double[] weight;
    private final int[] block;
    private final int blocks;
    private final int insideBlocks;
    private final int outsideBlocks;
    private final List<String> warnings = new ArrayList<>();

    private Design(Study study, int blockCells, boolean withRateBefore) {
      CellBlocks inside = CellBlocks.of(study, Role.TREATED, blockCells);
      CellBlocks outside = CellBlocks.of(study, Role.CONTROL, blockCells);
      this.insideBlocks = inside.size();
      this.outsideBlocks = outside.size();
      this.blocks = insideBlocks + outsideBlocks;
      List<int[]> all = new ArrayList<>(inside.blocks());
      all.addAll(outside.blocks());
      int n = all.stream().mapToInt(b -> b.length).sum();
      this.cells = new int[n];
      this.block = new int[n];
      this.treated = new double[n];
      this.weight = new double[n];
      int at = 0;
      for (int b = 0; b < all.size(); b++) {
        for (int cell : all.get(b)) {
          cells[at] = cell;
          block[at] = b;
          treated[at] = b < insideBlocks ? 1 : 0;
          weight[at] = study.panel().forestPx(cell, study.timeline().startIndex());
          at++;
        }
      }
      double meanWeight = Resampling.mean(weight);
      for (int i = 0; i < n; i++) {
        weight[i] /= meanWeight;
      }
      this.x = matrix(study, withRateBefore);
    }

    static Design of(Study study, int blockCells, boolean withRateBefore) {
      return new Design(study, blockCells, withRateBefore);
    }

    private double[][] matrix(Study study, boolean withRateBefore) {
      CellPanel panel = study.panel();
      int start = study.timeline().startIndex();
      List<double[]> columns = new ArrayList<>();
      double[] one = new double[cells.length];
      Arrays.fill(one, 1);
      columns.add(one);
      for (int c = 0; c < panel.covariates().size(); c++) {
        double[] column = new double[cells.length];
        for (int i = 0; i < column.length; i++) {
          column[i] = panel.mean(cells[i], c);
        }
        add(columns, column, panel.covariates().get(c).name());
      }
      if (withRateBefore) {
        double[] column = new double[cells.length];
        for (int i = 0; i < column.length; i++) {
          column[i] = panel.lossFraction(cells[i], 0, start);
        }
        add(columns, column, "loss rate before");
      }
      double[][] rows = new double[cells.length][columns.size()];
      for (int i = 0; i < rows.length; i++) {
        for (int c = 0; c < columns.size(); c++) {
          rows[i][c] = columns.get(c)[i];
        }
      }
      return rows;
    }

    private void add(List<double[]> columns, double[] column, String name) {
      Moments moments = new Moments();
      for (int i = 0; i < column.length; i++) {
        moments.add(column[i], weight[i]);
      }
      double sd = Math.sqrt(moments.variance());
      if (sd <= 1e-9 * Math.max(1e-3, Math.abs(moments.mean()))) {
        warnings.add("left out, for it does not vary: " + name);
        return;
      }
      for (int i = 0; i < column.length; i++) {
        column[i] = (column[i] - moments.mean()) / sd;
      }
      columns.add(column);
    }

    int columns() {
      return x.length == 0 ? 0 : x[0].length;
    }

    int inside() {
      int inside = 0;
      for (double d : treated) {
        inside += d > 0 ? 1 : 0;
      }
      return inside;
    }

    double[] controlWeights(double[] p) {
      double[] weights = new double[p.length];
      for (int i = 0; i < p.length; i++) {
        double capped = Math.min(p[i], MOST_LIKELY);
        weights[i] = treated[i] > 0 ? 0 : weight[i] * capped / (1 - capped);
      }
      return weights;
    }

    double[] change(Study study, int date) {
      Timeline timeline = study.timeline();
      int start = timeline.startIndex();
      return change(study, 0, start, date);
    }

    /** Between the last two periods before the start. */
    double[] changeBefore(Study study) {
      int start = study.timeline().startIndex();
      return change(study, start - 2, start - 1, start);
    }

    private double[] change(Study study, int before, int at, int after) {
      Timeline timeline = study.timeline();
      double[] change = new double[cells.length];
      for (int i = 0; i < change.length; i++) {
        change[i] =
            study.panel().lossFraction(cells[i], at, after) / timeline.span(at, after)
                - study.panel().lossFraction(cells[i], before, at) / timeline.span(before, at);
      }
      return change;
    }

    List<Balance> balance(Study study, double[] weights) {
      CellPanel panel = study.panel();
      List<Balance> balance = new ArrayList<>();
      for (int c = 0; c < panel.covariates().size(); c++) {
        Moments inside = new Moments();
        Moments outside = new Moments();
        Moments raw = new Moments();
        for (int i = 0; i < cells.length; i++) {
          double value = panel.mean(cells[i], c);
          inside.add(value, weight[i] * treated[i]);
          outside.add(value, weights[i]);
          raw.add(value, weight[i] * (1 - treated[i]));
        }
        MatchingCovariate covariate = panel.covariates().get(c);
        balance.add(
            new Balance(
                covariate.name(),
                covariate.unit(),
                inside.mean(),
                outside.mean(),
                raw.mean(),
                inside.smd(outside),
                inside.smd(raw)));
      }
      return balance;
    }
  }
}
