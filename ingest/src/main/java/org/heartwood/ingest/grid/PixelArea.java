package org.heartwood.ingest.grid;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryCollection;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * Areas on the WGS 84 ellipsoid, m² (METHOD.md §2.2).
 *
 * <p>The cylindrical equal-area coordinates of a point, {@code x = a·λ} and {@code y = a·q(φ)/2},
 * keep areas: the area of a figure on the ellipsoid is the planar area of its image. Here
 *
 * <pre>q(φ) = (1 − e²) · [sin φ / (1 − e²·sin²φ) − (1/2e) · ln((1 − e·sin φ) / (1 + e·sin φ))]
 * </pre>
 *
 * <p>with {@code a} the semi-major axis (m) and {@code e} the first eccentricity (Snyder 1987, Map
 * Projections: A Working Manual, USGS Professional Paper 1395, eq. 3-12, p. 16; eq. 10-17 and
 * 10-18, p. 81). Edges between vertices in longitude and latitude are straight in those
 * coordinates, as GeoJSON has it (RFC 7946 §3.1.1); edges between projected vertices are straight
 * on the map.
 */
public final class PixelArea {
  private static final double SEMI_MAJOR_AXIS_M = 6378137.0;
  private static final double FLATTENING = 1 / 298.257223563;
  private static final double E2 = FLATTENING * (2 - FLATTENING);
  private static final double E = StrictMath.sqrt(E2);

  /** Nodes and weights of Gauss–Legendre quadrature on [0, 1], five points. */
  private static final double[] NODES = {
    0.046910077030668, 0.2307653449471585, 0.5, 0.7692346550528415, 0.953089922969332
  };

  private static final double[] WEIGHTS = {
    0.11846344252809454,
    0.23931433524968324,
    0.28444444444444444,
    0.23931433524968324,
    0.11846344252809454
  };

  /** Longest part of an edge, in latitude, over which q is integrated at once. */
  private static final double MAX_PIECE_RAD = Math.toRadians(1);

  /** Longest part of a projected edge whose curvature is followed by one midpoint. */
  private static final double MAX_PIECE_M = 500;

  /** Distance between the lattice points of {@link #window}. */
  private static final int LATTICE_PX = 16;

  private static final double MAX_LATTICE_M = 20_000;
  private static final int STENCIL = 4;

  private PixelArea() {}

  /**
   * Area of the polygons of a geometry.
   *
   * @param lonLat longitude and latitude in degrees on WGS 84; rings must not cross the
   *     antimeridian, their winding does not matter
   * @return m²; 0 if there is no polygon
   */
  public static double polygonM2(Geometry lonLat) {
    return polygonsM2(lonLat, ring -> lonLatRingM2(ring.getCoordinates()));
  }

  /**
   * Area of the polygons of a geometry in a projected system, its edges straight on the map: they
   * are densified until the shape on the ellipsoid is followed to 1e-10 of the area.
   *
   * @param projected coordinates of the projection
   * @return m²; 0 if there is no polygon
   */
  public static double polygonM2(Geometry projected, MapProjection projection) {
    return projection.isLonLat()
        ? polygonM2(projected)
        : polygonsM2(projected, ring -> projectedRingM2(ring.getCoordinates(), projection));
  }

  /**
   * Area of one pixel. For many pixels use {@link #window}: this looks the CRS up each time.
   *
   * @return m²
   */
  public static double pixelM2(Grid grid, int col, int row) {
    return pixelM2(grid, MapProjection.of(grid.crs()), col, row);
  }

  /** As {@link #pixelM2(Grid, int, int)}; a fractional column or row shifts the pixel. */
  static double pixelM2(Grid grid, MapProjection projection, double col, double row) {
    double west = grid.x(col);
    double east = grid.x(col + 1);
    double north = grid.y(row);
    double south = grid.y(row + 1);
    Coordinate[] ring = {
      new Coordinate(west, south),
      new Coordinate(east, south),
      new Coordinate(east, north),
      new Coordinate(west, north),
      new Coordinate(west, south)
    };
    return projection.isLonLat() ? lonLatRingM2(ring) : projectedRingM2(ring, projection);
  }

