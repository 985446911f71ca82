package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.Area;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.index.strtree.STRtree;

/**
 * Tells shells from holes in a list of rings, as Shapefiles have them. By the format's rule shells
 * wind clockwise and holes the other way round, which many programs ignore; so a ring in an odd
 * number of others is a hole of the innermost, any other a shell.
 */
final class RingRoles {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private record Ring(
      RawRing raw,
      @Nullable LinearRing shape,
      double area,
      @Nullable IndexedPointInAreaLocator inside) {

    boolean contains(Ring other) {
      if (inside == null || other.shape == null || !(Math.abs(area) > Math.abs(other.area))) {
        return false;
      }
      for (Coordinate at : other.shape.getCoordinates()) {
        int location = inside.locate(at);
        if (location != Location.BOUNDARY) {
          return location == Location.INTERIOR;
        }
      }
      return false;
    }
  }

  private RingRoles() {}

  /** Polygons of the rings, in the order of their shells; rings that are none stand alone. */
  static List<RawPolygon> polygons(int feature, List<RawRing> raw, ProblemLog log) {
    List<Ring> rings = raw.stream().map(RingRoles::ring).toList();
    STRtree index = new STRtree();
    for (Ring ring : rings) {
      if (ring.shape() != null) {
        index.insert(ring.shape().getEnvelopeInternal(), ring);
      }
    }
    Map<Ring, List<RawRing>> shells = new LinkedHashMap<>();
    Map<Ring, Ring> holes = new LinkedHashMap<>();
    boolean wound = true;
    for (Ring ring : rings) {
      List<Ring> around = around(ring, index);
      boolean hole = around.size() % 2 == 1;
      wound &= ring.area() == 0 || ring.area() > 0 != hole;
      if (hole) {
        holes.put(ring, around.stream().min(Comparator.comparing(RingRoles::size)).orElseThrow());
      } else {
        shells.put(ring, new ArrayList<>(List.of(ring.raw())));
      }
    }
    holes.forEach(
        (hole, around) -> {
          List<RawRing> polygon = shells.get(around);
          if (polygon == null) { // rings that cross each other
            shells.put(hole, new ArrayList<>(List.of(hole.raw())));
          } else {
            polygon.add(hole.raw());
          }
        });
    if (!wound) {
      log.warning(
          Reason.UNSUPPORTED,
          Place.feature(feature),
          "rings do not wind as Shapefiles ask (shells clockwise, holes counter-clockwise); which"
              + " is a hole was told from where they lie",
          "check the holes on a map");
    }
    List<RawPolygon> out = new ArrayList<>();
    for (List<RawRing> each : shells.values()) {
      out.add(new RawPolygon(shells.size() == 1 ? null : out.size(), each));
    }
    return out;
  }

  private static double size(Ring ring) {
    return Math.abs(ring.area());
  }

  private static List<Ring> around(Ring ring, STRtree index) {
    List<Ring> out = new ArrayList<>();
    if (ring.shape() != null) {
      Envelope extent = ring.shape().getEnvelopeInternal();
      for (Object each : index.query(extent)) {
        if (each instanceof Ring other
            && other.shape() != null
            && other.shape().getEnvelopeInternal().contains(extent)
            && other.contains(ring)) {
          out.add(other);
        }
      }
    }
    return out;
  }

  /** What is no ring at all has no place among the others; it is told later. */
  private static Ring ring(RawRing raw) {
    if (raw.size() < 4 || !raw.isClosed()) {
      return new Ring(raw, null, 0, null);
    }
    Coordinate[] positions = new Coordinate[raw.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = new CoordinateXY(raw.x(i), raw.y(i));
      if (!Double.isFinite(positions[i].x) || !Double.isFinite(positions[i].y)) {
        return new Ring(raw, null, 0, null);
      }
    }
    LinearRing shape = GEOMETRIES.createLinearRing(positions);
    double area = Area.ofRingSigned(positions);
    return new Ring(raw, shape, area, new IndexedPointInAreaLocator(shape));
  }
}
