package org.heartwood.inference.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.heartwood.inference.accuracy.Conformal;

/**
 * Accuracy with intervals that know of blocks: plots near each other err together, so blocks of
 * ground, not plots, are what was drawn.
 *
 * <p>Mean error, RMSE and mean absolute error: 90 % intervals of the block bootstrap (whole blocks
 * drawn with replacement), percentile method, with the percentiles moved outwards for few blocks,
 * {@code Φ(−√(B/(B−1))·t(B−1, 0.95))} (Hesterberg 2015, doi:10.1080/00031305.2015.1089789, section
 * 5.2, "expanded percentile"). Shares: the Wilson score interval (Wilson 1927,
 * doi:10.1080/01621459.1927.10502953) with the effective number of plots, which is n divided by the
 * design effect: the variance over blocks divided by the one that independent plots would have
 * (Kish 1965), at least 1.
 *
 * <p>With fewer than {@value #LEAST_PLOTS} plots or {@value #LEAST_BLOCKS} blocks there is no
 * interval: cannot tell.
 */
final class LocalAccuracy {
  static final int LEAST_PLOTS = 10;
  static final int LEAST_BLOCKS = 6;

  /** Two-sided 50 % quantile of the standard normal distribution. */
  private static final double NORMAL_50 = 0.6744897501960817;

  private static final double TAIL = 0.05;

  private final int replicates;
  private final long seed;

  /**
   * @param replicates bootstrap samples, > 0
   * @param seed of the bootstrap
   */
  LocalAccuracy(int replicates, long seed) {
    if (replicates <= 0) {
      throw new IllegalArgumentException("replicates must be > 0, was " + replicates);
    }
    this.replicates = replicates;
    this.seed = seed;
  }

  /** Sums over one block. */
  private static final class BlockSums {
    private double plots;
    private double errors;
    private double squares;
    private double absolutes;

    void add(double error) {
      plots++;
      errors += error;
      squares += error * error;
      absolutes += Math.abs(error);
    }

    void add(BlockSums other) {
      plots += other.plots;
      errors += other.errors;
      squares += other.squares;
      absolutes += other.absolutes;
    }

    double bias() {
      return errors / plots;
    }

    double rmse() {
      return Math.sqrt(squares / plots);
    }

    double mae() {
      return absolutes / plots;
    }
  }

  /**
   * Accuracy on plots.
   *
   * @param plots at least one
   */
  Accuracy of(List<ComparedPlot> plots) {
    if (plots.isEmpty()) {
      throw new IllegalArgumentException("accuracy needs at least one plot");
    }
    TreeMap<Integer, BlockSums> byBlock = new TreeMap<>();
    BlockSums all = new BlockSums();
    for (ComparedPlot plot : plots) {
      byBlock.computeIfAbsent(plot.block(), unseen -> new BlockSums()).add(plot.error());
      all.add(plot.error());
    }
    List<BlockSums> blocks = List.copyOf(byBlock.values());
    double designEffect = designEffect(plots, ComparedPlot::error);
    boolean told = plots.size() >= LEAST_PLOTS && blocks.size() >= LEAST_BLOCKS;
    double[][] drawn = told ? bootstrap(blocks) : new double[3][0];
    return new Accuracy(
        plots.size(),
        blocks.size(),
        plots.size() / designEffect,
        interval(all.bias(), drawn[0], blocks.size()),
        interval(all.rmse(), drawn[1], blocks.size()),
        interval(all.mae(), drawn[2], blocks.size()),
        share(plots, NORMAL_50, designEffect, told),
        share(plots, Conformal.NORMAL_90, designEffect, told));
  }

