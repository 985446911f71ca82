package org.heartwood.ingest.zonal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heartwood.ingest.boundary.BoundaryDocument;
import org.heartwood.ingest.boundary.BoundaryFeature;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * Zones from the features of a GeoJSON file, in the raster's CRS. Coordinates that are in it
 * already are taken as they are; others are converted vertex by vertex, and their edges are then
 * straight on the raster's map. Nothing is repaired.
 */
public final class ZoneFeatures {
  private static final int MOST_VERTICES = 20_000_000;

  /** The {@code crs} member of GeoJSON 2008. */
  private static final Pattern EPSG =
      Pattern.compile(
          "(?:urn:ogc:def:crs:|https?://www\\.opengis\\.net/def/crs/)?EPSG[:/](?:[0-9.]*[:/])?(\\d+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CRS84 = Pattern.compile(".*CRS84", Pattern.CASE_INSENSITIVE);
  private static final String LON_LAT = "EPSG:4326";
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(100).build())
          .build();

  /** What {@code coordinates} holds: a position, or a list of lists. */
  private sealed interface Positions {}

  private record Position(CoordinateXY at) implements Positions {}

  private record Nested(List<Positions> parts) implements Positions {}

  /** A GeoJSON object; its members come in any order. */
  private static final class Item {
    private String type = "";
    private @Nullable Positions coordinates;
    private @Nullable Item geometry;
    private @Nullable String id;
    private @Nullable String property;
    private @Nullable String crs;
    private final List<Item> children = new ArrayList<>();
  }

  private final String file;
  private final JsonParser json;
  private final @Nullable String idField;
  private int vertices;

  private ZoneFeatures(String file, JsonParser json, @Nullable String idField) {
    this.file = file;
    this.json = json;
    this.idField = idField;
  }

