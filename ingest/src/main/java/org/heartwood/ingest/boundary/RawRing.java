package org.heartwood.ingest.boundary;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ring as the file has it: closed or not, in the units of the file's CRS, easting first. */
final class RawRing {
  /** Why a position could not be read. */
  record Misread(String detail, String remedy) {}

  private final ReadLimits limits;
  private double[] xy = {};
  private int size;
  private boolean heights;
  private Map<Integer, Misread> misread = Map.of();

  RawRing(ReadLimits limits) {
    this.limits = limits;
    limits.part();
  }

  void add(double x, double y) {
    limits.vertex();
    if (2 * size == xy.length) {
      xy = Arrays.copyOf(xy, Math.max(16, xy.length + xy.length / 2 & ~1));
    }
    xy[2 * size] = x;
    xy[2 * size + 1] = y;
    size++;
  }

  /** Adds a position that is none. Its reason is kept for as many as are ever shown. */
  void add(Misread why) {
    if (misread.isEmpty()) {
      misread = new HashMap<>();
    }
    if (misread.size() <= ProblemLog.KEPT_PER_KIND) {
      misread.put(size, why);
    }
    add(Double.NaN, Double.NaN);
  }

  /** Notes that positions have a height or a measure, which is dropped. */
  void dropHeights() {
    heights = true;
  }

  boolean heightsDropped() {
    return heights;
  }

  int size() {
    return size;
  }

  double x(int vertex) {
    return xy[2 * vertex];
  }

  double y(int vertex) {
    return xy[2 * vertex + 1];
  }

  @Nullable Misread misread(int vertex) {
    return misread.get(vertex);
  }

  /** Whether the last position repeats the first. */
  boolean isClosed() {
    return size > 0 && x(0) == x(size - 1) && y(0) == y(size - 1);
  }
}
