package org.heartwood.ingest.project;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * Reads a project boundary from GeoJSON (RFC 7946): a feature collection, a feature or a geometry;
 * polygons, multi-polygons and collections of them. Several are united. Heights are dropped.
 * Nothing is repaired: a broken boundary is refused with a message that names the feature, the
 * ring, the vertex (each counted from 0, as JSON does) and the coordinates.
 *
 * <p>Boundaries that reach a pole or the antimeridian are refused.
 */
public final class BoundaryReader {
  private static final long MAX_BYTES = 1L << 30;
  private static final int MAX_VERTICES = 10_000_000;
  private static final int MIN_POSITIONS = 4;

  /** Spellings of longitude and latitude on WGS 84 in the {@code crs} member of GeoJSON 2008. */
  private static final Pattern LON_LAT_NAMES =
      Pattern.compile(
          "(urn:ogc:def:crs:)?OGC:([0-9.]*:)?CRS84|CRS84"
              + "|(urn:ogc:def:crs:)?EPSG:([0-9.]*:)?4326"
              + "|https?://www\\.opengis\\.net/def/crs/(OGC/[0-9.]+/CRS84|EPSG/[0-9.]+/4326)",
          Pattern.CASE_INSENSITIVE);

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // to say where they stand
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(100).build())
          .build();

  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  /** What {@code coordinates} holds: a position, or a list of lists. */
  private sealed interface Coordinates {}

  private record Position(double lonDeg, double latDeg) implements Coordinates {}

  private record Nested(List<Coordinates> parts) implements Coordinates {}

  /** A GeoJSON object as parsed; its members come in any order. */
  private static final class Item {
    private final int feature;
    private @Nullable String type;
    private @Nullable Coordinates coordinates;
    private @Nullable Item geometry;
    private List<Item> children = List.of();

    Item(int feature) {
      this.feature = feature;
    }
  }

  private final Path file;
  private final JsonParser json;
  private final int maxVertices;
  private final Deque<Integer> indices = new ArrayDeque<>();
  private final List<Polygon> polygons = new ArrayList<>();
  private int vertices;

  private BoundaryReader(Path file, JsonParser json, int maxVertices) {
    this.file = file;
    this.json = json;
    this.maxVertices = maxVertices;
  }

  /**
   * Reads a boundary.
   *
   * @param geojson file in longitude and latitude, degrees, WGS 84
   * @throws InputException if it is missing, not GeoJSON, without a polygon, or broken
   */
  public static Boundary read(Path geojson) {
    return read(geojson, MAX_VERTICES);
  }

  /** As {@link #read(Path)} with another limit of vertices. */
  static Boundary read(Path geojson, int maxVertices) {
    if (!Files.isRegularFile(geojson)) {
      throw new InputException(geojson + ": no such file; check the boundary's path");
    }
    try {
      long size = Files.size(geojson);
      if (size > MAX_BYTES) {
        throw new InputException(
            geojson
                + ": expected at most "
                + MAX_BYTES
                + " bytes, found "
                + size
                + "; simplify the boundary");
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(geojson));
          JsonParser json = JSON.createParser(in)) {
        try {
          return new BoundaryReader(geojson, json, maxVertices).boundary();
        } catch (JsonProcessingException e) {
          throw JsonFault.of(geojson, "GeoJSON", json, e);
        }
      }
    } catch (IOException e) {
      throw new InputException(geojson + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private Boundary boundary() throws IOException {
    JsonToken start = json.nextToken();
    if (start == null) {
      throw new InputException(
          file + ": expected GeoJSON, found an empty file; export the boundary again");
    }
    if (start != JsonToken.START_OBJECT) {
      throw new InputException(
          file + ": expected a GeoJSON object, found " + start + "; export the boundary again");
    }
    Item root = item(0);
    if (json.nextToken() != null) {
      throw new InputException(
          file + ": expected one GeoJSON object, found more after it; keep one");
    }
    collect(root);
    if (polygons.isEmpty()) {
      throw new InputException(
          file + ": expected at least one polygon, found none; export the boundary again");
    }
    return new Boundary(united(), file.toString());
  }

  private Item item(int feature) throws IOException {
    Item item = new Item(feature);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "type" -> {
          item.type = value == JsonToken.VALUE_STRING ? json.getText() : null;
          json.skipChildren();
        }
        case "crs" -> crs(value);
        case "geometry" -> item.geometry = value == JsonToken.START_OBJECT ? item(feature) : skip();
        case "features" -> item.children = items(value, name, -1);
        case "geometries" -> item.children = items(value, name, feature);
        case "coordinates" -> {
          if (value != JsonToken.START_ARRAY) {
            throw new InputException(
                file
                    + ": feature "
                    + feature
                    + ": expected coordinates as a list, found "
                    + JsonFault.quoted(json.getText())
                    + "; export the boundary again");
          }
          item.coordinates = coordinates(feature);
        }
        default -> json.skipChildren();
      }
    }
    return item;
  }

  private @Nullable Item skip() throws IOException {
    json.skipChildren();
    return null;
  }

  /** Members of a collection; with {@code feature} −1 each is a feature and counts itself. */
  private List<Item> items(JsonToken value, String name, int feature) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      throw new InputException(
          file
              + ": expected "
              + name
              + " as a list, found "
              + JsonFault.quoted(json.getText())
              + "; export the boundary again");
    }
    List<Item> items = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      int subject = feature < 0 ? items.size() : feature;
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new InputException(
            file
                + ": feature "
                + subject
                + ": expected an object, found "
                + JsonFault.quoted(json.getText())
                + "; export the boundary again");
      }
      items.add(item(subject));
    }
    return items;
  }

  private void crs(JsonToken value) throws IOException {
    String name = null;
    if (value == JsonToken.START_OBJECT) {
      int depth = 1;
      while (depth > 0) {
        JsonToken token = json.nextToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.VALUE_STRING && "name".equals(json.currentName()) && depth == 2) {
          name = json.getText();
        }
      }
    } else if (value == JsonToken.VALUE_NULL) {
      return;
    } else {
      json.skipChildren();
    }
    if (name == null || !LON_LAT_NAMES.matcher(name).matches()) {
      throw new InputException(
          file
              + ": expected longitude and latitude on WGS 84 (CRS84 or EPSG:4326), found the crs "
              + (name == null ? "without a name" : JsonFault.quoted(name))
              + "; convert it with ogr2ogr -t_srs OGC:CRS84 -lco RFC7946=YES");
    }
  }

  private Coordinates coordinates(int feature) throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.END_ARRAY) {
      return new Nested(List.of());
    }
    if (first != JsonToken.START_ARRAY) {
      return position(feature);
    }
    List<Coordinates> parts = new ArrayList<>();
    for (JsonToken token = first; token != JsonToken.END_ARRAY; token = json.nextToken()) {
      indices.addLast(parts.size());
      if (token != JsonToken.START_ARRAY) {
        throw new InputException(
            subject(feature)
                + ": expected a position as a list of numbers, found "
                + JsonFault.quoted(json.getText())
                + "; export the boundary again");
      }
      parts.add(coordinates(feature));
      indices.removeLast();
    }
    return new Nested(parts);
  }

  private Position position(int feature) throws IOException {
    double[] lonLat = {Double.NaN, Double.NaN};
    int count = 0;
    for (JsonToken token = json.currentToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      double number = token.isNumeric() ? json.getDoubleValue() : Double.NaN;
      if (!Double.isFinite(number)) {
        throw new InputException(
            subject(feature)
                + ": expected finite numbers as coordinates, found "
                + (token == JsonToken.VALUE_STRING
                    ? "the text " + JsonFault.quoted(json.getText())
                    : json.getText())
                + "; write longitude and latitude as plain numbers");
      }
      if (count < 2) {
        lonLat[count] = number;
      }
      count++;
    }
    if (count < 2) {
      throw new InputException(
          subject(feature)
              + ": expected longitude and latitude, found one number, "
              + lonLat[0]
              + "; export the boundary again");
    }
    requirePlace(feature, lonLat[0], lonLat[1]);
    if (++vertices > maxVertices) {
      throw new InputException(
          file
              + ": expected at most "
              + maxVertices
              + " vertices, found more; simplify the boundary");
    }
    return new Position(lonLat[0], lonLat[1]);
  }

  private void requirePlace(int feature, double lonDeg, double latDeg) {
    if (Math.abs(lonDeg) > 180 || Math.abs(latDeg) > 90) {
      throw new InputException(
          subject(feature)
              + ": expected longitude -180 to 180 and latitude -90 to 90, found ("
              + lonDeg
              + ", "
              + latDeg
              + "); "
              + (Math.abs(lonDeg) <= 90 && Math.abs(latDeg) <= 180
                  ? "latitude and longitude seem to be swapped: GeoJSON wants longitude first"
                  : "projected coordinates? convert them with ogr2ogr -t_srs OGC:CRS84"));
    }
    if (Math.abs(lonDeg) == 180 || Math.abs(latDeg) == 90) {
      throw new InputException(
          subject(feature)
              + ": the boundary reaches "
              + (Math.abs(latDeg) == 90 ? "a pole" : "the antimeridian")
              + " at ("
              + lonDeg
              + ", "
              + latDeg
              + "), which is not supported; assess the parts on either side as projects of their"
              + " own");
    }
  }

  /** Where the parser stands inside {@code coordinates}. */
  private String subject(int feature) {
    String[] names = {"vertex", "ring", "polygon"};
    StringBuilder out = new StringBuilder(file + ": feature " + feature);
    int left = indices.size();
    for (int index : indices) {
      left--;
      out.append(", ").append(left < names.length ? names[left] : "part").append(' ').append(index);
    }
    return out.toString();
  }

  private void collect(Item item) {
    String type = item.type;
    if (type == null) {
      throw new InputException(
          file + ": feature " + item.feature + ": has no type; export the boundary again");
    }
    String subject = file + ": feature " + item.feature;
    switch (type) {
      case "FeatureCollection", "GeometryCollection" -> item.children.forEach(this::collect);
      case "Feature" -> {
        Item geometry = item.geometry;
        if (geometry == null) {
          throw new InputException(subject + ": has no geometry; draw it or remove the feature");
        }
        collect(geometry);
      }
      case "Polygon" -> polygons.add(polygon(item.coordinates, subject));
      case "MultiPolygon" -> {
        List<Coordinates> parts = parts(item.coordinates, subject);
        for (int part = 0; part < parts.size(); part++) {
          polygons.add(polygon(parts.get(part), subject + ", polygon " + part));
        }
      }
      default ->
          throw new InputException(
              subject
                  + ": expected Polygon or MultiPolygon, found "
                  + JsonFault.quoted(type)
                  + "; keep only the project area");
    }
  }

  private static List<Coordinates> parts(@Nullable Coordinates coordinates, String subject) {
    if (coordinates instanceof Nested nested) {
      return nested.parts();
    }
    throw new InputException(
        subject
            + ": coordinates are not nested as GeoJSON wants (a polygon is a list of rings, a ring"
            + " a list of positions); export the boundary again");
  }

  private static Polygon polygon(@Nullable Coordinates coordinates, String subject) {
    List<Coordinates> rings = parts(coordinates, subject);
    if (rings.isEmpty()) {
      throw new InputException(subject + ": polygon has no ring; draw it or remove the feature");
    }
    List<LinearRing> made = new ArrayList<>();
    for (int ring = 0; ring < rings.size(); ring++) {
      made.add(ring(parts(rings.get(ring), subject), subject + ", ring " + ring));
    }
    Polygon polygon =
        GEOMETRIES.createPolygon(
            made.get(0), made.subList(1, made.size()).toArray(LinearRing[]::new));
    if (made.get(0).convexHull().getDimension() < 2) {
      Coordinate at = polygon.getCoordinate();
      throw new InputException(
          subject + ", ring 0: has zero area, at " + shown(at) + "; draw it again");
    }
    TopologyValidationError error = new IsValidOp(polygon).getValidationError();
    if (error != null) {
      throw new InputException(
          subject
              + ": "
              + error.getMessage()
              + " at "
              + shown(error.getCoordinate())
              + "; repair it, for example with \"Fix geometries\" in QGIS");
    }
    return polygon;
  }

  private static LinearRing ring(List<Coordinates> positions, String subject) {
    Coordinate[] vertices = new Coordinate[positions.size()];
    for (int i = 0; i < vertices.length; i++) {
      if (!(positions.get(i) instanceof Position position)) {
        throw new InputException(
            subject
                + ", vertex "
                + i
                + ": expected a position, found a list of lists; a Polygon nests its coordinates"
                + " one level less than a MultiPolygon");
      }
      vertices[i] = new CoordinateXY(position.lonDeg(), position.latDeg());
      if (i > 0 && Math.abs(vertices[i].x - vertices[i - 1].x) > 180) {
        throw new InputException(
            subject
                + ", vertex "
                + i
                + ": the boundary crosses the antimeridian from "
                + shown(vertices[i - 1])
                + " to "
                + shown(vertices[i])
                + ", which is not supported; assess the parts on either side as projects of their"
                + " own");
      }
    }
    if (vertices.length < MIN_POSITIONS) {
      throw new InputException(
          subject
              + ": expected at least "
              + MIN_POSITIONS
              + " positions, found "
              + vertices.length
              + (vertices.length == 0 ? "" : " from " + shown(vertices[0]) + " on")
              + "; draw it again");
    }
    Coordinate last = vertices[vertices.length - 1];
    if (!vertices[0].equals2D(last)) {
      throw new InputException(
          subject
              + ": is not closed: vertex 0 is at "
              + shown(vertices[0])
              + ", the last, vertex "
              + (vertices.length - 1)
              + ", at "
              + shown(last)
              + "; repeat the first position at the end");
    }
    return GEOMETRIES.createLinearRing(vertices);
  }

  private static String shown(Coordinate at) {
    return "(" + at.getX() + ", " + at.getY() + ")";
  }

  /** The union; JTS' normal form winds shells clockwise, GeoJSON the other way round. */
  private MultiPolygon united() {
    Geometry union =
        polygons.size() == 1
            ? polygons.get(0)
            : OverlayNGRobust.union(GEOMETRIES.buildGeometry(polygons));
    List<Polygon> parts = new ArrayList<>();
    for (int part = 0; part < union.getNumGeometries(); part++) {
      if (union.getGeometryN(part) instanceof Polygon polygon) {
        parts.add(polygon);
      }
    }
    MultiPolygon whole = GEOMETRIES.createMultiPolygon(parts.toArray(Polygon[]::new));
    whole.normalize();
    return whole.reverse();
  }
}
