package org.heartwood.inference.external;

import java.util.ArrayList;
import java.util.List;

/**
 * How a window is cut for a network that takes one size only: along each axis pieces of that size
 * follow one another so that what lies within a halo of a cut comes from the neighbour that sees
 * beyond it. What of the last piece lies beyond the window has no data.
 */
final class WindowCuts {
  private WindowCuts() {}

  /**
   * A piece along one axis, pixels.
   *
   * @param start first pixel of the piece, from the window's edge
   * @param from first pixel of the window that is taken from this piece
   * @param to first pixel that is not
   */
  record Cut(int start, int from, int to) {}

  /**
   * The pieces along an axis.
   *
   * @param length of the window
   * @param side of a piece, > 2 × halo; at least the length if the network takes any
   * @param halo what is not used beside a cut
   */
  static List<Cut> along(int length, int side, int halo) {
    List<Cut> cuts = new ArrayList<>();
    int from = 0;
    for (int start = 0; from < length; start += side - 2 * halo) {
      boolean last = start + side >= length;
      int to = last ? length : start + side - halo;
      cuts.add(new Cut(start, from, to));
      from = to;
    }
    return cuts;
  }
}
