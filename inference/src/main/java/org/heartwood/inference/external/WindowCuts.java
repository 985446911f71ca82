package org.heartwood.inference.external;

import java.util.ArrayList;
import java.util.List;

/**
 * How a window is cut for a network that takes one size only: along each axis pieces of that size
 * follow one another so that what lies within a halo of a piece's end comes from the neighbour that
 * sees beyond it. Where two neighbours overlap, the weight of one falls as that of the other rises,
 * and their sum is 1. What of the last piece lies beyond the window has no data.
 */
final class WindowCuts {
  private WindowCuts() {}

  /**
   * A piece along one axis, pixels.
   *
   * @param start first pixel of the piece, from the window's edge
   * @param from first pixel of the window that is taken from this piece
   * @param to first pixel that is not
   * @param rise pixels from {@code from} on in which the piece before overlaps
   * @param fall pixels before {@code to} in which the piece behind overlaps
   */
  record Cut(int start, int from, int to, int rise, int fall) {
    /** The weight of this piece at a pixel of the window that is taken from it, > 0 to 1. */
    float weight(int pixel) {
      if (pixel < from + rise) {
        return (pixel - from + 0.5f) / rise;
      }
      return pixel >= to - fall ? (to - pixel - 0.5f) / fall : 1;
    }
  }

  /**
   * The pieces along an axis.
   *
   * @param length of the window
   * @param side of a piece, > 2 × halo; at least the length if the network takes any
   * @param halo what is not used beside a piece's end
   * @param blend in how many pixels neighbours overlap, <= side / 2 − halo
   */
  static List<Cut> along(int length, int side, int halo, int blend) {
    List<Cut> cuts = new ArrayList<>();
    int step = side - 2 * halo - blend;
    int start = 0;
    for (; start + side < length; start += step) {
      cuts.add(cut(start, start + side - halo, halo, blend, blend));
    }
    cuts.add(cut(start, length, halo, blend, 0));
    return cuts;
  }

  private static Cut cut(int start, int to, int halo, int blend, int fall) {
    return start == 0 ? new Cut(0, 0, to, 0, fall) : new Cut(start, start + halo, to, blend, fall);
  }
}