  /**
   * Reads the zones of a GeoJSON file: a feature collection or a feature.
   *
   * @param geojson in longitude and latitude (RFC 7946), or in the system that a {@code crs} member
   *     names (GeoJSON 2008)
   * @param target the raster's CRS
   * @param idField property that names a zone; if null it is the feature's {@code id}, or else its
   *     place in the file, from 0
   * @throws InputException if it is no such file, a polygon is not valid or the property is missing
   */
  public static List<ZonePolygon> read(
      Path geojson, MapProjection target, @Nullable String idField) {
    if (!Files.isRegularFile(geojson)) {
      throw new InputException(Reason.MISSING, geojson + ": no such file; check its path");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(geojson), 1 << 16);
        JsonParser json = JSON.createParser(in)) {
      return new ZoneFeatures(geojson.toString(), json, idField).zones(target);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new InputException(
          geojson
              + ": is not GeoJSON"
              + (at == null
                  ? ""
                  : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")")
              + ": "
              + e.getOriginalMessage(),
          e);
    } catch (IOException e) {
      throw new InputException(
          geojson + ": cannot be read (" + e + "); check its path and permissions", e);
    }
  }

  /**
   * Zones of a boundary file of any format, converted vertex by vertex.
   *
   * @param target the raster's CRS
   */
  public static List<ZonePolygon> of(BoundaryDocument document, MapProjection target) {
    List<ZonePolygon> zones = new ArrayList<>();
    for (BoundaryFeature feature : document.features()) {
      String name = feature.name();
      zones.add(
          new ZonePolygon(
              name == null ? Integer.toString(feature.index()) : name,
              target.project(feature.polygonsLonLat())));
    }
    return zones;
  }

  private List<ZonePolygon> zones(MapProjection target) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw fault("is not GeoJSON: expected an object");
    }
    Item root = object();
    List<Item> features = root.type.equals("Feature") ? List.of(root) : root.children;
    if (!root.type.equals("Feature") && !root.type.equals("FeatureCollection")) {
      throw fault("expected a FeatureCollection or a Feature, found type \"" + root.type + "\"");
    }
    if (features.isEmpty()) {
      throw new InputException(Reason.EMPTY, file + ": has no feature; nothing to compute");
    }
    String crs = root.crs == null ? LON_LAT : crsCode(root.crs, file);
    List<ZonePolygon> zones = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      zones.add(zone(features.get(i), i, crs, target));
    }
    return zones;
  }

  /**
   * The authority code that a {@code crs} member means by its name; {@code EPSG:4326} for CRS84,
   * for coordinates are longitude first either way.
   *
   * @param name such as {@code urn:ogc:def:crs:EPSG::32636}
   * @param file for the message
   * @throws InputException if it names no EPSG code
   */
  public static String crsCode(String name, String file) {
    if (CRS84.matcher(name).matches()) {
      return LON_LAT;
    }
    Matcher epsg = EPSG.matcher(name);
    if (!epsg.matches()) {
      throw new InputException(
          Reason.NO_CRS,
          file
              + ": its crs is \""
              + name
              + "\", expected an EPSG code; convert it with ogr2ogr -t_srs EPSG:4326");
    }
    return "EPSG:" + epsg.group(1);
  }

  private ZonePolygon zone(Item feature, int index, String crs, MapProjection target) {
    Item shape = feature.geometry;
    if (shape == null) {
      throw fault("feature " + index + " has no geometry; remove it");
    }
    Geometry polygons = polygons(shape, index);
    TopologyValidationError error = new IsValidOp(polygons).getValidationError();
    if (error != null) {
      Coordinate at = error.getCoordinate();
      throw new InputException(
          Reason.GEOMETRY,
          file
              + ": feature "
              + index
              + " is not a valid polygon ("
              + error.getMessage()
              + " at "
              + at.getX()
              + ", "
              + at.getY()
              + "); repair it with ogr2ogr -makevalid");
    }
    return new ZonePolygon(id(feature, index), converted(polygons, crs, target));
  }

  private static Geometry converted(Geometry polygons, String crs, MapProjection target) {
    if (crs.equals(target.crs())) {
      return polygons;
    }
    return target.project(MapProjection.of(crs).unproject(polygons));
  }

  private String id(Item feature, int index) {
    if (idField != null) {
      if (feature.property == null) {
        throw new InputException(
            Reason.MISSING,
            file + ": feature " + index + " has no property \"" + idField + "\"; check --id");
      }
      return feature.property;
    }
    return feature.id == null ? Integer.toString(index) : feature.id;
  }

  private Geometry polygons(Item shape, int feature) {
    if (shape.type.equals("Polygon")) {
      return polygon(shape.coordinates, feature);
    }
    if (!shape.type.equals("MultiPolygon")) {
      throw fault(
          "feature "
              + feature
              + " is a \""
              + shape.type
              + "\", expected a Polygon or MultiPolygon; remove it");
    }
    List<Polygon> polygons = new ArrayList<>();
    for (Positions part : parts(shape.coordinates, feature)) {
      polygons.add(polygon(part, feature));
    }
    return GEOMETRIES.createMultiPolygon(polygons.toArray(Polygon[]::new));
  }

  private Polygon polygon(@Nullable Positions rings, int feature) {
    List<LinearRing> lines = new ArrayList<>();
    for (Positions ring : parts(rings, feature)) {
      List<Coordinate> line = new ArrayList<>();
      for (Positions position : parts(ring, feature)) {
        if (!(position instanceof Position vertex)) {
          throw nesting(feature);
        }
        line.add(vertex.at());
      }
      if (line.size() < 4 || !line.get(0).equals2D(line.get(line.size() - 1))) {
        throw new InputException(
            Reason.GEOMETRY,
            file
                + ": feature "
                + feature
                + " has a ring of "
                + line.size()
                + " positions that is not closed or has fewer than 4; close it");
      }
      lines.add(GEOMETRIES.createLinearRing(line.toArray(Coordinate[]::new)));
    }
    if (lines.isEmpty()) {
      throw nesting(feature);
    }
    return GEOMETRIES.createPolygon(
        lines.get(0), lines.subList(1, lines.size()).toArray(LinearRing[]::new));
  }

  private List<Positions> parts(@Nullable Positions positions, int feature) {
    if (positions instanceof Nested nested) {
      return nested.parts();
    }
    throw nesting(feature);
  }

  private InputException nesting(int feature) {
    return fault("the coordinates of feature " + feature + " are not nested as its type has it");
  }

  private Item object() throws IOException {
    Item item = new Item();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String member = json.currentName();
      JsonToken value = json.nextToken();
      switch (member) {
        case "type" -> item.type = json.getText();
        case "id" -> item.id = value.isScalarValue() ? json.getText() : null;
        case "coordinates" -> item.coordinates = value == JsonToken.START_ARRAY ? array() : null;
        case "geometry" -> item.geometry = value == JsonToken.START_OBJECT ? object() : null;
        case "features" -> children(item, value);
        case "properties" -> item.property = property(value);
        case "crs" -> item.crs = crsName(value);
        default -> {}
      }
      if (json.currentToken().isStructStart()) {
        json.skipChildren();
      }
    }
    return item;
  }

  private void children(Item item, JsonToken value) throws IOException {
    while (value == JsonToken.START_ARRAY && json.nextToken() == JsonToken.START_OBJECT) {
      item.children.add(object());
    }
  }

  /** The value of the property that names the zone. */
  private @Nullable String property(JsonToken value) throws IOException {
    String found = null;
    while (value == JsonToken.START_OBJECT && json.nextToken() == JsonToken.FIELD_NAME) {
      boolean wanted = json.currentName().equals(idField);
      JsonToken held = json.nextToken();
      if (wanted && held.isScalarValue() && held != JsonToken.VALUE_NULL) {
        found = json.getText();
      }
      json.skipChildren();
    }
    return found;
  }

  private @Nullable String crsName(JsonToken value) throws IOException {
    String name = null;
    while (value == JsonToken.START_OBJECT && json.nextToken() == JsonToken.FIELD_NAME) {
      String member = json.currentName();
      JsonToken held = json.nextToken();
      if (member.equals("properties")) {
        name = crsName(held);
      } else if (member.equals("name")) {
        name = json.getText();
      } else {
        json.skipChildren();
      }
    }
    return name;
  }

  private Positions array() throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.VALUE_NUMBER_FLOAT || first == JsonToken.VALUE_NUMBER_INT) {
      return position();
    }
    List<Positions> parts = new ArrayList<>();
    for (JsonToken token = first; token == JsonToken.START_ARRAY; token = json.nextToken()) {
      parts.add(array());
    }
    if (json.currentToken() != JsonToken.END_ARRAY) {
      throw fault("expected coordinates to hold numbers only, found " + json.getText());
    }
    return new Nested(parts);
  }

  private Positions position() throws IOException {
    double x = json.getDoubleValue();
    if (!json.nextToken().isNumeric()) {
      throw fault("expected a position to have two numbers, found one");
    }
    double y = json.getDoubleValue();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      json.skipChildren();
    }
    vertices++;
    if (vertices > MOST_VERTICES) {
      throw new InputException(
          Reason.TOO_LARGE,
          file + ": expected at most " + MOST_VERTICES + " vertices; simplify the polygons");
    }
    return new Position(new CoordinateXY(x, y));
  }

  private InputException fault(String message) {
    return new InputException(Reason.UNREADABLE, file + ": " + message);
  }
}
