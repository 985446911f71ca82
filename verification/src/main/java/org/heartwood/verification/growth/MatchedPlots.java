package org.heartwood.verification.growth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.Family;
import org.heartwood.verification.counterfactual.Resampling;
import org.heartwood.verification.counterfactual.YearEffect;
import org.heartwood.verification.standard.Vm0047;
import org.jspecify.annotations.Nullable;

/**
 * Growth beside that of plots outside that had the same cover before: the k nearest by Mahalanobis'
 * distance over the cover at the dates up to the start, weighted by distance (VM0047 v1.1; VM0045
 * v1.2 matches inventory plots in the same way, with replacement).
 *
 * <pre>gained beyond = mean over the project's plots of [ΔSI − Σ W ΔSI of its controls],
 * W = e^(−MD) / Σ e^(−MD) as VM0047 prints it, or 1/MD / Σ 1/MD as it says</pre>
 *
 * <p>Without replacement pairs are taken in the order of their distance, ties by plot and control;
 * that is not the assignment of least total distance which VM0047 asks for.
 */
final class MatchedPlots {
  /** VM0047 asks for as many plots in the project. */
  static final int LEAST_PLOTS = 30;

  /** Covariance relative to its diagonal below which a date repeats others. */
  private static final double SMALLEST_PIVOT = 1e-8;

  /**
   * How plots are matched.
   *
   * @param title as tables show it
   * @param controls of each plot
   * @param replacement whether a control may serve several plots
   * @param kernel how a distance becomes a weight
   */
  record Choice(String title, int controls, boolean replacement, Vm0047.Kernel kernel) {
    static final Choice AS_PRINTED =
        new Choice("matched plots (VM0047)", 5, false, Vm0047.Kernel.EXPONENTIAL);
    static final Choice BY_INVERSE_DISTANCE =
        new Choice(
            "matched plots (VM0047), weights by inverse distance", 5, false, Vm0047.Kernel.INVERSE);
    static final Choice WITH_REPLACEMENT =
        new Choice(
            "matched plots, ten with replacement, weights by inverse distance (VM0045)",
            10,
            true,
            Vm0047.Kernel.INVERSE);
  }

  private final Choice choice;

  MatchedPlots(Choice choice) {
    this.choice = choice;
  }

  /**
   * Compares.
   *
   * @param project plots of the project
   * @param outside plots that may be controls
   * @param seed of the resampling
   */
  GrowthEstimate estimate(
      List<GrowthPlot> project, List<GrowthPlot> outside, GrowthDates dates, long seed) {
    String reason = reasonAgainst(project, outside);
    double @Nullable [][] distances = reason == null ? distances(project, outside) : null;
    if (distances == null) {
      return new GrowthEstimate(
          EffectEstimate.cannotTell(
              Family.PLOT_MATCHING,
              choice.title(),
              reason == null ? "cover at one date before the end repeats that of others" : reason,
              List.of()),
          null);
    }
    int[][] chosen = nearest(distances, choice.controls(), choice.replacement());
    double[] own = new double[project.size()];
    double[] beyond = new double[own.length];
    double[] controls = new double[project.size()];
    List<GrowthPlot> used = new ArrayList<>();
    for (int i = 0; i < own.length; i++) {
      double[] near = new double[chosen[i].length];
      for (int j = 0; j < near.length; j++) {
        near[j] = distances[i][chosen[i][j]];
      }
      double[] weights = Vm0047.weights(near, choice.kernel());
      own[i] = project.get(i).gainPct();
      for (int j = 0; j < near.length; j++) {
        GrowthPlot control = outside.get(chosen[i][j]);
        controls[i] += weights[j] * control.gainPct();
        used.add(control);
      }
      beyond[i] = own[i] - controls[i];
    }
    int edge = PlotBlocks.edge(project);
    Estimate difference =
        Resampling.interval(
            Resampling.mean(beyond), PlotBlocks.of(project, edge, beyond).means(seed));
    GrowthEstimate.Gains gains = gains(own, controls);
    return new GrowthEstimate(
        effect(
            Family.PLOT_MATCHING,
            choice.title(),
            dates,
            gains.projectPct(),
            difference,
            used.size() + " matches to " + outside.size() + " plots outside",
            balance(project, used, outside, dates),
            fault(dates, PlotBlocks.count(project, edge))),
        gains);
  }

  private @Nullable String reasonAgainst(List<GrowthPlot> project, List<GrowthPlot> outside) {
    if (project.size() < LEAST_PLOTS) {
      return String.format(
          Locale.ROOT,
          "only %d plots of the project are seen at all dates (%d needed)",
          project.size(),
          LEAST_PLOTS);
    }
    int needed = choice.replacement() ? choice.controls() : choice.controls() * project.size();
    return outside.size() < needed
        ? String.format(
            Locale.ROOT,
            "only %d plots outside are seen at all dates (%d needed)",
            outside.size(),
            needed)
        : null;
  }

  private static @Nullable String fault(GrowthDates dates, int blocks) {
    String missing = dates.missing();
    return missing != null || blocks >= PlotBlocks.LEAST
        ? missing
        : "the plots lie in only "
            + blocks
            + " squares of ground ("
            + PlotBlocks.LEAST
            + " needed)";
  }

  /** An effect from per cent of the ground over all years to a share a year. */
  static EffectEstimate effect(
      Family family,
      String title,
      GrowthDates dates,
      double projectGainPct,
      Estimate beyondPct,
      String controls,
      List<Balance> balance,
      @Nullable String fault) {
    return new EffectEstimate(
        family,
        title,
        null,
        List.of(
            new YearEffect(
                dates.end(),
                -projectGainPct / 100,
                (beyondPct.mean() - projectGainPct) / 100,
                beyondPct.times(0.01))),
        beyondPct.times(0.01 / dates.span()),
        controls,
        balance,
        0,
        fault,
        List.of());
  }

