package org.heartwood.inference.applicability;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The distance to the nearest of a few thousand points that never change, for millions of queries
 * that come again and again to the same parts of the space. The space of the three leading
 * principal axes is cut into cubes; the first query in a cube makes a list of the points near it,
 * in the order of their distance to the cube in that space. A query looks along its cube's list
 * until the cube is farther from the next point than the best one so far is from the query. Queries
 * far from all points go to {@link PointStrips}.
 *
 * <p>Exact: a distance to the cube in three axes is never longer than the distance itself, and all
 * distances that count are computed from the points as given, in the order of the dimensions. Safe
 * for several threads; which thread makes a list does not change it.
 */
final class NearestCells {
  private static final int MOST_AXES = 3;
  private static final int SIX = 6;

  /**
   * Edge of a cube and how far from it points are listed, in edges of the cube that would hold one
   * point if they filled the box of one standard deviation evenly.
   */
  private static final double EDGE = 4;

  private static final double REACH = 10;

  private static final int MOST_CELLS = 1 << 16;

  /** Lists that are kept, some hundred bytes each with 2,000 points. */
  private static final int MOST_LISTS = 1 << 14;

  /** An axis along which points vary less than this share of the first is left out. */
  private static final double LEAST_SPREAD = 1e-6;

  /** Rounding of the axes and of projections is far below this share of a distance. */
  private static final double SLACK = 1e-9;

  /** Rounding of a squared distance to a float is below this share of it. */
  private static final double FLOAT_SLACK = 1e-6;

  private final int dimensions;
  private final double[][] axes;

  /** In the order of the first axis. */
  private final double[] points;

  /** Of the points, axis by axis. */
  private final double[][] positions;

  private final double edge;
  private final double cellsPerUnit;
  private final double reach;
  private final double slack;
  private final double[] origin;
  private final int[] cells;

  /**
   * The points near every cube: where each begins, and the bits of a lower bound of its squared
   * distance to the cube, in turn. In one array, since most of the time goes into fetching it.
   */
  private final AtomicReferenceArray<int @Nullable []> lists;

  private final AtomicInteger listed = new AtomicInteger();
  private final PointStrips all;

  /**
   * @param points coordinates, point by point, at least one point
   * @param dimensions coordinates of a point, > 0
   */
  NearestCells(double[] points, int dimensions) {
    this.dimensions = dimensions;
    this.all = new PointStrips(points, dimensions);
    int count = points.length / dimensions;
    double[][] leading = PointStrips.leadingAxes(points, dimensions, MOST_AXES);
    double[][] projected =
        Arrays.stream(leading)
            .map(axis -> PointStrips.projections(points, axis))
            .toArray(double[][]::new);
    int[] order = PointStrips.sorted(count, projected[0]);
    this.points = new double[points.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(points, order[i] * dimensions, this.points, i * dimensions, dimensions);
    }
    double[] spreads = Arrays.stream(projected).mapToDouble(NearestCells::spread).toArray();
    int used = 0;
    double volume = 1.0 / count;
    while (used < spreads.length && spreads[used] > LEAST_SPREAD * spreads[0]) {
      volume *= spreads[used++];
    }
    this.axes = Arrays.copyOf(leading, used);
    this.positions = new double[used][count];
    for (int axis = 0; axis < used; axis++) {
      for (int i = 0; i < count; i++) {
        positions[axis][i] = projected[axis][order[i]];
      }
    }
    double unit = used == 0 ? 0 : Math.pow(volume, 1.0 / used);
    this.reach = REACH * unit;
    this.origin = new double[used];
    this.cells = new int[used];
    double[] lengths = new double[used];
    double largest = 0;
    for (int axis = 0; axis < used; axis++) {
      origin[axis] = Arrays.stream(positions[axis]).min().orElseThrow() - reach;
      lengths[axis] = Arrays.stream(positions[axis]).max().orElseThrow() + reach - origin[axis];
      largest = Math.max(largest, Math.abs(origin[axis]) + lengths[axis]);
    }
    this.slack = SLACK * (largest + Arrays.stream(points).map(Math::abs).max().orElseThrow());
    double side = EDGE * unit;
    while (cut(lengths, side) > MOST_CELLS) {
      side *= 1.1;
    }
    this.edge = side;
    this.cellsPerUnit = 1 / side;
    this.lists = new AtomicReferenceArray<>(used == 0 ? 0 : (int) cut(lengths, side));
  }

  private static double spread(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }

