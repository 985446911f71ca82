package org.heartwood.ingest.zonal;

import java.util.Arrays;

/** The runs of all zones in one block, zone by zone: which of its pixels they cover. */
final class BlockRuns {
  /** In place of a first run: the zone covers the whole block. */
  static final int WHOLE = -1;

  private final int stride;
  private final int width;
  private final int height;

  private int[] start = new int[16];
  private int[] length = new int[16];
  private double[] fraction = new double[16];
  private int size;

  private int[] zone = new int[4];
  private int[] firstRun = new int[4];
  private int zones;
  private int rows;

  /**
   * @param stride pixels from a row to the next in the block's array
   * @param width columns inside the grid
   * @param height rows inside the grid
   */
  BlockRuns(int stride, int width, int height) {
    this.stride = stride;
    this.width = width;
    this.height = height;
  }

  void add(int zoneIndex, int row, int col, int pixels, double share) {
    if (zones == 0 || zone[zones - 1] != zoneIndex) {
      begin(zoneIndex);
    }
    if (size == start.length) {
      start = Arrays.copyOf(start, 2 * size);
      length = Arrays.copyOf(length, 2 * size);
      fraction = Arrays.copyOf(fraction, 2 * size);
    }
    start[size] = row * stride + col;
    length[size] = pixels;
    fraction[size++] = share;
    rows = Math.max(rows, row + 1);
  }

  private void begin(int zoneIndex) {
    seal();
    if (zones == zone.length) {
      zone = Arrays.copyOf(zone, 2 * zones);
      firstRun = Arrays.copyOf(firstRun, 2 * zones);
    }
    zone[zones] = zoneIndex;
    firstRun[zones++] = size;
  }

  /** Forgets the runs of the last zone where they are the whole block: many zones may be large. */
  void seal() {
    if (zones > 0 && size - firstRun[zones - 1] == height && isWhole(firstRun[zones - 1])) {
      size = firstRun[zones - 1];
      firstRun[zones - 1] = WHOLE;
    }
  }

  private boolean isWhole(int from) {
    for (int run = from; run < size; run++) {
      if (length[run] != width || fraction[run] != 1) {
        return false;
      }
    }
    return true;
  }

  /** The runs of a zone that covers all of a block. */
  static BlockRuns whole(int stride, int width, int height) {
    BlockRuns runs = new BlockRuns(stride, width, height);
    for (int row = 0; row < height; row++) {
      runs.add(0, row, 0, width, 1);
    }
    return runs;
  }

  /** Rows down to the last one that a zone needs. */
  int rows() {
    return rows;
  }

  int zones() {
    return zones;
  }

  int zone(int i) {
    return zone[i];
  }

  /** First run of the i-th zone, or {@link #WHOLE}. */
  int from(int i) {
    return firstRun[i];
  }

  /** Run after the last of the i-th zone. */
  int to(int i) {
    int next = i + 1;
    while (next < zones && firstRun[next] == WHOLE) {
      next++;
    }
    return next < zones ? firstRun[next] : size;
  }

  int size() {
    return size;
  }

  /** Position of a run's first pixel in the block's array. */
  int start(int run) {
    return start[run];
  }

  int end(int run) {
    return start[run] + length[run];
  }

  double fraction(int run) {
    return fraction[run];
  }
}
