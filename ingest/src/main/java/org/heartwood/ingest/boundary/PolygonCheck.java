package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.boundary.RingCrossings.Ring;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.Area;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.algorithm.locate.PointOnGeometryLocator;
import org.locationtech.jts.algorithm.locate.SimplePointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Location;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.index.strtree.STRtree;
import org.locationtech.jts.noding.BasicSegmentString;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/** Finds what is wrong with the rings of one polygon as read. */
final class PolygonCheck {

  /**
   * A ring whose area is smaller than this share of its envelope's has none: what is left is
   * rounding of the coordinates.
   */
  private static final double NO_AREA_FRACTION = 1e-12;

  /** A vertex between two segments that stand closer than this is called a narrow angle. */
  private static final double NARROW_ANGLE_DEG = 0.5;

  /** A sliver is smaller than this (the area from which rule X04 flags an overlap) … */
  private static final double MAX_SLIVER_HA = 1;

  /** … and less compact, 4πA/P² (Polsby and Popper 1991), than a rectangle of 1 × 62. */
  private static final double MAX_SLIVER_COMPACTNESS = 0.05;

  /** Vertices of rings looked at for holes in holes; the check of validity follows anyway. */
  private static final long MAX_HOLE_VERTICES = 20_000_000;

  private static final double HA_M2 = 10_000;
  private static final int MIN_POSITIONS = 4;

  private final Polygon polygon;
  private final Place part;
  private final ProblemList problems;
  private final WorkLimit work;
  private final WorkLimit holeWork = new WorkLimit(MAX_HOLE_VERTICES);

  private PolygonCheck(Polygon polygon, Place part, ProblemList problems, WorkLimit work) {
    this.polygon = polygon;
    this.part = part;
    this.problems = problems;
    this.work = work;
  }

  /** Whether a polygon can go on. */
  enum Outcome {
    VALID,
    REPAIRABLE,
    /** It crosses itself in more places than can be followed. */
    TOO_ENTANGLED
  }

  static Outcome check(Polygon polygon, Place part, ProblemList problems, WorkLimit work) {
    return new PolygonCheck(polygon, part, problems, work).check();
  }

  /** True if a ring encloses little and is thin. */
  static boolean isSliver(LinearRing ring) {
    double areaM2 = roughAreaM2(ring);
    if (areaM2 >= MAX_SLIVER_HA * HA_M2) {
      return false;
    }
    double perimeterM = Outline.perimeterM(ring);
    return 4 * Math.PI * areaM2 < MAX_SLIVER_COMPACTNESS * perimeterM * perimeterM;
  }

  /** Within a per mille below 10 km, in a fraction of the time of the exact one. */
  private static double roughAreaM2(LinearRing ring) {
    Coordinate centre = ring.getEnvelopeInternal().centre();
    Coordinate unitM =
        Outline.stepM(centre, new Coordinate(centre.getX() + 1e-3, centre.getY() + 1e-3));
    return Area.ofRing(ring.getCoordinates()) * unitM.getX() * unitM.getY() * 1e6;
  }

  private Outcome check() {
    long before = problems.invalidCount();
    List<LinearRing> rings = Outline.rings(polygon);
    List<BasicSegmentString> segments = new ArrayList<>();
    for (int ring = 0; ring < rings.size(); ring++) {
      Coordinate[] vertices = rings.get(ring).getCoordinates();
      BasicSegmentString distinct = distinct(vertices, part.withRing(ring));
      if (distinct.size() < MIN_POSITIONS || hasNoArea(rings.get(ring))) {
        problems.add(
            Defect.ZERO_AREA,
            part.withRing(ring).withVertex(0, vertices[0]),
            "ring " + ring + " has no area, at " + Outline.shown(vertices[0]));
      } else {
        angles(distinct);
        segments.add(distinct);
      }
    }
    if (!RingCrossings.find(segments, part, problems, work)) {
      problems.add(
          Defect.TOO_ENTANGLED,
          part,
          "crosses itself so often, or has so many long segments side by side, that the search"
              + " was given up");
      return Outcome.TOO_ENTANGLED;
    }
    repeatedRings(rings);
    holes(rings);
    if (problems.invalidCount() > before) {
      return Outcome.REPAIRABLE;
    }
    return otherwiseValid() ? Outcome.VALID : Outcome.REPAIRABLE;
  }

  /** The hull decides, since the lobes of a figure of eight may cancel each other. */
  private static boolean hasNoArea(LinearRing ring) {
    double smallest = NO_AREA_FRACTION * ring.getEnvelopeInternal().getArea();
    return Area.ofRing(ring.getCoordinates()) <= smallest
        && ring.convexHull().getArea() <= smallest;
  }

  private BasicSegmentString distinct(Coordinate[] vertices, Place ring) {
    List<Coordinate> kept = new ArrayList<>(vertices.length);
    List<Integer> vertexOf = new ArrayList<>(vertices.length);
    for (int i = 0; i < vertices.length; i++) {
      if (i > 0 && vertices[i].equals2D(vertices[i - 1])) {
        problems.add(
            Defect.REPEATED_POINT,
            ring.withVertex(i, vertices[i]),
            "vertex " + i + " repeats vertex " + (i - 1) + " at " + Outline.shown(vertices[i]));
      } else {
        kept.add(vertices[i]);
        vertexOf.add(i);
      }
    }
    Integer index = ring.ring();
    return new BasicSegmentString(
        kept.toArray(Coordinate[]::new), new Ring(index == null ? 0 : index, vertexOf));
  }

