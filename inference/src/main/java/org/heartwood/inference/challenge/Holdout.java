package org.heartwood.inference.challenge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was observed on ground that submitters were never shown: a value and a block for every
 * pixel. It owns its arrays.
 */
final class Holdout {
  private final double[] observed;
  private final int[] blocks;
  private final int blockCount;

  /**
   * @param observed observed values, target's unit, all finite, at least one
   * @param blocks block of each pixel, from 0; errors of pixels of one block may go together, those
   *     of different blocks are taken as independent
   */
  Holdout(double[] observed, int[] blocks) {
    if (observed.length == 0 || observed.length != blocks.length) {
      throw new IllegalArgumentException(
          "a holdout needs pixels and a block for each, was "
              + observed.length
              + " and "
              + blocks.length);
    }
    this.observed = observed.clone();
    this.blocks = blocks.clone();
    this.blockCount = (int) Arrays.stream(blocks).distinct().count();
  }

  /** Number of pixels. */
  int size() {
    return observed.length;
  }

  /** Number of blocks. */
  int blockCount() {
    return blockCount;
  }

  /** Number of pixels of a group. */
  long pixels(boolean[] group) {
    long count = 0;
    for (boolean member : requireSize(group)) {
      count += member ? 1 : 0;
    }
    return count;
  }

  /** Number of blocks that a group has pixels in. */
  int blocksOf(boolean[] group) {
    int[] inside = blocks.clone();
    for (int i = 0; i < inside.length; i++) {
      inside[i] = group[i] ? inside[i] : -1;
    }
    return (int) Arrays.stream(inside).filter(block -> block >= 0).distinct().count();
  }

  /** A group's share of the pixels, 0 to 1. */
  double share(boolean[] group) {
    return pixels(group) / (double) size();
  }

  /** Mean loss over a group, or over all pixels if {@code group} is null; 0 over an empty group. */
  double meanLoss(Loss loss, double[] predicted, boolean @Nullable [] group) {
    double sum = 0;
    long count = 0;
    for (int i = 0; i < observed.length; i++) {
      if (group == null || group[i]) {
        sum += loss.of(predicted[i], observed[i]);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  /**
   * Standard error of {@code share × gain} when blocks, not pixels, are what was drawn: the
   * linearised variance of a ratio over blocks, {@code n/(n−1)·Σ_b (D_b − r·N_b)² / N²} with D_b
   * the summed loss that a block saves, N_b its pixels and r = ΣD/ΣN (Cochran 1977, Sampling
   * Techniques, eq. 6.13, without the finite population correction).
   *
   * @return infinite with fewer than two blocks
   */
  double gainStandardError(Loss loss, boolean[] group, double[] before, double[] after) {
    int last = Arrays.stream(blocks).max().orElseThrow() + 1;
    double[] saved = new double[last];
    double[] count = new double[last];
    double total = 0;
    for (int i = 0; i < observed.length; i++) {
      count[blocks[i]]++;
      if (group[i]) {
        double gain = loss.of(before[i], observed[i]) - loss.of(after[i], observed[i]);
        saved[blocks[i]] += gain;
        total += gain;
      }
    }
    if (blockCount < 2) {
      return Double.POSITIVE_INFINITY;
    }
    double ratio = total / observed.length;
    double squares = 0;
    for (int b = 0; b < last; b++) {
      double residual = saved[b] - ratio * count[b];
      squares += residual * residual;
    }
    double n = blockCount;
    return Math.sqrt(n / (n - 1) * squares) / observed.length;
  }

  double[] requireSize(double[] values) {
    requireSize(values.length);
    return values;
  }

  boolean[] requireSize(boolean[] values) {
    requireSize(values.length);
    return values;
  }

  private void requireSize(int length) {
    if (length != size()) {
      throw new IllegalArgumentException(
          "the holdout has " + size() + " pixels, was given " + length);
    }
  }
}
