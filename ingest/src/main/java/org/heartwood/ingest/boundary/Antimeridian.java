package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * Polygons across ±180° longitude. A step of more than 180° between two vertices is taken to go the
 * short way round; such a polygon is cut at ±180° as RFC 7946 §3.1.9 asks. Cutting adds vertices on
 * straight edges only, so {@link org.heartwood.ingest.grid.PixelArea} finds the same area.
 */
final class Antimeridian {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final double FULL_TURN_DEG = 360;
  private static final double HALF_TURN_DEG = 180;

  /** Rounding of a cut at 180°, far below a nanometre. */
  private static final double CUT_DEG = 1e-12;

  private Antimeridian() {}

  /** The vertex, from 1, that lies more than 180° from the one before; −1 if there is none. */
  static int crossing(Coordinate[] ring) {
    for (int i = 1; i < ring.length; i++) {
      if (Math.abs(ring[i].x - ring[i - 1].x) > HALF_TURN_DEG) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The ring without steps of more than 180°; longitudes may leave ±180°. Around a pole its end
   * does not meet its start.
   */
  static Coordinate[] unwrapped(Coordinate[] ring) {
    Coordinate[] out = new Coordinate[ring.length];
    double turnsDeg = 0;
    for (int i = 0; i < ring.length; i++) {
      double step = i == 0 ? 0 : ring[i].x - ring[i - 1].x;
      if (Math.abs(step) > HALF_TURN_DEG) {
        turnsDeg -= Math.copySign(FULL_TURN_DEG, step);
      }
      out[i] = new CoordinateXY(ring[i].x + turnsDeg, ring[i].y);
    }
    return out;
  }

  /** A polygon of unwrapped rings, each hole moved by whole turns to where its shell is. */
  static Polygon polygon(List<Coordinate[]> rings) {
    LinearRing shell = GEOMETRIES.createLinearRing(rings.get(0));
    Envelope extent = shell.getEnvelopeInternal();
    double turns = Math.floor((extent.getMinX() + HALF_TURN_DEG) / FULL_TURN_DEG);
    LinearRing[] holes = new LinearRing[rings.size() - 1];
    for (int i = 0; i < holes.length; i++) {
      LinearRing hole = GEOMETRIES.createLinearRing(rings.get(i + 1));
      double awayDeg = extent.centre().x - hole.getEnvelopeInternal().centre().x;
      holes[i] = moved(hole, Math.rint(awayDeg / FULL_TURN_DEG) - turns);
    }
    return GEOMETRIES.createPolygon(moved(shell, -turns), holes);
  }

  private static LinearRing moved(LinearRing ring, double turns) {
    Coordinate[] out = new Coordinate[ring.getNumPoints()];
    for (int i = 0; i < out.length; i++) {
      Coordinate at = ring.getCoordinateN(i);
      out[i] = new CoordinateXY(at.x + turns * FULL_TURN_DEG, at.y);
    }
    return GEOMETRIES.createLinearRing(out);
  }

  /**
   * A valid polygon whose longitudes start within ±180° and may go on to 540°, cut at 180°.
   *
   * @return polygons within ±180°
   */
  static List<Polygon> cut(Polygon unwrapped) {
    List<Polygon> out = new ArrayList<>();
    for (double west : new double[] {-HALF_TURN_DEG, HALF_TURN_DEG}) {
      Geometry band = GEOMETRIES.toGeometry(new Envelope(west, west + FULL_TURN_DEG, -90, 90));
      Geometry side = OverlayNGRobust.overlay(unwrapped, band, OverlayNG.INTERSECTION);
      double turns = west < 0 ? 0 : -1;
      for (int part = 0; part < side.getNumGeometries(); part++) {
        if (side.getGeometryN(part) instanceof Polygon polygon) {
          out.add(moved(polygon, turns));
        }
      }
    }
    return out;
  }

  private static Polygon moved(Polygon polygon, double turns) {
    LinearRing[] holes = new LinearRing[polygon.getNumInteriorRing()];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = snapped(moved(polygon.getInteriorRingN(i), turns));
    }
    return GEOMETRIES.createPolygon(snapped(moved(polygon.getExteriorRing(), turns)), holes);
  }

  private static LinearRing snapped(LinearRing ring) {
    for (Coordinate at : ring.getCoordinates()) {
      if (Math.abs(Math.abs(at.x) - HALF_TURN_DEG) < CUT_DEG) {
        at.x = Math.copySign(HALF_TURN_DEG, at.x);
      }
    }
    return ring;
  }
}
