package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PatchFilterTest {
  /** Filters a picture of rows; # is set. */
  private static String filtered(int minPixels, String... rows) {
    int width = rows[0].length();
    boolean[] mask = new boolean[width * rows.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = rows[i / width].charAt(i % width) == '#';
    }
    PatchFilter.clearSmall(mask, width, rows.length, minPixels);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < mask.length; i++) {
      out.append(mask[i] ? '#' : '.').append(i % width == width - 1 ? "\n" : "");
    }
    return out.toString();
  }

  @Test
  void clearsPatchesBelowTheMinimumAndKeepsThoseAtIt() {
    assertThat(filtered(3, ".......", ".##.#..", "....##.", "......."))
        .isEqualTo(".......\n....#..\n....##.\n.......\n");
  }

  @Test
  void pixelsThatTouchAtACornerAreTwoPatches() {
    assertThat(filtered(2, "....", ".#..", "..#.", "....")).isEqualTo("....\n....\n....\n....\n");
  }

  @Test
  void patchesThatReachTheEdgeAreKept() {
    assertThat(filtered(9, "#...", "....", "..##", "....")).isEqualTo("#...\n....\n..##\n....\n");
  }

  @Test
  void aMinimumOfOneClearsNothing() {
    assertThat(filtered(1, "...", ".#.", "...")).isEqualTo("...\n.#.\n...\n");
  }

  @Test
  void aWindowWithAMarginOfTheMinimumComesOutAsInTheWholeRaster() {
    int size = 60;
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 40; trial++) {
      int min = 1 + random.nextInt(8);
      double share = 0.2 + 0.4 * random.nextDouble();
      boolean[] whole = new boolean[size * size];
      for (int i = 0; i < whole.length; i++) {
        whole[i] = random.nextDouble() < share;
      }
      boolean[] raw = whole.clone();
      PatchFilter.clearSmall(whole, size, size, min);
      int west = min + random.nextInt(20);
      int north = min + random.nextInt(20);
      int core = 15;
      int side = core + 2 * min;
      boolean[] window = new boolean[side * side];
      for (int row = 0; row < side; row++) {
        System.arraycopy(raw, (north - min + row) * size + west - min, window, row * side, side);
      }
      PatchFilter.clearSmall(window, side, side, min);
      for (int row = 0; row < core; row++) {
        for (int col = 0; col < core; col++) {
          assertThat(window[(row + min) * side + col + min])
              .as("min %d, row %d, column %d", min, row, col)
              .isEqualTo(whole[(north + row) * size + west + col]);
        }
      }
    }
  }
}
