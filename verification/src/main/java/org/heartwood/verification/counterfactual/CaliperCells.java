package org.heartwood.verification.counterfactual;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.heartwood.verification.change.Noise;

/**
 * A grid over the covariates whose cells are twice a caliper wide: all pixels within the calipers
 * of a pixel lie in at most two cells along each covariate. A cell goes by a 64-bit hash; two cells
 * with one hash cost time, not correctness, since calipers and classes are compared again.
 *
 * <p>Only the first {@value #MOST_DIMENSIONS} covariates span the grid, so that a pixel touches at
 * most 128 cells.
 */
final class CaliperCells {
  private static final int MOST_DIMENSIONS = 7;

  private final double[] widths;

  CaliperCells(List<MatchingCovariate> covariates) {
    this.widths =
        covariates.stream().limit(MOST_DIMENSIONS).mapToDouble(c -> 2 * c.caliper()).toArray();
  }

  /** The cell of a pixel. */
  long cell(int hard, float[] values, int offset) {
    long hash = hard;
    for (int d = 0; d < widths.length; d++) {
      hash = next(hash, index(values[offset + d], d));
    }
    return hash;
  }

  /** Every cell in which a partner of this pixel may lie. */
  void touched(int hard, float[] values, int offset, LongConsumer cells) {
    touched(hard, values, offset, 0, cells);
  }

  private void touched(long hash, float[] values, int offset, int d, LongConsumer cells) {
    if (d == widths.length) {
      cells.accept(hash);
      return;
    }
    // A hair more than the caliper, so that rounding never loses a partner.
    double reach = widths[d] / 2 * (1 + 1e-6) + Math.ulp(values[offset + d]);
    long low = index(values[offset + d] - reach, d);
    long high = index(values[offset + d] + reach, d);
    for (long i = low; i <= high; i++) {
      touched(next(hash, i), values, offset, d + 1, cells);
    }
  }

  private long index(double value, int d) {
    return (long) Math.floor(value / widths[d]);
  }

  private static long next(long hash, long index) {
    return Noise.mix(hash ^ index * 0xD6E8FEB86659FD93L);
  }

  /** Open-addressing table from cells to places 0, 1, 2 …, in the order in which they are added. */
  static final class Places {
    private static final int NONE = -1;

    private long[] cells;
    private int[] places;
    private int size;

    Places(int expected) {
      int capacity = Integer.highestOneBit(Math.max(16, expected) * 2 - 1) << 1;
      this.cells = new long[capacity];
      this.places = new int[capacity];
      Arrays.fill(places, NONE);
    }

    /** A table from its cells, in the order of their places. */
    static Places of(long[] ordered) {
      Places table = new Places(ordered.length);
      for (long cell : ordered) {
        table.add(cell);
      }
      return table;
    }

    int size() {
      return size;
    }

    /** The place of a cell, or −1. */
    int find(long cell) {
      int mask = places.length - 1;
      int at = (int) (cell >>> 17) & mask;
      while (places[at] != NONE) {
        if (cells[at] == cell) {
          return places[at];
        }
        at = (at + 1) & mask;
      }
      return NONE;
    }

    /** The place of a cell, new if it has none yet. */
    int add(long cell) {
      int mask = places.length - 1;
      int at = (int) (cell >>> 17) & mask;
      while (places[at] != NONE) {
        if (cells[at] == cell) {
          return places[at];
        }
        at = (at + 1) & mask;
      }
      cells[at] = cell;
      places[at] = size;
      size++;
      if (2 * size > places.length) {
        grow();
      }
      return size - 1;
    }

    private void grow() {
      long[] old = ordered();
      Places larger = new Places(4 * old.length);
      for (long cell : old) {
        larger.add(cell);
      }
      this.cells = larger.cells;
      this.places = larger.places;
    }

    /** The cells in the order of their places. */
    long[] ordered() {
      long[] ordered = new long[size];
      for (int i = 0; i < places.length; i++) {
        if (places[i] != NONE) {
          ordered[places[i]] = cells[i];
        }
      }
      return ordered;
    }
  }
}
