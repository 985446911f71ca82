package org.heartwood.ingest.grid;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * Where a polygon covers pixels, and how much of each: row by row, in runs of equal coverage, exact
 * up to rounding (METHOD.md §2.1).
 *
 * <p>By Green's theorem the covered area of a row is a sum over the polygon's edges: an edge that
 * falls by {@code dy} inside a row adds {@code dy} to every pixel east of it, and to the pixels
 * that it crosses the part that lies east of it. One pass over the edges and one running sum along
 * each row therefore give every fraction, whatever the number of pixels inside: no pixel-in-polygon
 * test, no clipping, no sampling. The running sum changes only at pixels that an edge crosses, so
 * that the inside of a polygon costs one run a row, and memory grows with the vertices and the
 * width of the polygon, not with its area.
 *
 * <p>The sums are whole numbers of 2⁻⁵⁰ pixels, and an edge is followed in coordinates relative to
 * the pixel of its upper end. So the inside is exactly 1 and the outside exactly 0; and a fraction
 * has the same bits whatever window or rows are asked for, whichever way a ring winds and wherever
 * on the grid the figure lies, as far as its coordinates translate without rounding.
 *
 * <p>Safe for several threads.
 */
public final class CoverageRuns {
  /** Units in a pixel: a sum of a pixel's worth of steps, in any order, is exact in 64 bits. */
  private static final long UNITS = 1L << 50;

  private static final double UNIT_FRACTION = 0x1p-50;

  /** Fractions closer to 0 or 1 than this are rounding of the coordinates, not area. */
  private static final long ROUNDING_UNITS = (long) (1e-11 * UNITS);

  /** Neighbouring edges that are looked up together. */
  private static final int GROUP_EDGES = 64;

  /** Pixels of the rows that are summed at once: they stay in the processor's cache. */
  private static final int BAND_PIXELS = 1 << 15;

  /** Receives runs of pixels of equal coverage, rows from the north, each from west to east. */
  @FunctionalInterface
  public interface Sink {
    /**
     * Takes one run.
     *
     * @param row row of the grid
     * @param fromCol first column of the grid
     * @param toCol column after the last
     * @param fraction covered share of each pixel, above 0, at most 1; exactly 1 inside
     */
    void run(int row, int fromCol, int toCol, double fraction);
  }

  /** Vertices in pixels of the grid, ring after ring with NaN between; inside lies to the left. */
  private final double[] cols;

  private final double[] rows;
  private final int[] groupTop;
  private final int[] groupEnd;
  private final int fromCol;
  private final int toCol;
  private final int fromRow;
  private final int toRow;

  private CoverageRuns(double[] cols, double[] rows, PixelWindow window) {
    this.cols = cols;
    this.rows = rows;
    int groups = (cols.length + GROUP_EDGES - 1) / GROUP_EDGES;
    this.groupTop = new int[groups];
    this.groupEnd = new int[groups];
    int top = Integer.MAX_VALUE;
    int end = Integer.MIN_VALUE;
    for (int group = 0; group < groups; group++) {
      Range range = Range.of(rows, group * GROUP_EDGES, (group + 1) * GROUP_EDGES + 1);
      groupTop[group] = range.first();
      groupEnd[group] = range.end();
      top = Math.min(top, range.first());
      end = Math.max(end, range.end());
    }
    Range across = Range.of(cols, 0, cols.length);
    this.fromRow = Math.max(top, window.row());
    this.toRow = Math.min(end, window.endRow());
    this.fromCol = Math.max(across.first(), window.col());
    this.toCol = Math.min(across.end(), window.endCol());
  }

  /** Whole pixels that hold some numbers; NaN is skipped. */
  private record Range(int first, int end) {
    static Range of(double[] values, int from, int to) {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (int i = from; i < Math.min(to, values.length); i++) {
        if (values[i] < min) {
          min = values[i];
        }
        if (values[i] > max) {
          max = values[i];
        }
      }
      return new Range((int) Math.floor(min), (int) Math.ceil(max));
    }
  }

