package org.heartwood.ingest.boundary;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * Makes features of what the readers of the formats found: brings positions to longitude and
 * latitude, checks every vertex and ring, cuts at the antimeridian. What cannot be made a ring is
 * left out and logged; shapes are not judged otherwise.
 */
final class FeatureBuilder {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final int MIN_POSITIONS = 4;

  /** What the format says on the direction of rings. */
  enum Winding {
    /** Shells counter-clockwise, holes clockwise: RFC 7946. */
    RFC_7946,
    ANY
  }

  private final ProblemLog log;
  private final FileCrs crs;
  private final Winding winding;
  private final List<BoundaryFeature> features = new ArrayList<>();
  private boolean outOfRange;

  FeatureBuilder(ProblemLog log, FileCrs crs, Winding winding) {
    this.log = log;
    this.crs = crs;
    this.winding = winding;
  }

  /** The file as read, with what can only be said at its end. */
  BoundaryDocument document(String source, BoundaryDocument.Format format) {
    if (crs.equals(FileCrs.MISSING)) {
      log.error(
          Reason.NO_CRS,
          Place.FILE,
          "does not say its coordinate reference system; its coordinates "
              + (outOfRange
                  ? "are no longitudes and latitudes"
                  : "look like longitude and latitude and were taken so"),
          "add it (a .prj beside the .shp) or export the boundary again with its CRS");
    }
    if (features.isEmpty()) {
      log.error(
          Reason.EMPTY,
          Place.FILE,
          "expected at least one polygon, found none",
          "export the boundary again");
    }
    return new BoundaryDocument(source, format, crs.name(), crs.stated(), features, log.problems());
  }

  /** Adds a feature if at least one polygon can be made of it. */
  void add(int index, @Nullable String name, List<RawPolygon> raw) {
    Place place = Place.feature(index);
    List<Polygon> made = new ArrayList<>();
    boolean wound = true;
    boolean heights = false;
    for (RawPolygon each : raw) {
      List<Coordinate[]> rings = rings(each, place.withPart(each.part()));
      wound &= wound(rings);
      made.addAll(polygons(rings, place.withPart(each.part())));
      heights |= each.rings().stream().anyMatch(RawRing::heightsDropped);
    }
    if (heights) {
      log.warning(
          Reason.GEOMETRY,
          place,
          "positions have heights or measures, which are dropped",
          "check that the area was drawn on the ground; export it in two dimensions");
    }
    if (!wound) {
      log.warning(
          Reason.UNSUPPORTED,
          place,
          "rings do not wind as RFC 7946 asks: shells counter-clockwise, holes clockwise",
          "nothing needs to be done here; ogr2ogr -lco RFC7946=YES writes them so");
    }
    if (!made.isEmpty()) {
      features.add(
          new BoundaryFeature(
              index, name, GEOMETRIES.createMultiPolygon(made.toArray(Polygon[]::new))));
    }
  }

  /** Logs a feature that is no polygon. */
  void refuse(int index, Reason reason, String detail, String remedy) {
    log.error(reason, Place.feature(index), detail, remedy);
  }

  /** The rings that are rings; empty if the shell is none. */
  private List<Coordinate[]> rings(RawPolygon polygon, Place place) {
    if (polygon.rings().isEmpty()) {
      log.error(Reason.EMPTY, place, "polygon has no ring", "draw it or remove the feature");
    }
    List<Coordinate[]> out = new ArrayList<>();
    boolean hasShell = true;
    for (int number = 0; number < polygon.rings().size(); number++) {
      Coordinate[] ring = ring(polygon.rings().get(number), place.withRing(number));
      if (ring != null) {
        out.add(ring);
      } else if (number == 0) {
        hasShell = false;
      }
    }
    return hasShell ? out : List.of();
  }

  private Coordinate @Nullable [] ring(RawRing raw, Place place) {
    Coordinate[] out = new Coordinate[raw.size()];
    boolean good = true;
    for (int i = 0; i < out.length; i++) {
      Coordinate at = position(raw, i, place);
      good &= at != null;
      if (at != null) {
        out[i] = at;
      }
    }
    if (out.length < MIN_POSITIONS) {
      log.error(
          Reason.GEOMETRY,
          out.length == 0 || out[0] == null ? place : place.withPosition(out[0]),
          "expected at least "
              + MIN_POSITIONS
              + " positions, found "
              + out.length
              + (out.length == 0 || out[0] == null ? "" : " from " + shown(out[0]) + " on"),
          "draw it again");
      return null;
    }
    if (!good) {
      return null;
    }
    Coordinate last = out[out.length - 1];
    if (!raw.isClosed()) {
      log.error(
          Reason.GEOMETRY,
          place.withPosition(last),
          "is not closed: vertex 0 is at "
              + shown(out[0])
              + ", the last, vertex "
              + (out.length - 1)
              + ", at "
              + shown(last),
          "repeat the first position at the end");
      return null;
    }
    return out;
  }

