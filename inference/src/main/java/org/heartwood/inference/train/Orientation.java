package org.heartwood.inference.train;

import java.util.Random;

/**
 * One of the eight ways to turn and mirror a square crop.
 *
 * @param code 0 to 7: bit 0 mirrors columns, bit 1 mirrors rows, bit 2 swaps both
 */
public record Orientation(int code) {
  private static final int COUNT = 8;

  public Orientation {
    if (code < 0 || code >= COUNT) {
      throw new IllegalArgumentException("code must be 0 to 7, was " + code);
    }
  }

  /** Any of the eight with the same chance. */
  public static Orientation draw(Random random) {
    return new Orientation(random.nextInt(COUNT));
  }

  /** Where a pixel of a crop of {@code side} × {@code side} px lands, row-major. */
  public int index(int row, int col, int side) {
    int newRow = (code & 2) == 0 ? row : side - 1 - row;
    int newCol = (code & 1) == 0 ? col : side - 1 - col;
    return (code & 4) == 0 ? newRow * side + newCol : newCol * side + newRow;
  }
}
