package org.heartwood.inference.applicability;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A k-d tree (Bentley 1975, doi:10.1145/361002.361007) over a few thousand points that never
 * change. Every node is split at the median along the longest side of the box around its points,
 * and a search starts from the last one's answer: where queries follow each other closely, that
 * leaves little to search. Exact; safe for several threads.
 */
final class PointTree {
  private static final int LEAF_POINTS = 6;

  private final int dimensions;
  private final int[] order;
  private final double[] points;
  private final int[] starts;
  private final int[] ends;
  private final double[] boxes;
  private final int[] alongs;
  private final double[] splits;

  /**
   * @param points coordinates, point by point, at least one point
   * @param dimensions coordinates of a point, > 0
   */
  PointTree(double[] points, int dimensions) {
    int count = points.length / dimensions;
    int leaves = 1;
    while (leaves * LEAF_POINTS < count) {
      leaves *= 2;
    }
    this.dimensions = dimensions;
    this.starts = new int[2 * leaves];
    this.ends = new int[2 * leaves];
    this.boxes = new double[2 * leaves * 2 * dimensions];
    this.alongs = new int[leaves];
    this.splits = new double[leaves];
    this.order = IntStream.range(0, count).toArray();
    this.points = points.clone();
    build(points, 1, 0, count);
    for (int i = 0; i < count; i++) {
      System.arraycopy(points, order[i] * dimensions, this.points, i * dimensions, dimensions);
    }
  }

  /** Node {@code n} has the children {@code 2n} and {@code 2n + 1}; the root is 1. */
  private void build(double[] all, int node, int start, int end) {
    starts[node] = start;
    ends[node] = end;
    int widest = 0;
    double width = -1;
    for (int d = 0; d < dimensions; d++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (int i = start; i < end; i++) {
        low = Math.min(low, all[order[i] * dimensions + d]);
        high = Math.max(high, all[order[i] * dimensions + d]);
      }
      boxes[box(node) + 2 * d] = low;
      boxes[box(node) + 2 * d + 1] = high;
      if (high - low > width) {
        width = high - low;
        widest = d;
      }
    }
    if (2 * node < starts.length) {
      int along = widest;
      int[] sorted =
          IntStream.range(start, end)
              .map(i -> order[i])
              .boxed()
              .sorted(
                  (a, b) ->
                      Double.compare(all[a * dimensions + along], all[b * dimensions + along]))
              .mapToInt(i -> i)
              .toArray();
      System.arraycopy(sorted, 0, order, start, sorted.length);
      int middle = (start + end) >>> 1;
      alongs[node] = along;
      splits[node] = all[order[middle] * dimensions + along];
      build(all, 2 * node, start, middle);
      build(all, 2 * node + 1, middle, end);
    }
  }

  private int box(int node) {
    return node * 2 * dimensions;
  }

  /** A search of its own for one thread. */
  Search search() {
    return new Search();
  }

  /**
   * Looks for nearest points, one query after the other. A branch is passed over when the planes
   * between it and the query are farther than the best point so far (Arya and Mount 1993,
   * doi:10.1109/DCC.1993.253111).
   */
  final class Search {
    private final double[] offsets = new double[dimensions];
    private double[] query = new double[0];
    private double best;
    private int nearest;

    /**
     * The place of the nearest point, for {@link PointTree#squaredDistance}. The search begins at
     * the answer to the last one.
     */
    int nearest(double[] from) {
      query = from;
      best = squaredDistance(from, nearest);
      Arrays.fill(offsets, 0);
      visit(1, 0);
      return nearest;
    }

    /**
     * @param distance square of the distance from the query to the planes that bound the node
     */
    private void visit(int node, double distance) {
      if (node >= splits.length) {
        scan(node);
        return;
      }
      int along = alongs[node];
      double beyond = query[along] - splits[node];
      int nearer = beyond < 0 ? 2 * node : 2 * node + 1;
      visit(nearer, distance);
      double before = offsets[along];
      double farther = distance - before * before + beyond * beyond;
      if (farther < best) {
        offsets[along] = beyond;
        visit(nearer ^ 1, farther);
        offsets[along] = before;
      }
    }

    private void scan(int leaf) {
      for (int i = starts[leaf]; i < ends[leaf]; i++) {
        double candidate = squaredDistance(query, i);
        if (candidate < best) {
          best = candidate;
          nearest = i;
        }
      }
    }
  }

  /** Squared distance from a point to the one at a place. */
  double squaredDistance(double[] query, int place) {
    double sum = 0;
    int at = place * dimensions;
    for (int d = 0; d < dimensions; d++) {
      double difference = query[d] - points[at + d];
      sum += difference * difference;
    }
    return sum;
  }

  private double squaredDistanceToBox(double[] query, int node) {
    double sum = 0;
    int at = box(node);
    for (int d = 0; d < dimensions; d++) {
      double outside =
          Math.max(Math.max(boxes[at + 2 * d] - query[d], query[d] - boxes[at + 2 * d + 1]), 0);
      sum += outside * outside;
    }
    return sum;
  }

  /** How many points lie nearer than a distance, given as its square. */
  int within(double[] query, double squaredRadius) {
    return within(query, squaredRadius, 1);
  }

  private int within(double[] query, double squaredRadius, int node) {
    if (!(squaredDistanceToBox(query, node) < squaredRadius)) {
      return 0;
    }
    if (2 * node < starts.length) {
      return within(query, squaredRadius, 2 * node) + within(query, squaredRadius, 2 * node + 1);
    }
    int count = 0;
    for (int i = starts[node]; i < ends[node]; i++) {
      count += squaredDistance(query, i) < squaredRadius ? 1 : 0;
    }
    return count;
  }
}