  /** Bias, RMSE and mean absolute error of every bootstrap sample, each sorted. */
  private double[][] bootstrap(List<BlockSums> blocks) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] out = new double[3][replicates];
    for (int r = 0; r < replicates; r++) {
      BlockSums sample = new BlockSums();
      for (int b = 0; b < blocks.size(); b++) {
        sample.add(blocks.get(random.nextInt(blocks.size())));
      }
      out[0][r] = sample.bias();
      out[1][r] = sample.rmse();
      out[2][r] = sample.mae();
    }
    for (double[] figures : out) {
      Arrays.sort(figures);
    }
    return out;
  }

  private static Interval interval(double value, double[] sorted, int blocks) {
    if (sorted.length == 0) {
      return new Interval(value, null, null);
    }
    double t = new TDistribution(null, blocks - 1).inverseCumulativeProbability(1 - TAIL);
    double tail =
        new NormalDistribution(null, 0, 1)
            .cumulativeProbability(-Math.sqrt(blocks / (blocks - 1.0)) * t);
    return new Interval(value, quantile(sorted, tail), quantile(sorted, 1 - tail));
  }

  /** Linear between order statistics (type 7 of Hyndman and Fan 1996). */
  private static double quantile(double[] sorted, double probability) {
    double at = probability * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  private static Interval share(
      List<ComparedPlot> plots, double halfWidth, double designEffectOfErrors, boolean told) {
    ToDoubleFunction<ComparedPlot> inside =
        plot -> Math.abs(plot.error()) <= halfWidth * plot.standardError() ? 1 : 0;
    double share = plots.stream().mapToDouble(inside).sum() / plots.size();
    if (!told) {
      return new Interval(share, null, null);
    }
    // Where all or none lie inside there is no spread to learn a design effect from.
    double designEffect =
        share > 0 && share < 1 ? designEffect(plots, inside) : designEffectOfErrors;
    double n = plots.size() / designEffect;
    double z2 = Conformal.NORMAL_90 * Conformal.NORMAL_90;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double reach =
        Conformal.NORMAL_90 / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    return new Interval(share, Math.max(0, centre - reach), Math.min(1, centre + reach));
  }

  /**
   * Variance of the mean over blocks, {@code B/(B−1)·Σ_b (Σ_i∈b (v_i − v̄))² / n²}, divided by the
   * one of independent plots, {@code s²/n}; at least 1, and n with a single block.
   */
  static double designEffect(List<ComparedPlot> plots, ToDoubleFunction<ComparedPlot> value) {
    int n = plots.size();
    double mean = plots.stream().mapToDouble(value).sum() / n;
    TreeMap<Integer, Double> sums = new TreeMap<>();
    double squares = 0;
    for (ComparedPlot plot : plots) {
      double deviation = value.applyAsDouble(plot) - mean;
      sums.merge(plot.block(), deviation, Double::sum);
      squares += deviation * deviation;
    }
    int blocks = sums.size();
    if (blocks < 2 || squares == 0) {
      return blocks < 2 ? n : 1;
    }
    double between = sums.values().stream().mapToDouble(sum -> sum * sum).sum();
    double ofBlocks = blocks / (blocks - 1.0) * between / n / n;
    double ofPlots = squares / (n - 1.0) / n;
    return Math.max(1, Math.min(n, ofBlocks / ofPlots));
  }

  /**
   * Accuracy by predicted value. Bins are of predictions, not of observations: those are what a
   * user of a map can tell apart, and bins of observations show every honest predictor as too high
   * where little was observed and too low where much was.
   *
   * @param edges bin edges, increasing; the last bin contains its upper edge
   */
  List<LocalReport.Bin> byPrediction(List<ComparedPlot> plots, List<Double> edges) {
    List<LocalReport.Bin> bins = new ArrayList<>();
    for (int i = 0; i + 1 < edges.size(); i++) {
      double low = edges.get(i);
      double high = edges.get(i + 1);
      boolean last = i + 2 == edges.size();
      List<ComparedPlot> inside =
          plots.stream()
              .filter(
                  plot ->
                      plot.predicted() >= low
                          && (plot.predicted() < high || (last && plot.predicted() <= high)))
              .toList();
      if (!inside.isEmpty()) {
        bins.add(new LocalReport.Bin(low, high, of(inside)));
      }
    }
    return bins;
  }
}