  private static GrowthEstimate.Gains gains(double[] own, double[] controls) {
    double root = Math.sqrt(own.length);
    double ownError = Resampling.deviation(own) / root;
    double controlError = Resampling.deviation(controls) / root;
    double control = Resampling.mean(controls);
    double mean = Resampling.mean(own);
    if (ownError == 0 && controlError == 0) {
      return new GrowthEstimate.Gains(mean, 0, control, 0, 0, 1);
    }
    Vm0047.Benchmark benchmark = Vm0047.benchmark(mean, ownError, control, controlError);
    return new GrowthEstimate.Gains(
        mean, ownError, control, controlError, benchmark.z(), benchmark.benchmark());
  }

  private static List<Balance> balance(
      List<GrowthPlot> project,
      List<GrowthPlot> used,
      List<GrowthPlot> outside,
      GrowthDates dates) {
    List<Balance> balance = new ArrayList<>();
    for (int i = 0; i < dates.years().size() - 1; i++) {
      double[] inside = column(project, i);
      double[] matched = column(used, i);
      double[] raw = column(outside, i);
      balance.add(
          new Balance(
              "canopy cover " + dates.years().get(i),
              "%",
              Resampling.mean(inside),
              Resampling.mean(matched),
              Resampling.mean(raw),
              difference(inside, matched),
              difference(inside, raw)));
    }
    return balance;
  }

  /** 0 where nothing varies and nothing differs. */
  private static double difference(double[] inside, double[] other) {
    return Resampling.mean(inside) == Resampling.mean(other)
        ? 0
        : Math.signum(Resampling.mean(inside) - Resampling.mean(other))
            * Vm0047.standardisedDifference(inside, other);
  }

  private static double[] column(List<GrowthPlot> plots, int date) {
    return plots.stream().mapToDouble(plot -> plot.coverPct().get(date)).toArray();
  }

  /** Mahalanobis' distances, plots × controls; null if the covariance is singular. */
  private static double @Nullable [][] distances(
      List<GrowthPlot> project, List<GrowthPlot> outside) {
    List<GrowthPlot> all = new ArrayList<>(project);
    all.addAll(outside);
    RealMatrix history =
        new Array2DRowRealMatrix(
            all.stream()
                .map(plot -> plot.history().stream().mapToDouble(Double::doubleValue).toArray())
                .toArray(double[][]::new));
    int dates = history.getColumnDimension();
    RealMatrix covariance = new Covariance(history).getCovarianceMatrix();
    double[] scale = new double[dates];
    for (int i = 0; i < dates; i++) {
      scale[i] = Math.sqrt(covariance.getEntry(i, i));
      if (!(scale[i] > 0)) {
        return null;
      }
    }
    RealMatrix correlation = new Array2DRowRealMatrix(dates, dates);
    for (int i = 0; i < dates; i++) {
      for (int j = 0; j < dates; j++) {
        correlation.setEntry(i, j, covariance.getEntry(i, j) / scale[i] / scale[j]);
      }
    }
    RealMatrix inverse;
    try {
      inverse =
          new CholeskyDecomposition(correlation, 1e-10, SMALLEST_PIVOT).getSolver().getInverse();
    } catch (NonPositiveDefiniteMatrixException e) {
      return null;
    }
    double[][] distances = new double[project.size()][outside.size()];
    double[] apart = new double[dates];
    for (int i = 0; i < project.size(); i++) {
      for (int j = 0; j < outside.size(); j++) {
        for (int d = 0; d < dates; d++) {
          apart[d] = (history.getEntry(i, d) - history.getEntry(project.size() + j, d)) / scale[d];
        }
        double square = 0;
        for (int a = 0; a < dates; a++) {
          for (int b = 0; b < dates; b++) {
            square += apart[a] * inverse.getEntry(a, b) * apart[b];
          }
        }
        distances[i][j] = Math.sqrt(Math.max(0, square));
      }
    }
    return distances;
  }

  /** A plot and the next of its controls, the nearest first. */
  private record Pair(double distance, int plot, int rank) {}

  /**
   * The k nearest controls of every plot, nearest first.
   *
   * @param distances plots × controls: at least k of these, or k for each plot without replacement
   */
  static int[][] nearest(double[][] distances, int k, boolean replacement) {
    int[][] order = new int[distances.length][];
    int[][] chosen = new int[distances.length][k];
    int[] found = new int[distances.length];
    PriorityQueue<Pair> next =
        new PriorityQueue<>(
            Comparator.comparingDouble(Pair::distance).thenComparingInt(Pair::plot));
    for (int plot = 0; plot < order.length; plot++) {
      order[plot] = byDistance(distances[plot]);
      next.add(new Pair(distances[plot][order[plot][0]], plot, 0));
    }
    boolean[] taken = new boolean[distances[0].length];
    while (!next.isEmpty()) {
      Pair pair = next.poll();
      int plot = pair.plot();
      int control = order[plot][pair.rank()];
      if (replacement || !taken[control]) {
        taken[control] = true;
        chosen[plot][found[plot]++] = control;
      }
      int rank = pair.rank() + 1;
      if (found[plot] < k && rank < order[plot].length) {
        next.add(new Pair(distances[plot][order[plot][rank]], plot, rank));
      }
    }
    return chosen;
  }

  /** Controls in the order of their distance, ties by number. */
  private static int[] byDistance(double[] distances) {
    long[] keys = new long[distances.length];
    for (int i = 0; i < keys.length; i++) {
      // The bits of a float that is not negative sort as it does.
      keys[i] = ((long) Float.floatToIntBits((float) distances[i]) << 32) | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
  }
}
