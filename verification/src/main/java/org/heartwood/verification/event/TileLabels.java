package org.heartwood.verification.event;

import java.util.Arrays;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * The connected changes of one tile, numbered from 1 by their first pixel, row by row; 0 = no
 * change. Two touching pixels belong together if their first days are close. It owns its arrays.
 */
final class TileLabels {
  /** Steps to the neighbours that come before a pixel: west, north, north-west, north-east. */
  private static final int[][] BEFORE = {{0, -1}, {-1, 0}, {-1, -1}, {-1, 1}};

  private final int[] labels;
  private final int count;

  private TileLabels(int[] labels, int count) {
    this.labels = labels;
    this.count = count;
  }

  /**
   * Labels a tile.
   *
   * @param days first day of the change by pixel
   * @param changed whether a pixel counts
   */
  static TileLabels of(PixelWindow window, int[] days, boolean[] changed, EventSettings settings) {
    int[] parents = new int[days.length];
    Arrays.setAll(parents, i -> i);
    int looks = settings.neighbours().count() / 2;
    for (int row = 0; row < window.height(); row++) {
      for (int col = 0; col < window.width(); col++) {
        int at = row * window.width() + col;
        for (int k = 0; changed[at] && k < looks; k++) {
          int r = row + BEFORE[k][0];
          int c = col + BEFORE[k][1];
          if (r >= 0 && c >= 0 && c < window.width()) {
            int other = r * window.width() + c;
            if (changed[other] && near(days[at], days[other], settings)) {
              join(parents, at, other);
            }
          }
        }
      }
    }
    int[] labels = new int[days.length];
    int count = 0;
    for (int at = 0; at < labels.length; at++) {
      if (changed[at]) {
        int root = find(parents, at);
        // The root is the set's first pixel, which has been numbered by now.
        labels[at] = root == at ? ++count : labels[root];
      }
    }
    return new TileLabels(labels, count);
  }

  static boolean near(int day, int other, EventSettings settings) {
    return Math.abs((long) day - other) <= settings.toleranceDays();
  }

  private static int find(int[] parents, int member) {
    int at = member;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  private static void join(int[] parents, int one, int other) {
    int a = find(parents, one);
    int b = find(parents, other);
    parents[Math.max(a, b)] = Math.min(a, b);
  }

  /** The label of a pixel of the tile, 0 = no change. */
  int at(int pixel) {
    return labels[pixel];
  }

  /** How many labels there are. */
  int count() {
    return count;
  }
}
