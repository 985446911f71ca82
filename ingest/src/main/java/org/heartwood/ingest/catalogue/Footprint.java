package org.heartwood.ingest.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

/**
 * Where an item lies: its bounding box, and its polygons where they can be compared with a box.
 *
 * @param polygons null if the geometry is no polygon, or wraps around the antimeridian instead of
 *     being cut there; the box decides then
 */
record Footprint(LonLatBox box, @Nullable Geometry polygons) {
  private static final GeometryFactory GEOMETRY = new GeometryFactory();

  /** Rounding of coordinates beyond the poles that is forgiven. */
  private static final double LATITUDE_SLACK_DEG = 1e-6;

  static Footprint of(JsonNode item) throws CatalogueFault {
    List<Double> bbox = Members.numbers(item, "bbox");
    JsonNode geometry = Members.first(item, "geometry");
    if (geometry.isMissingNode() && bbox.isEmpty()) {
      throw fault("neither geometry nor bbox: expected one of them");
    }
    Envelope extent = new Envelope();
    extend(geometry, extent);
    if (bbox.isEmpty() && extent.isNull()) {
      throw fault("geometry: expected coordinates, found none, and there is no bbox");
    }
    LonLatBox box =
        bbox.isEmpty()
            ? box(extent.getMinX(), extent.getMinY(), extent.getMaxX(), extent.getMaxY())
            : box(bbox);
    return new Footprint(box, polygons(geometry, extent));
  }

  /** Whether it shares a point with a box. */
  boolean touches(LonLatBox area) {
    return polygons == null
        ? box.intersects(area)
        : rectangles(area).stream().anyMatch(rectangle -> rectangle.intersects(polygons));
  }

  private static List<Geometry> rectangles(LonLatBox area) {
    return area.crossesAntimeridian()
        ? List.of(rectangle(area.westDeg(), 180, area), rectangle(-180, area.eastDeg(), area))
        : List.of(rectangle(area.westDeg(), area.eastDeg(), area));
  }

  private static Geometry rectangle(double westDeg, double eastDeg, LonLatBox area) {
    return GEOMETRY.toGeometry(new Envelope(westDeg, eastDeg, area.southDeg(), area.northDeg()));
  }

  private static LonLatBox box(List<Double> bbox) throws CatalogueFault {
    return switch (bbox.size()) {
      case 4 -> box(bbox.get(0), bbox.get(1), bbox.get(2), bbox.get(3));
      case 6 -> box(bbox.get(0), bbox.get(1), bbox.get(3), bbox.get(4));
      default -> throw fault("bbox: expected 4 or 6 numbers, found " + bbox.size());
    };
  }

  private static LonLatBox box(double west, double south, double east, double north)
      throws CatalogueFault {
    checkPosition(west, south);
    checkPosition(east, north);
    if (!(south <= north)) {
      throw fault("bbox: expected south before north, found " + south + ", " + north);
    }
    boolean wholeCircle = east - west >= 360;
    return new LonLatBox(
        wholeCircle ? -180 : wrapped(west),
        Math.max(south, -90),
        wholeCircle ? 180 : wrapped(east),
        Math.min(north, 90));
  }

  private static double wrapped(double lonDeg) {
    return lonDeg > 180 ? lonDeg - 360 : lonDeg < -180 ? lonDeg + 360 : lonDeg;
  }

  private static void checkPosition(double lonDeg, double latDeg) throws CatalogueFault {
    if (!(Math.abs(lonDeg) <= 360 && Math.abs(latDeg) <= 90 + LATITUDE_SLACK_DEG)) {
      throw fault(
          "expected longitude and latitude in degrees, found (" + lonDeg + ", " + latDeg + ")");
    }
  }

  private static void extend(JsonNode geometry, Envelope extent) throws CatalogueFault {
    for (JsonNode part : geometry.path("geometries")) {
      extend(part, extent);
    }
    extendBy(geometry.path("coordinates"), extent);
  }

  private static void extendBy(JsonNode coordinates, Envelope extent) throws CatalogueFault {
    if (coordinates.path(0).isArray()) {
      for (JsonNode part : coordinates) {
        extendBy(part, extent);
      }
    } else if (!coordinates.isEmpty()) {
      extent.expandToInclude(position(coordinates));
    }
  }

  private static Coordinate position(JsonNode position) throws CatalogueFault {
    double lonDeg = Members.finite("geometry", position.path(0));
    double latDeg = Members.finite("geometry", position.path(1));
    checkPosition(lonDeg, latDeg);
    return new CoordinateXY(lonDeg, latDeg);
  }

  private static @Nullable Geometry polygons(JsonNode geometry, Envelope extent)
      throws CatalogueFault {
    JsonNode coordinates = geometry.path("coordinates");
    List<Polygon> out = new ArrayList<>();
    switch (geometry.path("type").asText()) {
      case "Polygon" -> out.add(polygon(coordinates));
      case "MultiPolygon" -> {
        for (JsonNode part : coordinates) {
          out.add(polygon(part));
        }
      }
      default -> {
        return null;
      }
    }
    boolean wraps =
        extent.getMinX() < -180
            || extent.getMaxX() > 180
            || out.stream().anyMatch(part -> part.getEnvelopeInternal().getWidth() > 180);
    return wraps || out.isEmpty() ? null : GEOMETRY.createMultiPolygon(out.toArray(Polygon[]::new));
  }

  private static Polygon polygon(JsonNode rings) throws CatalogueFault {
    List<LinearRing> out = new ArrayList<>();
    for (JsonNode ring : rings) {
      List<Coordinate> positions = new ArrayList<>(ring.size());
      for (JsonNode position : ring) {
        positions.add(position(position));
      }
      if (positions.size() < 4 || !positions.get(0).equals2D(positions.get(positions.size() - 1))) {
        throw fault("geometry: expected closed rings of 4 positions or more, found another");
      }
      out.add(GEOMETRY.createLinearRing(positions.toArray(Coordinate[]::new)));
    }
    if (out.isEmpty()) {
      throw fault("geometry: expected a polygon with a ring, found none");
    }
    return GEOMETRY.createPolygon(
        out.get(0), out.subList(1, out.size()).toArray(LinearRing[]::new));
  }

  private static CatalogueFault fault(String detail) {
    return new CatalogueFault(
        Reason.GEOMETRY, detail, "correct the item's footprint, or leave the item out");
  }
}
