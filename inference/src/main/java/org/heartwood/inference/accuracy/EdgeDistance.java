package org.heartwood.inference.accuracy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.FloatRaster;

/** How far pixels lie from the edge of the labelled forest. */
public final class EdgeDistance {
  private static final List<Integer> FROM_PX = List.of(1, 2, 4, 8, 16);

  private EdgeDistance() {}

  /**
   * Steps along rows and columns to the nearest pixel on the other side of the forest threshold: 1
   * next to a pixel of the other kind; pixels without label are passed by. The largest int where
   * there is no edge.
   *
   * @param threshold labels at or above it are forest
   */
  public static int[] of(FloatRaster label, double threshold) {
    int width = label.window().width();
    int height = label.window().height();
    float[] values = label.data();
    int[] distance = new int[values.length];
    Arrays.fill(distance, Integer.MAX_VALUE);
    Deque<Integer> queue = new ArrayDeque<>();
    for (int i = 0; i < values.length; i++) {
      boolean forest = values[i] >= threshold;
      boolean edge = false;
      for (int next : neighbours(i, width, height)) {
        edge |= !Float.isNaN(values[next]) && (values[next] >= threshold) != forest;
      }
      if (edge && !Float.isNaN(values[i])) {
        distance[i] = 1;
        queue.add(i);
      }
    }
    while (!queue.isEmpty()) {
      int from = queue.remove();
      for (int next : neighbours(from, width, height)) {
        if (distance[next] > distance[from] + 1) {
          distance[next] = distance[from] + 1;
          queue.add(next);
        }
      }
    }
    return distance;
  }

  private static int[] neighbours(int i, int width, int height) {
    int col = i % width;
    int row = i / width;
    return IntStream.of(
            col > 0 ? i - 1 : -1,
            col < width - 1 ? i + 1 : -1,
            row > 0 ? i - width : -1,
            row < height - 1 ? i + width : -1)
        .filter(next -> next >= 0)
        .toArray();
  }

  /** Names of the bins of {@link #bin}. */
  public static List<String> groups() {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < FROM_PX.size(); i++) {
      groups.add(
          i + 1 < FROM_PX.size()
              ? FROM_PX.get(i) + " to " + (FROM_PX.get(i + 1) - 1)
              : FROM_PX.get(i) + " and more");
    }
    return groups;
  }

  /** The bin of a distance ≥ 1, an index of {@link #groups()}. */
  public static int bin(int distance) {
    int bin = 0;
    while (bin + 1 < FROM_PX.size() && distance >= FROM_PX.get(bin + 1)) {
      bin++;
    }
    return bin;
  }
}
