package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Weights and tests of the methodologies that compare a project's plots with matched ones: VM0047
 * (planted forest, without replacement) and VM0045 (improved management, with replacement).
 */
public final class PlotMatching {
  private static final double Z95 = 1.96;

  private PlotMatching() {}

  /** How a control's distance turns into its weight. */
  public enum Weighting {
    /** {@code e^(−MD) / Σ e^(−MD)}: VM0047's equation as printed. */
    EXPONENTIAL,
    /** {@code (1/MD) / Σ (1/MD)}: VM0045's equation, and VM0047's words "inverse distance". */
    INVERSE
  }

  /**
   * Weights of the controls of one plot; they sum to one. Controls at no distance share all of the
   * inverse weight.
   *
   * @param distances Mahalanobis' distances, ≥ 0, at least one
   */
  public static List<Double> weights(List<Double> distances, Weighting weighting) {
    if (distances.isEmpty() || distances.stream().anyMatch(d -> !(d >= 0))) {
      throw new IllegalArgumentException(
          "there must be at least one distance, all ≥ 0, were " + distances);
    }
    boolean touching = distances.stream().anyMatch(d -> d == 0);
    double nearest = distances.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    double[] raw =
        distances.stream()
            .mapToDouble(
                d ->
                    switch (weighting) {
                      // Taking the nearest off changes no weight and keeps far plots from 0 / 0.
                      case EXPONENTIAL -> StrictMath.exp(nearest - d);
                      case INVERSE -> touching ? (d == 0 ? 1 : 0) : 1 / d;
                    })
            .toArray();
    double sum = Arrays.stream(raw).sum();
    return Arrays.stream(raw).map(w -> w / sum).boxed().toList();
  }

  /** Weighted mean of the controls. */
  public static double weightedMean(List<Double> values, List<Double> weights) {
    if (values.size() != weights.size()) {
      throw new IllegalArgumentException("every value needs a weight");
    }
    return IntStream.range(0, values.size()).mapToDouble(i -> values.get(i) * weights.get(i)).sum();
  }

  /**
   * Standardised difference of the means, {@code |x̄p − x̄c| / √((s²p + s²c)/2)} with sample
   * variances; at most 0.25 in both methodologies.
   *
   * @param project at least two values
   * @param controls at least two values
   */
  public static double standardisedDifference(List<Double> project, List<Double> controls) {
    if (project.size() < 2 || controls.size() < 2) {
      throw new IllegalArgumentException("both groups need at least two plots");
    }
    double[] p = project.stream().mapToDouble(Double::doubleValue).toArray();
    double[] c = controls.stream().mapToDouble(Double::doubleValue).toArray();
    double difference = Math.abs(Resampling.mean(p) - Resampling.mean(c));
    double sp = Resampling.deviation(p);
    double sc = Resampling.deviation(c);
    return difference == 0 ? 0 : difference / Math.sqrt((sp * sp + sc * sc) / 2);
  }

  /**
   * VM0047's performance benchmark.
   *
   * @param z {@code (ΔSIp − ΔSIc) / √(SE²p + SE²c)}
   * @param performanceBenchmark share of the project's growth that controls had as well; 1, no
   *     credit, when |z| is below 1.96
   */
  public record Benchmark(double z, double performanceBenchmark) {}

  /**
   * The performance benchmark of growth in the stocking index. Growth of the controls that is
   * negative, or not significant at 5 %, counts as none.
   *
   * @param projectGrowth ΔSIp, above 0
   * @param controlGrowth ΔSIc
   * @param controlP p-value of the controls' growth
   */
  public static Benchmark benchmark(
      double projectGrowth,
      double projectStandardError,
      double controlGrowth,
      double controlStandardError,
      double controlP) {
    double z =
        (projectGrowth - controlGrowth) / Math.hypot(projectStandardError, controlStandardError);
    if (!(Math.abs(z) >= Z95) || !(projectGrowth > 0)) {
      return new Benchmark(z, 1);
    }
    double counted = controlP > 0.05 || controlGrowth < 0 ? 0 : controlGrowth;
    return new Benchmark(z, counted / projectGrowth);
  }

  /**
   * The k nearest controls of every plot.
   *
   * @param distances Mahalanobis' distances, plots × controls
   * @param k controls a plot
   * @param replacement whether a control may serve several plots
   * @return for every plot its controls, nearest first; fewer than k where none are left. Without
   *     replacement pairs are taken in the order of their distance, ties by plot and control; that
   *     is not the assignment of least total distance which VM0047 asks for
   */
  public static List<List<Integer>> nearest(
      List<List<Double>> distances, int k, Replacement replacement) {
    int plots = distances.size();
    int controls = plots == 0 ? 0 : distances.get(0).size();
    int[] left = new int[controls];
    Arrays.fill(left, replacement == Replacement.WITH ? Integer.MAX_VALUE : 1);
    List<List<Integer>> chosen =
        IntStream.range(0, plots).mapToObj(i -> (List<Integer>) new ArrayList<Integer>()).toList();
    IntStream.range(0, plots * controls)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(
                    pair -> distances.get(pair / controls).get(pair % controls))
                .thenComparing(Comparator.naturalOrder()))
        .forEach(
            pair -> {
              List<Integer> own = chosen.get(pair / controls);
              int control = pair % controls;
              if (own.size() < k && left[control] > 0) {
                own.add(control);
                left[control]--;
              }
            });
    return chosen.stream().map(List::copyOf).toList();
  }

  /** Whether a control may serve several plots. */
  public enum Replacement {
    /** VM0045. */
    WITH,
    /** VM0047. */
    WITHOUT
  }
}