  private @Nullable Coordinate position(RawRing raw, int vertex, Place ring) {
    double x = raw.x(vertex);
    double y = raw.y(vertex);
    RawRing.Misread misread = raw.misread(vertex);
    if (misread != null) {
      log.error(Reason.VALUE, ring.withVertex(vertex, null), misread.detail(), misread.remedy());
      return null;
    }
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      log.error(
          Reason.VALUE,
          ring.withVertex(vertex, null),
          "expected finite numbers as coordinates, found (" + x + ", " + y + ")",
          "export the boundary again");
      return null;
    }
    Coordinate at;
    try {
      Coordinate converted = crs.conversion().lonLat(x, y);
      at = new CoordinateXY(converted.x, converted.y);
    } catch (InputException e) {
      log.error(
          Reason.VALUE,
          ring.withVertex(vertex, new CoordinateXY(x, y)),
          "(" + x + ", " + y + ") has no place in " + crs.name(),
          "check the CRS of the file");
      return null;
    }
    return inRange(at, ring.withVertex(vertex, at)) ? at : null;
  }

  private boolean inRange(Coordinate at, Place place) {
    if (!(Math.abs(at.x) <= 180 && Math.abs(at.y) <= 90)) {
      outOfRange = true;
      if (crs.equals(FileCrs.MISSING)) {
        return false; // one problem for the file, not one for every vertex
      }
      log.error(
          Reason.VALUE,
          place,
          "expected longitude -180 to 180 and latitude -90 to 90, found " + shown(at),
          Math.abs(at.x) <= 90 && Math.abs(at.y) <= 180
              ? "latitude and longitude seem to be swapped: GeoJSON wants longitude first"
              : "projected coordinates? convert them with ogr2ogr -t_srs OGC:CRS84");
      return false;
    }
    if (Math.abs(at.y) == 90) {
      log.error(
          Reason.GEOMETRY,
          place,
          "the boundary reaches a pole at " + shown(at) + ", which is not supported",
          "assess the parts on either side as projects of their own");
      return false;
    }
    return true;
  }

  private boolean wound(List<Coordinate[]> rings) {
    if (winding == Winding.ANY) {
      return true;
    }
    for (int i = 0; i < rings.size(); i++) {
      Coordinate[] ring = rings.get(i);
      ring = Antimeridian.crossing(ring) < 0 ? ring : Antimeridian.unwrapped(ring);
      if (Orientation.isCCW(ring) != (i == 0)) {
        return false;
      }
    }
    return true;
  }

  private List<Polygon> polygons(List<Coordinate[]> rings, Place place) {
    if (rings.isEmpty()) {
      return List.of();
    }
    Coordinate[] shell = rings.get(0);
    if (hasNoArea(shell)) {
      log.error(
          Reason.GEOMETRY,
          place.withRing(0).withPosition(shell[0]),
          "has zero area, at " + shown(shell[0]),
          "draw it again");
      return List.of();
    }
    for (int ring = 0; ring < rings.size(); ring++) {
      int vertex = Antimeridian.crossing(rings.get(ring));
      if (vertex > 0) {
        return across(rings, place.withRing(ring).withVertex(vertex, rings.get(ring)[vertex]));
      }
    }
    return List.of(
        GEOMETRIES.createPolygon(
            GEOMETRIES.createLinearRing(shell),
            rings.stream().skip(1).map(GEOMETRIES::createLinearRing).toArray(LinearRing[]::new)));
  }

  /** All positions on one line. */
  private static boolean hasNoArea(Coordinate[] ring) {
    int other = 1;
    while (other < ring.length && ring[other].equals2D(ring[0])) {
      other++;
    }
    for (int i = other + 1; i < ring.length; i++) {
      if (Orientation.index(ring[0], ring[other], ring[i]) != Orientation.COLLINEAR) {
        return false;
      }
    }
    return true;
  }

  private List<Polygon> across(List<Coordinate[]> rings, Place place) {
    List<Coordinate[]> unwrapped = rings.stream().map(Antimeridian::unwrapped).toList();
    if (unwrapped.stream().anyMatch(ring -> !ring[0].equals2D(ring[ring.length - 1]))) {
      log.error(
          Reason.GEOMETRY,
          place,
          "the boundary runs around a pole, which is not supported",
          "assess the parts on either side as projects of their own");
      return List.of();
    }
    Polygon whole = Antimeridian.polygon(unwrapped);
    if (whole.getEnvelopeInternal().getMaxX() <= 180) {
      return List.of(whole); // it touches 180° and spells it both ways
    }
    TopologyValidationError fault = new IsValidOp(whole).getValidationError();
    if (fault != null) {
      log.error(
          Reason.GEOMETRY,
          place,
          "the boundary crosses the antimeridian and cannot be cut there: "
              + fault.getMessage()
              + " at "
              + shown(fault.getCoordinate()),
          "repair it and cut it at 180 degrees, for example with ogr2ogr -wrapdateline");
      return List.of();
    }
    log.warning(
        Reason.GEOMETRY,
        place,
        "the boundary crosses the antimeridian before this vertex; it was cut at 180 degrees",
        "check the parts on a map; if they are wrong, cut it yourself as RFC 7946 §3.1.9 says");
    return Antimeridian.cut(whole);
  }

  static String shown(Coordinate at) {
    return "(" + at.getX() + ", " + at.getY() + ")";
  }
}