  /** Cuts every axis into cells of an edge; returns how many there are in all. */
  private double cut(double[] lengths, double side) {
    double product = 1;
    for (int axis = 0; axis < lengths.length; axis++) {
      cells[axis] = (int) Math.min(MOST_CELLS, Math.floor(lengths[axis] / side) + 1);
      product *= cells[axis];
    }
    return product;
  }

  /** A search of its own for one thread. */
  Search search() {
    return new Search();
  }

  /** How many points lie nearer than a distance, given as its square. */
  int within(double[] query, double squaredRadius) {
    return all.within(query, squaredRadius);
  }

  /** Looks for nearest points, one query after the other. */
  final class Search {
    private final PointStrips.Search far = all.search();

    /** Squared distance to the nearest point. */
    double squaredDistance(double[] query) {
      int[] near = near(query);
      if (near != null) {
        double best = dimensions == SIX ? leastOfSix(near, query) : least(near, query);
        if (best <= reach * reach * (1 - FLOAT_SLACK)) {
          return best;
        }
      }
      return all.squaredDistance(query, far.nearest(query));
    }
  }

  /** The list of a query's cube; null if it has none. */
  private int @Nullable [] near(double[] query) {
    int cell = 0;
    for (int axis = 0; axis < axes.length; axis++) {
      double position = -origin[axis];
      for (int d = 0; d < dimensions; d++) {
        position += axes[axis][d] * query[d];
      }
      int at = (int) (position * cellsPerUnit);
      if (position < 0 || at >= cells[axis]) {
        return null;
      }
      cell = cell * cells[axis] + at;
    }
    if (lists.length() == 0) {
      return null;
    }
    int[] near = lists.get(cell);
    if (near == null && listed.get() < MOST_LISTS) {
      near = list(cell);
      lists.set(cell, near);
      listed.incrementAndGet();
    }
    return near;
  }

  /** Lists the points near a cube. */
  private int[] list(int cell) {
    double[] low = new double[axes.length];
    int rest = cell;
    for (int axis = axes.length - 1; axis >= 0; axis--) {
      low[axis] = origin[axis] + rest % cells[axis] * edge;
      rest /= cells[axis];
    }
    int from = Arrays.binarySearch(positions[0], low[0] - reach - slack);
    long[] found = new long[16];
    int count = 0;
    for (int i = Math.max(0, from < 0 ? -from - 1 : 0);
        i < positions[0].length && positions[0][i] <= low[0] + edge + reach + slack;
        i++) {
      double squared = 0;
      for (int axis = 0; axis < axes.length; axis++) {
        double position = positions[axis][i];
        double gap = Math.max(low[axis] - position, position - low[axis] - edge) - slack;
        squared += gap > 0 ? gap * gap : 0;
      }
      if (squared <= reach * reach) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        // Positive floats are in the order of their bits.
        float bound = (float) (squared * (1 - FLOAT_SLACK));
        found[count++] = (long) Float.floatToIntBits(bound) << 32 | i;
      }
    }
    Arrays.sort(found, 0, count);
    int[] near = new int[2 * count];
    for (int i = 0; i < count; i++) {
      near[2 * i] = (int) found[i] * dimensions;
      near[2 * i + 1] = (int) (found[i] >>> 32);
    }
    return near;
  }

  private double least(int[] near, double[] query) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < near.length && Float.intBitsToFloat(near[i + 1]) < best; i += 2) {
      double sum = 0;
      for (int d = 0; d < dimensions; d++) {
        double difference = query[d] - points[near[i] + d];
        sum += difference * difference;
      }
      best = Math.min(best, sum);
    }
    return best;
  }

  /** The same, written out for the bands of most models: it takes half the time. */
  private double leastOfSix(int[] near, double[] query) {
    double[] coordinates = points;
    double q0 = query[0];
    double q1 = query[1];
    double q2 = query[2];
    double q3 = query[3];
    double q4 = query[4];
    double q5 = query[5];
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < near.length && Float.intBitsToFloat(near[i + 1]) < best; i += 2) {
      int at = near[i];
      double d0 = q0 - coordinates[at];
      double d1 = q1 - coordinates[at + 1];
      double d2 = q2 - coordinates[at + 2];
      double d3 = q3 - coordinates[at + 3];
      double d4 = q4 - coordinates[at + 4];
      double d5 = q5 - coordinates[at + 5];
      // In the order of the dimensions, so that all round alike.
      double sum = d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3 + d4 * d4 + d5 * d5;
      best = sum < best ? sum : best;
    }
    return best;
  }
}
