package org.heartwood.verification.counterfactual;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.verification.change.Neighbourhood;
import org.heartwood.verification.change.Noise;

/**
 * The pixels and cells of one tile, from its maps.
 *
 * <p>A pixel counts when its class is one of the landscape's and no map misses a value there. The
 * share of forest around a pixel is that of the ground in a circle, sea and fields included.
 */
final class LandscapeTile {
  private final Landscape landscape;
  private final PixelWindow core;
  private final PixelWindow window;
  private final byte[] lostBy;
  private final boolean[] openAtStart;
  private final float[][] maps;
  private final int[] hard;
  private final List<MatchingCovariate> matched;
  private long missing;

  /**
   * A map with its grid.
   *
   * @param values pixels around the tile, on the map's own grid
   */
  record OwnGrid(Grid grid, FloatRaster values) {}

  /**
   * @param core pixels of the tile
   * @param codes classes of the tile and its margin of {@code surroundingsPx}
   * @param maps covariates, in the landscape's order
   * @param classes hard classes, in the landscape's order
   */
  LandscapeTile(
      Landscape landscape,
      PixelWindow core,
      FloatRaster codes,
      List<OwnGrid> maps,
      List<OwnGrid> classes) {
    this.landscape = landscape;
    this.core = core;
    this.window = codes.window();
    this.matched = landscape.matched();
    this.lostBy = lostBy(codes);
    this.openAtStart = landscape.openOn(codes, landscape.timeline().startIndex());
    this.maps = maps.stream().map(this::nearest).toArray(float[][]::new);
    this.hard = hard(classes);
    leaveOutIncomplete();
  }