  private void angles(BasicSegmentString ring) {
    Ring source = (Ring) ring.getData();
    for (int i = 0; i + 1 < ring.size(); i++) {
      Coordinate at = ring.getCoordinate(i);
      Coordinate from = ring.getCoordinate(i == 0 ? ring.size() - 2 : i - 1);
      Coordinate to = ring.getCoordinate(i + 1);
      Coordinate back = Outline.stepM(at, from);
      Coordinate on = Outline.stepM(at, to);
      double cos =
          (back.getX() * on.getX() + back.getY() * on.getY())
              / (Math.hypot(back.getX(), back.getY()) * Math.hypot(on.getX(), on.getY()));
      if (cos > 0 && Orientation.index(from, at, to) == Orientation.COLLINEAR) {
        problems.add(
            Defect.SPIKE, vertexPlace(source, i, at), "a spike ends at " + Outline.shown(at));
      } else if (cos > Math.cos(Math.toRadians(NARROW_ANGLE_DEG))) {
        problems.add(
            Defect.NARROW_ANGLE,
            vertexPlace(source, i, at),
            "the outline turns back on itself within "
                + NARROW_ANGLE_DEG
                + "° at "
                + Outline.shown(at));
      }
    }
  }

  private Place vertexPlace(Ring ring, int i, Coordinate at) {
    return part.withRing(ring.index()).withVertex(ring.vertexOf().get(i), at);
  }

  private void repeatedRings(List<LinearRing> rings) {
    Map<Geometry, Integer> first = new HashMap<>();
    for (int ring = 0; ring < rings.size() && rings.size() > 1; ring++) {
      // As a polygon: its normal form is the same for every start and direction.
      Geometry normal = polygon.getFactory().createPolygon(rings.get(ring)).norm();
      Integer earlier = first.putIfAbsent(normal, ring);
      if (earlier != null) {
        problems.add(
            Defect.REPEATED_RING,
            part.withRing(ring).withVertex(0, rings.get(ring).getCoordinateN(0)),
            "ring " + ring + " repeats ring " + earlier);
      }
    }
  }

  private void holes(List<LinearRing> rings) {
    if (rings.size() == 1) {
      return;
    }
    PointOnGeometryLocator shell =
        new IndexedPointInAreaLocator(polygon.getFactory().createPolygon(rings.get(0)));
    STRtree index = new STRtree();
    for (int hole = 1; hole < rings.size(); hole++) {
      index.insert(rings.get(hole).getEnvelopeInternal(), hole);
    }
    for (int hole = 1; hole < rings.size(); hole++) {
      Coordinate[] vertices = rings.get(hole).getCoordinates();
      Coordinate outside = firstAt(Location.EXTERIOR, vertices, shell);
      if (outside != null && firstAt(Location.INTERIOR, vertices, shell) == null) {
        problems.add(
            Defect.HOLE_OUTSIDE,
            part.withRing(hole).withVertex(0, vertices[0]),
            "hole " + hole + " lies outside the shell, at " + Outline.shown(vertices[0]));
      }
      nested(rings, hole, index);
    }
  }

  private static @Nullable Coordinate firstAt(
      int location, Coordinate[] vertices, PointOnGeometryLocator area) {
    for (Coordinate vertex : vertices) {
      int found = area.locate(vertex);
      if (found == location) {
        return vertex;
      }
      if (found != Location.BOUNDARY) {
        return null;
      }
    }
    return null;
  }

  private void nested(List<LinearRing> rings, int hole, STRtree index) {
    LinearRing inner = rings.get(hole);
    for (Object candidate : index.query(inner.getEnvelopeInternal())) {
      int other = (Integer) candidate;
      LinearRing outer = rings.get(other);
      if (other == hole
          || !outer.getEnvelopeInternal().contains(inner.getEnvelopeInternal())
          || !holeWork.spend(outer.getNumPoints())) {
        continue;
      }
      Polygon area = polygon.getFactory().createPolygon(outer);
      if (firstAt(Location.INTERIOR, inner.getCoordinates(), at -> locate(at, area)) != null) {
        problems.add(
            Defect.HOLE_IN_HOLE,
            part.withRing(hole).withVertex(0, inner.getCoordinateN(0)),
            "hole " + hole + " lies in hole " + other);
        return;
      }
    }
  }

  private static int locate(Coordinate at, Polygon area) {
    return SimplePointInAreaLocator.locate(at, area);
  }

  /** What the searches above have no name for, such as an interior that touching holes cut. */
  private boolean otherwiseValid() {
    TopologyValidationError error = new IsValidOp(polygon).getValidationError();
    if (error == null) {
      return true;
    }
    Coordinate at = error.getCoordinate();
    problems.add(
        Defect.INVALID, nearestVertex(at), error.getMessage() + " at " + Outline.shown(at));
    return false;
  }

  private Place nearestVertex(Coordinate at) {
    Place nearest = part.withPosition(at);
    double distance = Double.POSITIVE_INFINITY;
    List<LinearRing> rings = Outline.rings(polygon);
    for (int ring = 0; ring < rings.size(); ring++) {
      Coordinate[] vertices = rings.get(ring).getCoordinates();
      for (int i = 0; i + 1 < vertices.length; i++) {
        if (vertices[i].distance(at) < distance) {
          distance = vertices[i].distance(at);
          nearest = part.withRing(ring).withVertex(i, at);
        }
      }
    }
    return nearest;
  }
}
