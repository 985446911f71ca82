package org.heartwood.ingest.grid;

import java.util.Arrays;
import java.util.Random;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

/** Random polygons that are valid by construction: every vertex is seen from the centre. */
final class Stars {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private Stars() {}

  static Polygon star(Random random, double x, double y, double minRadius, double maxRadius) {
    int vertices = 4 + random.nextInt(17);
    double[] angles = new double[vertices];
    for (int i = 0; i < vertices; i++) {
      angles[i] = 2 * Math.PI * (i + 0.9 * random.nextDouble()) / vertices;
    }
    Coordinate[] ring = new Coordinate[vertices + 1];
    for (int i = 0; i < vertices; i++) {
      double radius = minRadius + (maxRadius - minRadius) * random.nextDouble();
      ring[i] = new Coordinate(x + radius * Math.cos(angles[i]), y + radius * Math.sin(angles[i]));
    }
    ring[vertices] = ring[0];
    return GEOMETRIES.createPolygon(ring);
  }

  /** The polygon with every vertex moved to the nearest multiple of a step; may become invalid. */
  static Polygon snapped(Polygon polygon, double step) {
    return GEOMETRIES.createPolygon(
        Arrays.stream(polygon.getExteriorRing().getCoordinates())
            .map(
                at ->
                    new Coordinate(
                        Math.rint(at.getX() / step) * step, Math.rint(at.getY() / step) * step))
            .toArray(Coordinate[]::new));
  }
}
