package org.heartwood.ingest.grid;

import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.CoordinateSequence;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * The share of each pixel that a polygon covers, exact up to rounding (METHOD.md §2.1).
 *
 * <p>By Green's theorem the covered area of a row is a sum over the polygon's edges: an edge that
 * rises by {@code dy} inside a row adds {@code dy} to every pixel east of it, and to the pixels
 * that it crosses the part that lies east of it. One pass over the edges and one running sum along
 * each row therefore give every fraction, whatever the number of pixels inside: no pixel-in-polygon
 * test, no clipping, no sampling.
 */
public final class Coverage {
  /** Fractions below this are rounding, not area. */
  private static final double ROUNDING = 1e-11;

  private final PixelWindow window;
  private final Grid grid;

  /** Change of coverage from pixel to pixel: {@code height × (width + 1)}, row-major. */
  private final double[] steps;

  private Coverage(Grid grid, PixelWindow window) {
    this.grid = grid;
    this.window = window;
    this.steps = new double[Math.multiplyExact(window.width() + 1, window.height())];
  }

  /**
   * Covered fraction of every pixel of a window.
   *
   * @param polygons valid polygon or multipolygon in the grid's CRS; holes and several parts
   *     allowed; winding does not matter
   * @param grid grid whose pixels are measured
   * @param window pixels wanted, on that grid
   * @return fractions 0 to 1, row-major, {@code window.width() × window.height()}
   * @throws IllegalArgumentException if the geometry has a part that is not a polygon
   */
  public static double[] fractions(Geometry polygons, Grid grid, PixelWindow window) {
    Coverage coverage = new Coverage(grid, window);
    for (int i = 0; i < polygons.getNumGeometries(); i++) {
      if (!(polygons.getGeometryN(i) instanceof Polygon polygon)) {
        throw new IllegalArgumentException(
            "only polygons cover pixels, was " + polygons.getGeometryN(i).getGeometryType());
      }
      coverage.add(polygon.getExteriorRing(), 1);
      for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
        coverage.add(polygon.getInteriorRingN(hole), -1);
      }
    }
    return coverage.fractions();
  }

  private void add(LinearRing ring, int sign) {
    if (ring.isEmpty()) {
      return;
    }
    CoordinateSequence points = ring.getCoordinateSequence();
    // Rows count southwards, so a clockwise ring rises along its west side.
    int direction = Orientation.isCCW(points) ? sign : -sign;
    for (int i = 1; i < points.size(); i++) {
      addEdge(
          col(points.getX(i - 1)),
          row(points.getY(i - 1)),
          col(points.getX(i)),
          row(points.getY(i)),
          direction);
    }
  }

  private double col(double x) {
    return (x - grid.originX()) / grid.pixelSize() - window.col();
  }

  private double row(double y) {
    return (grid.originY() - y) / grid.pixelSize() - window.row();
  }

  private void addEdge(double x0, double y0, double x1, double y1, int direction) {
    if (y0 > y1) {
      addEdge(x1, y1, x0, y0, -direction);
      return;
    }
    double top = Math.max(y0, 0);
    double bottom = Math.min(y1, window.height());
    if (!(top < bottom)) {
      return;
    }
    double slope = (x1 - x0) / (y1 - y0);
    double y = top;
    double x = top == y0 ? x0 : x0 + (top - y0) * slope;
    for (int row = (int) Math.floor(top); y < bottom; row++) {
      double nextY = Math.min(row + 1, bottom);
      double nextX = nextY == y1 ? x1 : x0 + (nextY - y0) * slope;
      addRise(row, direction * (nextY - y), Math.min(x, nextX), Math.max(x, nextX));
      y = nextY;
      x = nextX;
    }
  }

  /** Adds a piece of an edge inside one row, which rises by {@code rise} between west and east. */
  private void addRise(int row, double rise, double west, double east) {
    int width = window.width();
    int line = row * (width + 1);
    if (west >= width) {
      return;
    }
    if (east <= 0) {
      steps[line] += rise;
      return;
    }
    double span = east - west;
    if (west < 0) {
      steps[line] += rise * (-west / span);
    }
    double from = Math.max(west, 0);
    double to = Math.min(east, width);
    int first = Math.min((int) from, width - 1);
    for (int col = first; col < width && (col == first || col < to); col++) {
      double a = Math.max(from, col);
      double b = Math.min(to, col + 1);
      double part = span > 0 ? rise * ((b - a) / span) : rise;
      double middle = (a + b) / 2 - col;
      steps[line + col] += part * (1 - middle);
      steps[line + col + 1] += part * middle;
    }
  }

  private double[] fractions() {
    double[] fractions = new double[window.width() * window.height()];
    for (int row = 0; row < window.height(); row++) {
      double sum = 0;
      for (int col = 0; col < window.width(); col++) {
        sum += steps[row * (window.width() + 1) + col];
        fractions[row * window.width() + col] = sum < ROUNDING ? 0 : sum > 1 - ROUNDING ? 1 : sum;
      }
    }
    return fractions;
  }
}
