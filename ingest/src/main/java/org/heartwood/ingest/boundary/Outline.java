package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

/** Rings, and distances along them on the WGS 84 ellipsoid. */
final class Outline {
  private static final double SEMI_MAJOR_AXIS_M = 6378137.0;
  private static final double FLATTENING = 1 / 298.257223563;
  private static final double E2 = FLATTENING * (2 - FLATTENING);

  private Outline() {}

  /** Shell first, then the holes. */
  static List<LinearRing> rings(Polygon polygon) {
    List<LinearRing> rings = new ArrayList<>();
    rings.add(polygon.getExteriorRing());
    for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
      rings.add(polygon.getInteriorRingN(hole));
    }
    return rings;
  }

  static List<Polygon> polygons(MultiPolygon parts) {
    List<Polygon> polygons = new ArrayList<>();
    for (int part = 0; part < parts.getNumGeometries(); part++) {
      polygons.add((Polygon) parts.getGeometryN(part));
    }
    return polygons;
  }

  /**
   * Step from one position to the next in metres: east from the radius of the parallel, north from
   * that of the meridian (Snyder 1987, Map Projections: A Working Manual, eq. 4-18 to 4-21), both
   * at the middle latitude. Within 1e-4 of the geodesic below 100 km away from the poles.
   */
  static Coordinate stepM(Coordinate from, Coordinate to) {
    double latRad = Math.toRadians((from.getY() + to.getY()) / 2);
    double sin = StrictMath.sin(latRad);
    double w2 = 1 - E2 * sin * sin;
    double primeVerticalM = SEMI_MAJOR_AXIS_M / Math.sqrt(w2);
    double meridianM = primeVerticalM * (1 - E2) / w2;
    return new Coordinate(
        Math.toRadians(to.getX() - from.getX()) * primeVerticalM * StrictMath.cos(latRad),
        Math.toRadians(to.getY() - from.getY()) * meridianM);
  }

  static double lengthM(Coordinate from, Coordinate to) {
    Coordinate step = stepM(from, to);
    return Math.hypot(step.getX(), step.getY());
  }

  static double perimeterM(LinearRing ring) {
    Coordinate[] vertices = ring.getCoordinates();
    double sum = 0;
    for (int i = 1; i < vertices.length; i++) {
      sum += lengthM(vertices[i - 1], vertices[i]);
    }
    return sum;
  }

  /** For messages: {@code (35.1, 7.2)}. */
  static String shown(Coordinate at) {
    return "(" + at.getX() + ", " + at.getY() + ")";
  }
}
