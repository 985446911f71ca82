package org.heartwood.ingest.grid;

import java.util.Arrays;

/**
 * Rings without the vertices that do not matter in a window. Where three vertices in a row lie on
 * the same side of the window, the middle one goes: to the north, south and east edges add nothing
 * to the window's coverage, and to the west they add what they fall in each row, however they get
 * there. What is left cannot be told from the rings by sums over the window (METHOD.md §2.1), to
 * the last bit, though it may cross itself outside.
 */
final class TrimmedRings {
  private static final int WEST = 1;
  private static final int EAST = 2;
  private static final int NORTH = 4;
  private static final int SOUTH = 8;

  /** Vertices of the smallest ring, which ends where it begins. */
  private static final int TRIANGLE = 4;

  private final PixelWindow window;
  private final double[] cols;
  private final double[] rows;
  private final int[] sides;
  private int size;

  /**
   * @param cols ring after ring with NaN after each
   * @param rows likewise
   */
  TrimmedRings(double[] cols, double[] rows, PixelWindow window) {
    this.window = window;
    this.cols = new double[cols.length];
    this.rows = new double[cols.length];
    this.sides = new int[cols.length];
    int ring = 0;
    for (int i = 0; i < cols.length; i++) {
      if (Double.isNaN(cols[i])) {
        ring = end(ring);
      } else {
        add(ring, cols[i], rows[i]);
      }
    }
  }

  private void add(int ring, double col, double row) {
    int side = side(col, row);
    while (size - ring >= 2 && (sides[size - 1] & sides[size - 2] & side) != 0) {
      size--;
    }
    cols[size] = col;
    rows[size] = row;
    sides[size++] = side;
  }

  private int side(double col, double row) {
    return (col <= window.col() ? WEST : 0)
        | (col >= window.endCol() ? EAST : 0)
        | (row <= window.row() ? NORTH : 0)
        | (row >= window.endRow() ? SOUTH : 0);
  }

  /** Ends a ring; one that lies on one side alone is dropped. Returns where the next begins. */
  private int end(int ring) {
    int common = -1;
    for (int i = ring; i < size; i++) {
      common &= sides[i];
    }
    if (common != 0 || size - ring < TRIANGLE) {
      size = ring;
      return ring;
    }
    cols[size] = Double.NaN;
    rows[size++] = Double.NaN;
    return size;
  }

  double[] cols() {
    return Arrays.copyOf(cols, size);
  }

  double[] rows() {
    return Arrays.copyOf(rows, size);
  }
}