  /**
   * Prepares a polygon.
   *
   * @param polygons valid polygon or multipolygon in the grid's CRS; holes and several parts
   *     allowed; winding does not matter; may reach beyond the window
   * @param grid grid whose pixels are measured
   * @param window pixels of interest, on that grid, inside or outside of it; nothing else is given
   * @throws IllegalArgumentException if the geometry has a part that is not a polygon, or a
   *     coordinate that is not a finite number
   */
  public static CoverageRuns of(Geometry polygons, Grid grid, PixelWindow window) {
    Vertices vertices = new Vertices(grid, polygons.getNumPoints());
    for (int i = 0; i < polygons.getNumGeometries(); i++) {
      if (!(polygons.getGeometryN(i) instanceof Polygon polygon)) {
        throw new IllegalArgumentException(
            "only polygons cover pixels, was " + polygons.getGeometryN(i).getGeometryType());
      }
      vertices.shell(polygon.getExteriorRing());
      for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
        vertices.hole(polygon.getInteriorRingN(hole));
      }
    }
    return new CoverageRuns(vertices.cols(), vertices.rows(), window);
  }

  private static final class Vertices {
    private final Grid grid;
    private double[] cols;
    private double[] rows;
    private int size;

    Vertices(Grid grid, int points) {
      this.grid = grid;
      this.cols = new double[points + 1];
      this.rows = new double[points + 1];
    }

    void shell(LinearRing ring) {
      CoordinateSequence points = ring.getCoordinateSequence();
      add(points, ring.isEmpty() || Orientation.isCCW(points));
    }

    void hole(LinearRing ring) {
      CoordinateSequence points = ring.getCoordinateSequence();
      add(points, !(ring.isEmpty() || Orientation.isCCW(points)));
    }

    private void add(CoordinateSequence points, boolean forwards) {
      int count = points.size();
      if (size + count + 1 > cols.length) {
        cols = Arrays.copyOf(cols, (size + count) * 3 / 2 + 1);
        rows = Arrays.copyOf(rows, cols.length);
      }
      for (int i = 0; i < count; i++) {
        int point = forwards ? i : count - 1 - i;
        double col = (points.getX(point) - grid.originX()) / grid.pixelSize();
        double row = (grid.originY() - points.getY(point)) / grid.pixelSize();
        if (!Double.isFinite(col) || !Double.isFinite(row)) {
          throw new IllegalArgumentException(
              "coordinates must be finite, was ("
                  + points.getX(point)
                  + ", "
                  + points.getY(point)
                  + ")");
        }
        cols[size] = col;
        rows[size++] = row;
      }
      cols[size] = Double.NaN;
      rows[size++] = Double.NaN;
    }

    double[] cols() {
      return Arrays.copyOf(cols, size);
    }

    double[] rows() {
      return Arrays.copyOf(rows, size);
    }
  }

  /**
   * The same coverage in a smaller window, with the vertices that it takes there and no others:
   * fractions keep their bits. A polygon over many windows is thus cut to all of them for little
   * more than its own vertices, where an overlay would move some of its edges.
   *
   * @param smaller part of this window
   */
  public CoverageRuns within(PixelWindow smaller) {
    TrimmedRings rings = new TrimmedRings(cols, rows, smaller);
    return new CoverageRuns(rings.cols(), rings.rows(), smaller);
  }

  /** Vertices, counting one more for each ring. */
  public int vertices() {
    return cols.length;
  }

  /** The vertices as bytes, for {@link #fromBytes}. */
  public byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(2 * Double.BYTES * cols.length);
    bytes.asDoubleBuffer().put(cols).put(rows);
    return bytes.array();
  }

  /**
   * What {@link #toBytes} wrote.
   *
   * @param window the one that it was made for, or a part of it
   */
  public static CoverageRuns fromBytes(byte[] bytes, PixelWindow window) {
    DoubleBuffer numbers = ByteBuffer.wrap(bytes).asDoubleBuffer();
    double[] cols = new double[numbers.remaining() / 2];
    double[] rows = new double[cols.length];
    numbers.get(cols).get(rows);
    return new CoverageRuns(cols, rows, window);
  }

  /** Whether the polygon's envelope meets no pixel of the window. */
  public boolean isEmpty() {
    return fromRow >= toRow || fromCol >= toCol;
  }

  /** First column that may have runs. */
  public int fromCol() {
    return fromCol;
  }

  /** Column after the last that may have runs. */
  public int toCol() {
    return toCol;
  }

  /** First row that may have runs. */
  public int fromRow() {
    return fromRow;
  }

  /** Row after the last that may have runs. */
  public int toRow() {
    return toRow;
  }

  /**
   * Hands out the runs of some rows. The cost is that of the pixels which the edges in these rows
   * cross, and of the runs.
   *
   * @param from first row
   * @param to row after the last
   */
  public void rows(int from, int to, Sink sink) {
    int first = Math.max(from, fromRow);
    int end = Math.min(to, toRow);
    if (first >= end || fromCol >= toCol) {
      return;
    }
    int[] groups = groups(first, end);
    int height = Math.max(1, Math.min(end - first, BAND_PIXELS / (toCol - fromCol + 1)));
    Band band = new Band(height);
    for (int row = first; row < end; row += height) {
      band.sum(groups, row, Math.min(end, row + height));
      band.emit(sink);
    }
  }

  private int[] groups(int first, int end) {
    int[] groups = new int[groupTop.length];
    int count = 0;
    for (int group = 0; group < groupTop.length; group++) {
      if (groupTop[group] < end && groupEnd[group] > first) {
        groups[count++] = group;
      }
    }
    return Arrays.copyOf(groups, count);
  }

  /** Some rows of the polygon while they are summed. */
  private final class Band {
    private final int width = toCol - fromCol;
    private final int words = (width >> 6) + 1;

    /** Change of coverage from pixel to pixel, {@code rows × (width + 1)}. */
    private final long[] steps;

    /** One bit for every step that was touched, {@code rows × words}. */
    private final long[] touched;

    private int first;
    private int end;

    Band(int height) {
      this.steps = new long[Math.multiplyExact(height, width + 1)];
      this.touched = new long[height * words];
    }

    void sum(int[] groups, int first, int end) {
      this.first = first;
      this.end = end;
      for (int group : groups) {
        if (groupTop[group] < end && groupEnd[group] > first) {
          int edgesEnd = Math.min((group + 1) * GROUP_EDGES, cols.length - 1);
          for (int edge = group * GROUP_EDGES; edge < edgesEnd; edge++) {
            addEdge(edge);
          }
        }
      }
    }

    private void addEdge(int edge) {
      double y0 = rows[edge];
      double y1 = rows[edge + 1];
      if (y0 < y1) {
        if (y0 < end && y1 > first) {
          addFall(cols[edge], y0, cols[edge + 1], y1, 1);
        }
      } else if (y1 < y0 && y1 < end && y0 > first) {
        addFall(cols[edge + 1], y1, cols[edge], y0, -1);
      }
    }

    /** Adds an edge from its upper to its lower end. */
    private void addFall(double x0, double y0, double x1, double y1, int sign) {
      double baseCol = Math.floor(x0);
      double baseRow = Math.floor(y0);
      double fromX = x0 - baseCol;
      double fromY = y0 - baseRow;
      double toX = x1 - baseCol;
      double slope = (x1 - x0) / (y1 - y0);
      double west = Math.min(fromX, toX);
      double east = Math.max(fromX, toX);
      double shift = baseCol - fromCol;
      double row = Math.max(baseRow, first);
      double stop = Math.min(y1, end);
      long y = 0;
      double x;
      if (row == baseRow) {
        y = units(fromY);
        x = fromX;
      } else {
        x = clamp(fromX + (row - baseRow - fromY) * slope, west, east);
      }
      for (int line = (int) (row - first); row < stop; row++, line++) {
        boolean last = row + 1 >= y1;
        long nextY = last ? units(y1 - row) : UNITS;
        double nextX = last ? toX : clamp(fromX + (row + 1 - baseRow - fromY) * slope, west, east);
        if (x < nextX) {
          addPiece(line, sign * (nextY - y), x, nextX, shift);
        } else {
          addPiece(line, sign * (nextY - y), nextX, x, shift);
        }
        y = 0;
        x = nextX;
      }
    }

    private static long units(double share) {
      return (long) Math.rint(share * UNITS);
    }

    private static double clamp(double x, double west, double east) {
      return Math.max(west, Math.min(east, x));
    }

    /**
     * Adds a piece of an edge inside one row, which falls by {@code fall} between west and east.
     *
     * @param shift column of the band at which the piece's column 0 lies
     */
    private void addPiece(int line, long fall, double west, double east, double shift) {
      if (west + shift >= width || fall == 0) {
        return;
      }
      if (east + shift <= 0) {
        step(line, 0, fall);
        return;
      }
      double col = Math.floor(west);
      if (east <= col + 1 && col + shift >= 0) {
        pixel(line, (int) (col + shift), fall, (west + east) / 2 - col);
      } else {
        addAcross(line, fall, west, east, shift);
      }
    }

    private void addAcross(int line, long fall, double west, double east, double shift) {
      double rate = fall / (east - west);
      double col = Math.floor(west);
      long fallen = 0;
      if (col < -shift) {
        col = -shift;
        fallen = fallen(fall, (col - west) * rate);
        step(line, 0, fallen);
      }
      for (int i = (int) (col + shift); i < width && col < east; i++, col++) {
        long next = col + 1 >= east ? fall : fallen(fall, (col + 1 - west) * rate);
        double middle = (Math.max(west, col) + Math.min(east, col + 1)) / 2 - col;
        pixel(line, i, next - fallen, middle);
        fallen = next;
      }
    }

    /** Rounding must not let an edge fall by more than it does. */
    private static long fallen(long fall, double units) {
      long rounded = (long) Math.rint(units);
      return fall < 0 ? Math.max(fall, rounded) : Math.min(fall, rounded);
    }

    private void pixel(int line, int col, long fall, double middle) {
      long west = (long) Math.rint(fall * middle);
      step(line, col, fall - west);
      step(line, col + 1, west);
    }

    private void step(int line, int col, long units) {
      steps[line * (width + 1) + col] += units;
      touched[line * words + (col >> 6)] |= 1L << col;
    }

    void emit(Sink sink) {
      for (int row = first; row < end; row++) {
        emitRow(row, (row - first) * (width + 1), (row - first) * words, sink);
      }
    }

    private void emitRow(int row, int line, int firstWord, Sink sink) {
      long sum = 0;
      int start = 0;
      double fraction = 0;
      for (int word = 0; word < words; word++) {
        long bits = touched[firstWord + word];
        touched[firstWord + word] = 0;
        while (bits != 0) {
          int col = (word << 6) + Long.numberOfTrailingZeros(bits);
          bits &= bits - 1;
          sum += steps[line + col];
          steps[line + col] = 0;
          double next = fraction(sum);
          if (next != fraction) {
            if (fraction > 0) {
              sink.run(row, fromCol + start, fromCol + col, fraction);
            }
            start = col;
            fraction = next;
          }
        }
      }
      if (fraction > 0 && start < width) {
        sink.run(row, fromCol + start, toCol, fraction);
      }
    }

    private static double fraction(long units) {
      return units < ROUNDING_UNITS
          ? 0
          : units > UNITS - ROUNDING_UNITS ? 1 : units * UNIT_FRACTION;
    }
  }
}
