package org.heartwood.inference.applicability;

import java.util.stream.IntStream;

/**
 * A k-d tree (Bentley 1975, doi:10.1145/361002.361007) over a few thousand points that never
 * change. Every node knows the box around its points, halves are split at the median of the box's
 * longest side, and a search starts from a guess: where queries follow each other closely, the
 * answer to the last one leaves little to search. Exact; safe for several threads.
 */
final class PointTree {
  private static final int LEAF_POINTS = 6;

  /** Deeper than any tree over fewer points than an array can index. */
  private static final int STACK = 64;

  private final int dimensions;
  private final int[] order;
  private final double[] points;
  private final int[] starts;
  private final int[] ends;
  private final double[] boxes;

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
      build(all, 2 * node, start, middle);
      build(all, 2 * node + 1, middle, end);
    }
  }

  private int box(int node) {
    return node * 2 * dimensions;
  }

  /**
   * The place of the nearest point, to be given to {@link #squaredDistance} and to the next search.
   *
   * @param guess place of any point, better of a near one
   */
  int nearest(double[] query, int guess) {
    int nearest = guess;
    double best = squaredDistance(query, guess);
    int[] nodes = new int[STACK];
    double[] distances = new double[STACK];
    int waiting = 0;
    int node = 1;
    double distance = squaredDistanceToBox(query, 1);
    while (true) {
      if (distance < best) {
        if (2 * node < starts.length) {
          double left = squaredDistanceToBox(query, 2 * node);
          double right = squaredDistanceToBox(query, 2 * node + 1);
          boolean leftFirst = left <= right;
          nodes[waiting] = leftFirst ? 2 * node + 1 : 2 * node;
          distances[waiting] = leftFirst ? right : left;
          waiting++;
          node = leftFirst ? 2 * node : 2 * node + 1;
          distance = leftFirst ? left : right;
          continue;
        }
        for (int i = starts[node]; i < ends[node]; i++) {
          double candidate = squaredDistance(query, i);
          if (candidate < best) {
            best = candidate;
            nearest = i;
          }
        }
      }
      if (waiting == 0) {
        return nearest;
      }
      waiting--;
      node = nodes[waiting];
      distance = distances[waiting];
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
