package org.heartwood.verification.change;

import java.util.ArrayDeque;

/** Takes small patches out of a mask: the minimum area of a forest definition (METHOD.md §4.1). */
final class PatchFilter {
  private PatchFilter() {}

  /**
   * Clears patches of fewer than {@code minPixels} 4-connected pixels. A patch that reaches the
   * window's edge is kept, since the rest of it is not seen; where the window has a margin of at
   * least {@code minPixels} around the pixels of interest, these come out as in the whole raster.
   *
   * @param mask row-major; changed in place
   */
  static void clearSmall(boolean[] mask, int width, int height, int minPixels) {
    boolean[] visited = new boolean[mask.length];
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    for (int start = 0; start < mask.length; start++) {
      if (!mask[start] || visited[start]) {
        continue;
      }
      ArrayDeque<Integer> patch = new ArrayDeque<>();
      boolean touchesEdge = false;
      visited[start] = true;
      queue.add(start);
      while (!queue.isEmpty()) {
        int pixel = queue.remove();
        patch.add(pixel);
        int col = pixel % width;
        int row = pixel / width;
        touchesEdge |= col == 0 || row == 0 || col == width - 1 || row == height - 1;
        visit(col > 0, pixel - 1, mask, visited, queue);
        visit(col < width - 1, pixel + 1, mask, visited, queue);
        visit(row > 0, pixel - width, mask, visited, queue);
        visit(row < height - 1, pixel + width, mask, visited, queue);
      }
      if (!touchesEdge && patch.size() < minPixels) {
        patch.forEach(pixel -> mask[pixel] = false);
      }
    }
  }

  private static void visit(
      boolean exists, int pixel, boolean[] mask, boolean[] visited, ArrayDeque<Integer> queue) {
    if (exists && mask[pixel] && !visited[pixel]) {
      visited[pixel] = true;
      queue.add(pixel);
    }
  }
}
