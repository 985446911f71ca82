package org.heartwood.verification.counterfactual;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pixels by block and class of vulnerability. Every entry holds {@link #entries} whole numbers:
 * forest and loss of the first half of the time before the start, of its second half, of all of it,
 * then forest at the start and what of it was lost by each later date.
 */
final class RiskCounts {
  static final int CLASSES = 30;

  /** Places within an entry. */
  static final int FIT_FOREST = 0;

  static final int FIT_LOST = 1;
  static final int TRY_FOREST = 2;
  static final int TRY_LOST = 3;
  static final int BEFORE_FOREST = 4;
  static final int BEFORE_LOST = 5;
  static final int START_FOREST = 6;

  private final SortedMap<Long, long[][]> blocks;
  private final int entries;

  private RiskCounts(SortedMap<Long, long[][]> blocks, int entries) {
    this.blocks = blocks;
    this.entries = entries;
  }

  /** Numbers of an entry, for a timeline. */
  static int entries(Timeline timeline) {
    return START_FOREST + 1 + timeline.postPeriods();
  }

  static RiskCounts empty(Timeline timeline) {
    return new RiskCounts(new TreeMap<>(), entries(timeline));
  }

  /** The entry of a block and class, 1 to {@value #CLASSES}, to count in. */
  long[] of(long block, int vulnerabilityClass) {
    return blocks.computeIfAbsent(block, key -> new long[CLASSES + 1][entries])[vulnerabilityClass];
  }

  /** Adds an entry to a block and class, 1 to {@value #CLASSES}. */
  void add(long block, int vulnerabilityClass, long[] counts) {
    long[] sums = of(block, vulnerabilityClass);
    for (int i = 0; i < entries; i++) {
      sums[i] += counts[i];
    }
  }

  /** Blocks by their key, each by class. */
  Map<Long, long[][]> blocks() {
    return blocks;
  }

  /** Sums over all blocks, by class. */
  double[][] totals() {
    int[] once = new int[blocks.size()];
    Arrays.fill(once, 1);
    return totals(once);
  }

  /** Sums over blocks that count so many times each, by class. */
  double[][] totals(int[] times) {
    double[][] totals = new double[CLASSES + 1][entries];
    int at = 0;
    for (long[][] block : blocks.values()) {
      int count = times[at++];
      for (int c = 1; count > 0 && c <= CLASSES; c++) {
        for (int i = 0; i < entries; i++) {
          totals[c][i] += (double) count * block[c][i];
        }
      }
    }
    return totals;
  }

  /** Forest pixels at the start, all blocks and classes together. */
  long forestAtStartPx() {
    long sum = 0;
    for (long[][] block : blocks.values()) {
      for (long[] counts : block) {
        sum += counts[START_FOREST];
      }
    }
    return sum;
  }

  /** Sums over resamples of the blocks, each by class. */
  double[][][] resampled(int resamples, long seed) {
    double[][][] drawn = new double[resamples][][];
    for (int r = 0; r < resamples; r++) {
      drawn[r] = totals(Resampling.drawn(blocks.size(), seed, r));
    }
    return drawn;
  }
}
