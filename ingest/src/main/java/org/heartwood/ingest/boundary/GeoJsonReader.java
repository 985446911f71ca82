package org.heartwood.ingest.boundary;

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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads GeoJSON (RFC 7946): a feature collection, a feature or a geometry; polygons, multi-polygons
 * and collections of them. The {@code crs} member of GeoJSON 2008 is honoured when it names WGS 84
 * or an EPSG code; coordinates are easting or longitude first in either case.
 */
final class GeoJsonReader {
  private static final int MAX_MEMBERS = 10_000;

  /** Spellings of longitude and latitude on WGS 84 in the {@code crs} member of GeoJSON 2008. */
  private static final Pattern LON_LAT =
      Pattern.compile(
          "(urn:ogc:def:crs:)?OGC:([0-9.]*:)?CRS84|CRS84"
              + "|https?://www\\.opengis\\.net/def/crs/OGC/[0-9.]+/CRS84",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern EPSG =
      Pattern.compile(
          "(?:(?:urn:ogc:def:crs:)?EPSG:(?:[0-9.]*:)?"
              + "|https?://www\\.opengis\\.net/def/crs/EPSG/[0-9.]+/)([0-9]{1,9})",
          Pattern.CASE_INSENSITIVE);

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          // A table of all names ever met grows with a hostile file.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // to say where they stand
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(64).maxNumberLength(100).build())
          .build();

  private static final String EXPORT_AGAIN = "export the boundary again";
  private static final String NOT_NESTED =
      "coordinates are not nested as GeoJSON wants (a polygon is a list of rings, a ring a list of"
          + " positions)";

  /** What {@code coordinates} holds: lists of lists, the innermost a list of positions. */
  private sealed interface Coordinates {}

  private record Positions(RawRing ring) implements Coordinates {}

  private record Nested(List<Coordinates> parts) implements Coordinates {}

  /** A GeoJSON object as parsed; its members come in any order. */
  private static final class Item {
    private @Nullable String type;
    private @Nullable String id;
    private @Nullable String name;
    private int nameRank = Integer.MAX_VALUE;
    private @Nullable String notCoordinates;
    private @Nullable Coordinates coordinates;
    private @Nullable Item geometry;
    private List<Item> children = List.of();
  }

  private final Path file;
  private final JsonParser json;
  private final ReadLimits limits;
  private final ProblemLog log = new ProblemLog();
  private FileCrs crs = FileCrs.IMPLIED_LON_LAT;

  private GeoJsonReader(Path file, JsonParser json, ReadLimits limits) {
    this.file = file;
    this.json = json;
    this.limits = limits;
  }