  /** 0 where there was never forest. */
  private byte[] lostBy(FloatRaster codes) {
    byte[] out = new byte[codes.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) landscape.forestBefore(codes.data()[i]);
    }
    return out;
  }

  /** Doublings of a pixel from every pixel of the window to land that is no forest, capped. */
  private double[] edgeDistance() {
    double[] distance =
        Neighbourhood.distancePx(
            openAtStart, window.width(), window.height(), landscape.surroundingsPx());
    for (int i = 0; i < distance.length; i++) {
      distance[i] = StrictMath.log1p(distance[i]) / StrictMath.log(2);
    }
    return distance;
  }

  /** Values at the centres of the core's pixels, NaN = no data. */
  private float[] nearest(OwnGrid map) {
    Grid own = map.grid();
    Grid grid = landscape.grid();
    FloatRaster values = map.values();
    float[] out = new float[core.width() * core.height()];
    Arrays.fill(out, Float.NaN);
    for (int row = 0; row < core.height(); row++) {
      double y = grid.y(core.row() + row + 0.5);
      int ownRow = (int) Math.floor((own.originY() - y) / own.pixelSize());
      for (int col = 0; col < core.width(); col++) {
        double x = grid.x(core.col() + col + 0.5);
        int ownCol = (int) Math.floor((x - own.originX()) / own.pixelSize());
        if (values.window().contains(new PixelWindow(ownCol, ownRow, 1, 1))) {
          out[row * core.width() + col] = values.at(ownCol, ownRow);
        }
      }
    }
    return out;
  }

  /** One code for the combination of classes; −1 where a class is missing. */
  private int[] hard(List<OwnGrid> classes) {
    int[] out = new int[core.width() * core.height()];
    for (OwnGrid map : classes) {
      float[] values = nearest(map);
      for (int i = 0; i < out.length; i++) {
        out[i] =
            Float.isNaN(values[i]) || out[i] == -1
                ? -1
                : (int) (Noise.mix(out[i] * 31L + (long) values[i]) >>> 33);
      }
    }
    return out;
  }

  private void leaveOutIncomplete() {
    for (int row = 0; row < core.height(); row++) {
      for (int col = 0; col < core.width(); col++) {
        int pixel = row * core.width() + col;
        int at = inWindow(row, col);
        boolean complete = hard[pixel] != -1;
        for (float[] map : maps) {
          complete &= !Float.isNaN(map[pixel]);
        }
        if (lostBy[at] > 0 && !complete) {
          missing += lostBy[at] > landscape.timeline().startIndex() ? 1 : 0;
          hard[pixel] = -1;
        }
      }
    }
  }

  private int inWindow(int row, int col) {
    return (core.row() + row - window.row()) * window.width() + core.col() + col - window.col();
  }

  private boolean counts(int row, int col) {
    return lostBy[inWindow(row, col)] > 0 && hard[row * core.width() + col] != -1;
  }

  private boolean isForestAtStart(int row, int col) {
    return counts(row, col) && lostBy[inWindow(row, col)] > landscape.timeline().startIndex();
  }

  /** Forest pixels at the start that were left out for want of a value. */
  long missing() {
    return missing;
  }

  /** All pixels that were forest at the start, by row and column. */
  PixelSet pixels() {
    int size = 0;
    for (int row = 0; row < core.height(); row++) {
      for (int col = 0; col < core.width(); col++) {
        size += isForestAtStart(row, col) ? 1 : 0;
      }
    }
    int d = matched.size();
    long[] keys = new long[size];
    int[] classes = new int[size];
    byte[] lost = new byte[size];
    float[] values = new float[size * d];
    Circle circle = new Circle();
    double[] edge = landscape.edgeCaliper() > 0 ? edgeDistance() : new double[0];
    int at = 0;
    for (int row = 0; row < core.height(); row++) {
      for (int col = 0; col < core.width(); col++) {
        if (isForestAtStart(row, col)) {
          int pixel = row * core.width() + col;
          keys[at] = PixelSet.key(core.row() + row, core.col() + col);
          classes[at] = hard[pixel];
          lost[at] = lostBy[inWindow(row, col)];
          for (int m = 0; m < maps.length; m++) {
            values[at * d + m] = maps[m][pixel];
          }
          circle.shares(row, col, values, at * d + maps.length);
          if (edge.length > 0) {
            values[at * d + d - 1] = (float) edge[inWindow(row, col)];
          }
          at++;
        }
      }
    }
    return new PixelSet(d, keys, classes, values, lost);
  }

  /** Running sums along rows: forest at the start, and lost by each of the dates. */
  private final class Circle {
    private final int[][] sums;
    private final int[] halfWidths;
    private final double pixels;

    Circle() {
      List<Integer> dates = landscape.lossDates();
      int start = landscape.timeline().startIndex();
      this.sums = new int[1 + dates.size()][];
      sums[0] = running(start + 1, Byte.MAX_VALUE);
      for (int i = 0; i < dates.size(); i++) {
        sums[i + 1] = running(1, dates.get(i));
      }
      int radius = landscape.surroundingsPx();
      this.halfWidths = new int[2 * radius + 1];
      double count = 0;
      for (int dy = -radius; dy <= radius; dy++) {
        halfWidths[dy + radius] = (int) Math.sqrt((double) radius * radius - (double) dy * dy);
        count += 2 * halfWidths[dy + radius] + 1;
      }
      this.pixels = count;
    }

    private int[] running(int from, int to) {
      int stride = window.width() + 1;
      int[] out = new int[stride * window.height()];
      for (int row = 0; row < window.height(); row++) {
        for (int col = 0; col < window.width(); col++) {
          int lost = lostBy[row * window.width() + col];
          out[row * stride + col + 1] =
              out[row * stride + col] + (lost >= from && lost <= to ? 1 : 0);
        }
      }
      return out;
    }

    void shares(int row, int col, float[] target, int offset) {
      int radius = landscape.surroundingsPx();
      int stride = window.width() + 1;
      int centreRow = core.row() + row - window.row();
      int centreCol = core.col() + col - window.col();
      for (int layer = 0; layer < sums.length; layer++) {
        int[] sum = sums[layer];
        int count = 0;
        for (int dy = -radius; dy <= radius; dy++) {
          int line = (centreRow + dy) * stride + centreCol;
          int half = halfWidths[dy + radius];
          count += sum[line + half + 1] - sum[line - half];
        }
        target[offset + layer] = (float) (count / pixels);
      }
    }
  }

  /**
   * The cells that held forest at the start, as bytes.
   *
   * @param pixels {@link #pixels()}
   */
  byte[] cells(PixelSet pixels) {
    int cellPx = landscape.cellPx();
    int across = (core.width() + cellPx - 1) / cellPx;
    int down = (core.height() + cellPx - 1) / cellPx;
    int dates = landscape.timeline().dates();
    int d = matched.size();
    long[] forest = new long[across * down * dates];
    double[] sums = new double[across * down * d];
    int[] hardOf = new int[across * down];
    for (int row = 0; row < core.height(); row++) {
      for (int col = 0; col < core.width(); col++) {
        if (counts(row, col)) {
          int cell = row / cellPx * across + col / cellPx;
          for (int date = 0; date < lostBy[inWindow(row, col)]; date++) {
            forest[cell * dates + date]++;
          }
        }
      }
    }
    for (int i = 0; i < pixels.size(); i++) {
      int cell =
          (pixels.row(i) - core.row()) / cellPx * across + (pixels.col(i) - core.col()) / cellPx;
      hardOf[cell] = pixels.hard(i);
      for (int c = 0; c < d; c++) {
        sums[cell * d + c] += pixels.value(i, c);
      }
    }
    int start = landscape.timeline().startIndex();
    ByteBuffer out = ByteBuffer.allocate(across * down * cellBytes(dates, d));
    for (int cell = 0; cell < across * down; cell++) {
      long atStart = forest[cell * dates + start];
      if (atStart > 0) {
        out.putInt(core.row() / cellPx + cell / across);
        out.putInt(core.col() / cellPx + cell % across);
        out.putInt(hardOf[cell]);
        for (int date = 0; date < dates; date++) {
          out.putLong(forest[cell * dates + date]);
        }
        for (int c = 0; c < d; c++) {
          out.putDouble(sums[cell * d + c] / atStart);
        }
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Length of one cell in {@link #cells}. */
  static int cellBytes(int dates, int covariates) {
    return 12 + 8 * dates + 8 * covariates;
  }
}