  /**
   * Area of every pixel of a window. The area is computed on a lattice of every 16th pixel (closer
   * where pixels are kilometres wide) and interpolated by cubics in between, which is within 1e-9
   * of {@link #pixelM2(Grid, int, int)}; bilinear interpolation would not be: at 30 m it is off by
   * 1.4e-9.
   *
   * @return m², row-major, {@code window.width() × window.height()} values
   */
  public static double[] window(Grid grid, PixelWindow window) {
    MapProjection projection = MapProjection.of(grid.crs());
    double edgeM =
        Math.sqrt(
            pixelM2(
                grid,
                projection,
                window.col() + (window.width() - 1) / 2.0,
                window.row() + (window.height() - 1) / 2.0));
    int stepPx = (int) Math.max(1, Math.min(LATTICE_PX, MAX_LATTICE_M / edgeM));
    Lattice cols = Lattice.along(window.width(), stepPx);
    Lattice rows = Lattice.along(window.height(), stepPx);
    double[] coarse = new double[rows.nodes * window.width()];
    double[] line = new double[cols.nodes];
    for (int node = 0; node < rows.nodes; node++) {
      for (int i = 0; i < line.length; i++) {
        line[i] =
            pixelM2(
                grid,
                projection,
                window.col() + i * cols.spacingPx,
                window.row() + node * rows.spacingPx);
      }
      for (int col = 0; col < window.width(); col++) {
        coarse[node * window.width() + col] = cols.at(col, line, 0, 1);
      }
    }
    double[] out = new double[Math.multiplyExact(window.width(), window.height())];
    for (int row = 0; row < window.height(); row++) {
      for (int col = 0; col < window.width(); col++) {
        out[row * window.width() + col] = rows.at(row, coarse, col, window.width());
      }
    }
    return out;
  }

  /**
   * Evenly spaced points over a run of pixels, and the weights that interpolate from the nearest
   * four of them by a cubic (Lagrange).
   */
  private static final class Lattice {
    private final int nodes;
    private final double spacingPx;
    private final int stencil;
    private final int[] first;
    private final double[] weights;

    private Lattice(int pixels, int nodes) {
      this.nodes = nodes;
      this.spacingPx = nodes == 1 ? 1 : (pixels - 1) / (double) (nodes - 1);
      this.stencil = Math.min(STENCIL, nodes);
      this.first = new int[pixels];
      this.weights = new double[pixels * stencil];
      for (int pixel = 0; pixel < pixels; pixel++) {
        double at = pixel / spacingPx;
        first[pixel] = Math.max(0, Math.min(nodes - stencil, (int) at - 1));
        for (int i = 0; i < stencil; i++) {
          weights[pixel * stencil + i] = lagrange(i, at - first[pixel]);
        }
      }
    }

    static Lattice along(int pixels, int stepPx) {
      int nodes = Math.max(STENCIL, (pixels - 1 + stepPx - 1) / stepPx + 1);
      return new Lattice(pixels, Math.min(pixels, nodes));
    }

    private double lagrange(int i, double at) {
      double weight = 1;
      for (int j = 0; j < stencil; j++) {
        if (j != i) {
          weight *= (at - j) / (i - j);
        }
      }
      return weight;
    }

    double at(int pixel, double[] values, int offset, int stride) {
      double sum = 0;
      for (int i = 0; i < stencil; i++) {
        sum += weights[pixel * stencil + i] * values[offset + (first[pixel] + i) * stride];
      }
      return sum;
    }
  }

  private interface RingArea {
    double m2(LinearRing ring);
  }

