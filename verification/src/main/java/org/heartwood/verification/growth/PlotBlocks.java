package org.heartwood.verification.growth;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.verification.counterfactual.Resampling;

/**
 * Values of plots summed over squares of ground, which are drawn with replacement as a whole:
 * neighbouring plots grow alike.
 */
final class PlotBlocks {
  static final int RESAMPLES = 400;

  /** A comparison needs as many squares. */
  static final int LEAST = 5;

  private static final int WANTED = 10;
  private static final int LARGEST_EDGE = 8;

  private final double[] sums;
  private final int[] counts;

  private PlotBlocks(double[] sums, int[] counts) {
    this.sums = sums;
    this.counts = counts;
  }

  /**
   * The largest edge of squares, in plots and a power of two of at most {@value #LARGEST_EDGE},
   * with which the plots lie in {@value #WANTED} of them; 1 if there is none.
   */
  static int edge(List<GrowthPlot> plots) {
    int edge = LARGEST_EDGE;
    while (edge > 1 && count(plots, edge) < WANTED) {
      edge /= 2;
    }
    return edge;
  }

  /**
   * @param edge of a square, plots
   * @param values one of each plot
   */
  static PlotBlocks of(List<GrowthPlot> plots, int edge, double[] values) {
    Map<Long, Integer> places = new HashMap<>();
    double[] sums = new double[values.length];
    int[] counts = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      GrowthPlot plot = plots.get(i);
      long key = ((long) (plot.row() / edge) << 32) | (plot.col() / edge);
      int place = places.computeIfAbsent(key, unused -> places.size());
      sums[place] += values[i];
      counts[place]++;
    }
    return new PlotBlocks(Arrays.copyOf(sums, places.size()), Arrays.copyOf(counts, places.size()));
  }

  /** In how many squares the plots lie. */
  static int count(List<GrowthPlot> plots, int edge) {
    return of(plots, edge, new double[plots.size()]).sums.length;
  }

  /** Mean over all plots, by resample. */
  double[] means(long seed) {
    double[] means = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      int[] times = Resampling.drawn(sums.length, seed, r);
      double sum = 0;
      long count = 0;
      for (int b = 0; b < sums.length; b++) {
        sum += times[b] * sums[b];
        count += (long) times[b] * counts[b];
      }
      means[r] = sum / count;
    }
    return means;
  }
}
