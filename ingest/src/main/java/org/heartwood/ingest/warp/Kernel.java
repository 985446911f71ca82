package org.heartwood.ingest.warp;

import java.util.Map;
import java.util.TreeMap;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.warp.PixelMapping.Position;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

/** The arithmetic of {@link Resampling} on the source pixels that were read. */
final class Kernel {
  /** Rounding must not move a point from one pixel to the other where it lies on their border. */
  static final double BORDER_PX = 1e-6;

  /** Shares of a footprint that differ by less are equal. */
  private static final double ROUNDING = 1e-9;

  private static final GeometryFactory GEOMETRY = new GeometryFactory();

  /** Pixels as a plane: x = column, y = −row. */
  private static final Grid PIXEL_PLANE = new Grid("pixels", 0, 0, 1, 1, 1);

  private final Resampling resampling;
  private final FloatRaster source;

  /**
   * @param source the source pixels; what lies outside its window lies outside the source grid
   */
  Kernel(Resampling resampling, FloatRaster source) {
    this.resampling = resampling;
    this.source = source;
  }

  private float value(int col, int row) {
    PixelWindow window = source.window();
    boolean inside =
        col >= window.col()
            && col < window.endCol()
            && row >= window.row()
            && row < window.endRow();
    return inside ? source.at(col, row) : Float.NaN;
  }

  static int pixel(double at) {
    return (int) Math.floor(at + BORDER_PX);
  }

  /** The value at a point, by a point kind. */
  float at(Position point) {
    float nearest = point.isSomewhere() ? value(pixel(point.col()), pixel(point.row())) : Float.NaN;
    return switch (resampling) {
      case NEAREST -> nearest;
      case BILINEAR -> Float.isNaN(nearest) ? nearest : bilinear(point);
      case CUBIC -> Float.isNaN(nearest) ? nearest : cubic(point);
      case AVERAGE, MODE -> throw new IllegalStateException(resampling + " needs a footprint");
    };
  }

  private float bilinear(Position point) {
    double col = point.col() - 0.5;
    double row = point.row() - 0.5;
    int west = (int) Math.floor(col);
    int north = (int) Math.floor(row);
    double u = col - west;
    double v = row - north;
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < 4; i++) {
      float value = value(west + i % 2, north + i / 2);
      double weight = (i % 2 == 0 ? 1 - u : u) * (i / 2 == 0 ? 1 - v : v);
      if (!Float.isNaN(value)) {
        sum += weight * value;
        weights += weight;
      }
    }
    return (float) (sum / weights);
  }

  private float cubic(Position point) {
    double col = point.col() - 0.5;
    double row = point.row() - 0.5;
    int west = (int) Math.floor(col);
    int north = (int) Math.floor(row);
    double sum = 0;
    for (int j = -1; j <= 2; j++) {
      double line = 0;
      for (int i = -1; i <= 2; i++) {
        line += cubicWeight(col - west - i) * value(west + i, north + j);
      }
      sum += cubicWeight(row - north - j) * line;
    }
    return Double.isNaN(sum) ? bilinear(point) : (float) sum;
  }

  /** Keys 1981, eq. 4 with a = −0.5. */
  private static double cubicWeight(double distancePx) {
    double d = Math.abs(distancePx);
    return d <= 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2;
  }

  /**
   * The value of a footprint, by an area kind.
   *
   * @param ring its corners in order, the first one not repeated
   */
  float over(Position... ring) {
    Coordinate[] corners = new Coordinate[ring.length + 1];
    Envelope extent = new Envelope();
    for (int i = 0; i < ring.length; i++) {
      if (!ring[i].isSomewhere()) {
        return Float.NaN;
      }
      corners[i] = new Coordinate(ring[i].col(), -ring[i].row());
      extent.expandToInclude(corners[i]);
    }
    corners[ring.length] = corners[0];
    PixelWindow under = PIXEL_PLANE.covering(extent);
    if (!under.intersects(source.window())) {
      return Float.NaN;
    }
    PixelWindow window = under.intersection(source.window());
    Polygon footprint = GEOMETRY.createPolygon(corners);
    double[] covered = Coverage.fractions(footprint, PIXEL_PLANE, window);
    double atLeast = footprint.getArea() / 2;
    return switch (resampling) {
      case AVERAGE -> average(window, covered, atLeast);
      case MODE -> mode(window, covered, atLeast);
      case NEAREST, BILINEAR, CUBIC ->
          throw new IllegalStateException(resampling + " takes a point");
    };
  }

  private float average(PixelWindow window, double[] covered, double atLeast) {
    double sum = 0;
    double valid = 0;
    for (int i = 0; i < covered.length; i++) {
      float value = source.at(window.col() + i % window.width(), window.row() + i / window.width());
      if (!Float.isNaN(value)) {
        sum += covered[i] * value;
        valid += covered[i];
      }
    }
    return isEnough(valid, atLeast) ? (float) (sum / valid) : Float.NaN;
  }

  private float mode(PixelWindow window, double[] covered, double atLeast) {
    TreeMap<Float, Double> areas = new TreeMap<>();
    double valid = 0;
    for (int i = 0; i < covered.length; i++) {
      float value = source.at(window.col() + i % window.width(), window.row() + i / window.width());
      if (!Float.isNaN(value)) {
        areas.merge(value, covered[i], Double::sum);
        valid += covered[i];
      }
    }
    float most = Float.NaN;
    double mostArea = 0;
    for (Map.Entry<Float, Double> area : areas.entrySet()) {
      if (area.getValue() > mostArea + ROUNDING * valid) {
        most = area.getKey();
        mostArea = area.getValue();
      }
    }
    return isEnough(valid, atLeast) ? most : Float.NaN;
  }

  private static boolean isEnough(double valid, double atLeast) {
    return valid > 0 && valid >= atLeast * (1 - ROUNDING);
  }
}