  static BoundaryDocument read(Path file, ReadLimits limits) throws IOException {
    ReadLimits.requireBytes(file.toString(), Files.size(file), ReadLimits.MAX_FILE_BYTES);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        JsonParser json = JSON.createParser(in)) {
      try {
        return new GeoJsonReader(file, json, limits).document();
      } catch (JsonProcessingException e) {
        throw JsonFault.of(file, "GeoJSON", json, e);
      }
    }
  }

  private BoundaryDocument document() throws IOException {
    JsonToken start = json.nextToken();
    if (start != JsonToken.START_OBJECT) {
      throw new InputException(
          file
              + ": expected a GeoJSON object, found "
              + (start == null ? "nothing" : start)
              + "; "
              + EXPORT_AGAIN);
    }
    Item root = item();
    if (json.nextToken() != null) {
      throw new InputException(
          file + ": expected one GeoJSON object, found more after it; keep one");
    }
    FeatureBuilder builder =
        new FeatureBuilder(
            log, crs, crs.stated() ? FeatureBuilder.Winding.ANY : FeatureBuilder.Winding.RFC_7946);
    List<Item> features = "FeatureCollection".equals(root.type) ? root.children : List.of(root);
    for (int i = 0; i < features.size(); i++) {
      feature(i, features.get(i), builder);
    }
    return builder.document(file.toString(), BoundaryDocument.Format.GEOJSON);
  }

  // The parser's part: names nothing, refuses what is no GeoJSON at all.

  private Item item() throws IOException {
    limits.part();
    Item item = new Item();
    for (int members = 0; json.nextToken() != JsonToken.END_OBJECT; members++) {
      requireMembers(members);
      String name = json.currentName();
      JsonToken value = json.nextToken();
      switch (name) {
        case "type" -> item.type = text(value);
        case "id" -> item.id = text(value);
        case "properties" -> properties(value, item);
        case "crs" -> crs(value);
        case "geometry" -> item.geometry = value == JsonToken.START_OBJECT ? item() : none();
        case "features", "geometries" -> item.children = items(value, name);
        case "coordinates" -> coordinates(value, item);
        default -> skip(value);
      }
    }
    return item;
  }

  private void coordinates(JsonToken value, Item item) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      item.coordinates = list();
    } else {
      item.notCoordinates = JsonFault.quoted(json.getText());
      skip(value);
    }
  }

  private void properties(JsonToken value, Item item) throws IOException {
    if (value != JsonToken.START_OBJECT) {
      skip(value);
      return;
    }
    for (int members = 0; json.nextToken() != JsonToken.END_OBJECT; members++) {
      requireMembers(members);
      int rank = FeatureName.rank(json.currentName());
      String text = text(json.nextToken());
      if (rank >= 0 && rank < item.nameRank && FeatureName.cleaned(text) != null) {
        item.name = text;
        item.nameRank = rank;
      }
    }
  }

  /** A text or number; absent for anything else. */
  private @Nullable String text(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
      return json.getText();
    }
    skip(value);
    return null;
  }

  private @Nullable Item none() throws IOException {
    skip(json.currentToken());
    return null;
  }

  /** Passes over a value. Jackson remembers the names of an object to tell duplicates. */
  private void skip(JsonToken value) throws IOException {
    if (value == JsonToken.START_ARRAY) {
      for (JsonToken token = json.nextToken();
          token != JsonToken.END_ARRAY;
          token = json.nextToken()) {
        skip(token);
      }
    } else if (value == JsonToken.START_OBJECT) {
      for (int members = 0; json.nextToken() != JsonToken.END_OBJECT; members++) {
        requireMembers(members);
        skip(json.nextToken());
      }
    }
  }

  private void requireMembers(int members) {
    if (members >= MAX_MEMBERS) {
      throw new InputException(
          Reason.TOO_LARGE,
          file
              + ":"
              + json.currentLocation().getLineNr()
              + ": expected at most "
              + MAX_MEMBERS
              + " members of an object, found more; "
              + EXPORT_AGAIN);
    }
  }

  private List<Item> items(JsonToken value, String name) throws IOException {
    if (value != JsonToken.START_ARRAY) {
      throw new InputException(
          file
              + ": expected "
              + name
              + " as a list, found "
              + JsonFault.quoted(json.getText())
              + "; "
              + EXPORT_AGAIN);
    }
    List<Item> items = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token != JsonToken.START_OBJECT) {
        throw new InputException(
            file
                + ": feature "
                + items.size()
                + ": expected an object, found "
                + JsonFault.quoted(json.getText())
                + "; "
                + EXPORT_AGAIN);
      }
      items.add(item());
    }
    return items;
  }

  private void crs(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    String name = value == JsonToken.START_OBJECT ? crsName() : null;
    skip(json.currentToken());
    Matcher epsg = EPSG.matcher(name == null ? "" : name);
    if (epsg.matches()) {
      crs = FileCrs.ofEpsg(file.toString(), Integer.parseInt(epsg.group(1)));
    } else if (name != null && LON_LAT.matcher(name).matches()) {
      crs = FileCrs.STATED_LON_LAT;
    } else {
      throw new InputException(
          Reason.NO_CRS,
          file
              + ": expected a crs such as CRS84 or EPSG:32636, found the crs "
              + (name == null ? "without a name" : JsonFault.quoted(name))
              + "; convert it with ogr2ogr -t_srs OGC:CRS84 -lco RFC7946=YES");
    }
  }

  private @Nullable String crsName() throws IOException {
    String name = null;
    int depth = 1;
    while (depth > 0) {
      JsonToken token = json.nextToken();
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      if (token == JsonToken.VALUE_STRING && "name".equals(json.currentName()) && depth == 2) {
        name = json.getText();
      }
    }
    return name;
  }

  /** A list inside {@code coordinates} whose start has been read. */
  private Coordinates list() throws IOException {
    JsonToken first = json.nextToken();
    if (first == JsonToken.START_ARRAY) {
      return lists();
    }
    if (first != JsonToken.END_ARRAY) { // a position by itself, as points have it
      RawRing point = new RawRing(limits);
      position(first, point);
      return new Positions(point);
    }
    limits.part();
    return new Nested(List.of());
  }

  /** Lists inside a list; the first has just begun and tells what the others should be. */
  private Coordinates lists() throws IOException {
    JsonToken inner = json.nextToken();
    if (inner == JsonToken.START_ARRAY || inner == JsonToken.END_ARRAY) {
      return nested(inner);
    }
    RawRing ring = new RawRing(limits);
    position(inner, ring);
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token == JsonToken.START_ARRAY) {
        position(json.nextToken(), ring);
      } else {
        ring.add(notAPosition(JsonFault.quoted(json.getText())));
        skip(token);
      }
    }
    return new Positions(ring);
  }

  private Coordinates nested(JsonToken inner) throws IOException {
    List<Coordinates> parts = new ArrayList<>();
    if (inner == JsonToken.END_ARRAY) {
      limits.part();
      parts.add(new Nested(List.of()));
    } else {
      parts.add(lists());
    }
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      if (token == JsonToken.START_ARRAY) {
        parts.add(list());
      } else {
        RawRing none = new RawRing(limits);
        none.add(notAPosition(JsonFault.quoted(json.getText())));
        parts.add(new Positions(none));
        skip(token);
      }
    }
    return new Nested(parts);
  }

  private static RawRing.Misread notAPosition(String found) {
    return new RawRing.Misread(
        "expected a position as a list of numbers, found " + found, EXPORT_AGAIN);
  }

  /** A position whose first token has been read, to its end. */
  private void position(JsonToken first, RawRing ring) throws IOException {
    double[] xy = new double[2];
    RawRing.Misread misread = null;
    int count = 0;
    for (JsonToken token = first; token != JsonToken.END_ARRAY; token = json.nextToken()) {
      double number = token.isNumeric() ? json.getDoubleValue() : Double.NaN;
      if (!Double.isFinite(number) && misread == null) {
        misread = notFinite(token);
      }
      skip(token);
      if (count < 2) {
        xy[count] = number;
      }
      count++;
    }
    if (misread == null && count < 2) {
      misread =
          new RawRing.Misread(
              "expected longitude and latitude, found "
                  + (count == 0 ? "an empty list" : "one number, " + xy[0]),
              EXPORT_AGAIN);
    }
    if (count > 2) {
      ring.dropHeights();
    }
    if (misread == null) {
      ring.add(xy[0], xy[1]);
    } else {
      ring.add(misread);
    }
  }

  private RawRing.Misread notFinite(JsonToken token) throws IOException {
    String found =
        switch (token) {
          case VALUE_STRING -> "the text " + JsonFault.quoted(json.getText());
          case START_ARRAY -> "a list";
          default -> JsonFault.shortened(json.getText());
        };
    return token == JsonToken.START_ARRAY
        ? new RawRing.Misread(
            "expected a position, found a list of lists",
            "a Polygon nests its coordinates one level less than a MultiPolygon")
        : new RawRing.Misread(
            "expected finite numbers as coordinates, found " + found,
            "write longitude and latitude as plain numbers");
  }

  // The geometry's part: knows the types and says what is wrong with a feature.

  private void feature(int index, Item item, FeatureBuilder builder) {
    Item geometry = item;
    if ("Feature".equals(item.type)) {
      if (item.geometry == null) {
        builder.refuse(index, Reason.MISSING, "has no geometry", "draw it or remove the feature");
        return;
      }
      geometry = item.geometry;
    }
    List<RawPolygon> polygons = new ArrayList<>();
    collect(index, geometry, polygons, builder);
    String name = item.name == null ? item.id : item.name;
    builder.add(index, FeatureName.cleaned(name), polygons);
  }

  private void collect(int feature, Item item, List<RawPolygon> polygons, FeatureBuilder builder) {
    if (item.type == null) {
      builder.refuse(feature, Reason.MISSING, "has no type", EXPORT_AGAIN);
    } else if (item.notCoordinates != null) {
      builder.refuse(
          feature,
          Reason.GEOMETRY,
          "expected coordinates as a list, found " + item.notCoordinates,
          EXPORT_AGAIN);
    } else {
      switch (item.type) {
        case "GeometryCollection" ->
            item.children.forEach(child -> collect(feature, child, polygons, builder));
        case "Polygon" ->
            polygon(
                Place.feature(feature).withPart(polygons.isEmpty() ? null : polygons.size()),
                item.coordinates,
                polygons);
        case "MultiPolygon" -> multiPolygon(feature, item.coordinates, polygons);
        default ->
            builder.refuse(
                feature,
                Reason.GEOMETRY,
                "expected Polygon or MultiPolygon, found " + JsonFault.quoted(item.type),
                "keep only the project area");
      }
    }
  }

  private void multiPolygon(
      int feature, @Nullable Coordinates coordinates, List<RawPolygon> polygons) {
    Place place = Place.feature(feature);
    if (!(coordinates instanceof Nested nested)) {
      log.error(Reason.GEOMETRY, place, NOT_NESTED, EXPORT_AGAIN);
      return;
    }
    int first = polygons.size();
    for (int part = 0; part < nested.parts().size(); part++) {
      polygon(place.withPart(first + part), nested.parts().get(part), polygons);
    }
    if (nested.parts().isEmpty()) {
      log.error(Reason.EMPTY, place, "has no polygon", "draw it or remove the feature");
    }
  }

  private void polygon(Place place, @Nullable Coordinates coordinates, List<RawPolygon> polygons) {
    if (!(coordinates instanceof Nested nested)) {
      log.error(Reason.GEOMETRY, place, NOT_NESTED, EXPORT_AGAIN);
      return;
    }
    List<RawRing> rings = new ArrayList<>();
    for (Coordinates part : nested.parts()) {
      rings.add(ring(part));
    }
    polygons.add(new RawPolygon(place.part(), rings));
  }

  private RawRing ring(Coordinates coordinates) {
    if (coordinates instanceof Positions positions) {
      return positions.ring();
    }
    RawRing ring = new RawRing(limits);
    if (coordinates instanceof Nested nested && !nested.parts().isEmpty()) {
      ring.add(
          new RawRing.Misread(
              "expected a position, found a list of lists",
              "a Polygon nests its coordinates one level less than a MultiPolygon"));
    }
    return ring;
  }
}
