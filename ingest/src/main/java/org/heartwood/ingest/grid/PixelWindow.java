package org.heartwood.ingest.grid;

import java.io.Serializable;

/**
 * A rectangle of pixels, half-open: columns {@code [col, col + width)}, rows {@code [row, row +
 * height)}. It may reach outside its grid; readers fill what lies outside with no data.
 *
 * @param col first column, 0 at the west edge of the grid
 * @param row first row, 0 at the north edge of the grid
 * @param width columns, > 0
 * @param height rows, > 0
 */
public record PixelWindow(int col, int row, int width, int height) implements Serializable {
  public PixelWindow {
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "a window needs width and height > 0 pixels, was " + width + " × " + height);
    }
  }

  /** First column east of the window. */
  public int endCol() {
    return col + width;
  }

  /** First row south of the window. */
  public int endRow() {
    return row + height;
  }

  /** This window grown by {@code margin} pixels on every side. */
  public PixelWindow grow(int margin) {
    return new PixelWindow(col - margin, row - margin, width + 2 * margin, height + 2 * margin);
  }

  /** Whether the two windows share a pixel. */
  public boolean intersects(PixelWindow other) {
    return col < other.endCol()
        && other.col < endCol()
        && row < other.endRow()
        && other.row < endRow();
  }

  /** Whether every pixel of another window lies in this one. */
  public boolean contains(PixelWindow other) {
    return col <= other.col
        && other.endCol() <= endCol()
        && row <= other.row
        && other.endRow() <= endRow();
  }

  /**
   * The shared pixels of both windows.
   *
   * @throws IllegalArgumentException if they share none
   */
  public PixelWindow intersection(PixelWindow other) {
    int west = Math.max(col, other.col);
    int north = Math.max(row, other.row);
    return new PixelWindow(
        west,
        north,
        Math.min(endCol(), other.endCol()) - west,
        Math.min(endRow(), other.endRow()) - north);
  }
}