  private static double polygonsM2(Geometry geometry, RingArea area) {
    double sum = 0;
    for (int part = 0; part < geometry.getNumGeometries(); part++) {
      Geometry each = geometry.getGeometryN(part);
      if (each instanceof Polygon polygon) {
        sum += area.m2(polygon.getExteriorRing());
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
          sum -= area.m2(polygon.getInteriorRingN(hole));
        }
      } else if (each instanceof GeometryCollection) {
        sum += polygonsM2(each, area);
      }
    }
    return sum;
  }

  private static double lonLatRingM2(Coordinate[] ring) {
    double sum = 0;
    double q0 = ring.length == 0 ? 0 : q(Math.toRadians(ring[0].getY()));
    for (int i = 1; i < ring.length; i++) {
      double widthRad = Math.toRadians(ring[i].getX() - ring[i - 1].getX());
      sum += edgeM2(widthRad, ring[i - 1].getY(), ring[i].getY(), q0);
    }
    return Math.abs(sum);
  }

  /**
   * The ring with one and with two parts an edge piece; the error of both falls with the square of
   * the length of the parts, so {@code (4·fine − coarse) / 3} cancels it (Richardson).
   */
  private static double projectedRingM2(Coordinate[] ring, MapProjection projection) {
    double fine = 0;
    double coarse = 0;
    if (ring.length == 0) {
      return 0;
    }
    Coordinate from = projection.inverse(ring[0].getX(), ring[0].getY());
    double q0 = q(Math.toRadians(from.getY()));
    for (int i = 1; i < ring.length; i++) {
      Coordinate a = ring[i - 1];
      Coordinate b = ring[i];
      int pieces = pieces(from, projection.inverse(b.getX(), b.getY()));
      for (int piece = 1; piece <= pieces; piece++) {
        Coordinate middle = along(a, b, (piece - 0.5) / pieces, projection);
        Coordinate to = along(a, b, piece / (double) pieces, projection);
        fine += projectedEdgeM2(from, middle, q0) + projectedEdgeM2(middle, to, q0);
        coarse += projectedEdgeM2(from, to, q0);
        from = to;
      }
    }
    return Math.abs((4 * fine - coarse) / 3);
  }

  private static Coordinate along(
      Coordinate a, Coordinate b, double share, MapProjection projection) {
    return projection.inverse(
        a.getX() + share * (b.getX() - a.getX()), a.getY() + share * (b.getY() - a.getY()));
  }

  private static int pieces(Coordinate from, Coordinate to) {
    double heightRad = Math.toRadians(to.getY() - from.getY());
    double widthRad =
        Math.toRadians(lonStepDeg(from, to))
            * Math.cos(Math.toRadians((from.getY() + to.getY()) / 2));
    double lengthM = SEMI_MAJOR_AXIS_M * Math.hypot(heightRad, widthRad);
    return Math.max(1, (int) Math.ceil(lengthM / MAX_PIECE_M));
  }

  private static double projectedEdgeM2(Coordinate from, Coordinate to, double q0) {
    return edgeM2(Math.toRadians(lonStepDeg(from, to)), from.getY(), to.getY(), q0);
  }

  /** A step never goes the long way round the Earth: UTM zones 1 and 60 reach over 180°. */
  private static double lonStepDeg(Coordinate from, Coordinate to) {
    double step = to.getX() - from.getX();
    return step > 180 ? step - 360 : step < -180 ? step + 360 : step;
  }

  /**
   * Area between an edge and the parallel whose q is {@code q0}, signed: a²/2 · Δλ · mean of (q −
   * q0) along the edge, on which latitude is linear in longitude. Taking q0 off first keeps the
   * digits of small rings.
   */
  private static double edgeM2(double widthRad, double fromLatDeg, double toLatDeg, double q0) {
    double from = Math.toRadians(fromLatDeg);
    double height = Math.toRadians(toLatDeg) - from;
    double mean = 0;
    if (widthRad != 0) {
      int pieces = Math.max(1, (int) Math.ceil(Math.abs(height) / MAX_PIECE_RAD));
      for (int piece = 0; piece < pieces; piece++) {
        for (int node = 0; node < NODES.length; node++) {
          double share = (piece + NODES[node]) / pieces;
          mean += WEIGHTS[node] / pieces * (q(from + share * height) - q0);
        }
      }
    }
    return SEMI_MAJOR_AXIS_M * SEMI_MAJOR_AXIS_M / 2 * widthRad * mean;
  }

  /** Snyder 1987 eq. 3-12; the logarithm as the inverse hyperbolic tangent of e·sin φ. */
  private static double q(double latRad) {
    double sin = StrictMath.sin(latRad);
    double eSin = E * sin;
    double atanh = (StrictMath.log1p(eSin) - StrictMath.log1p(-eSin)) / 2;
    return (1 - E2) * (sin / (1 - eSin * eSin) + atanh / E);
  }
}
