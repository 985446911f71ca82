package org.heartwood.inference.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.table.CsvLine;
import org.heartwood.ingest.zonal.ZoneFeatures;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Reads reference plots: CSV with {@code lon,lat} or {@code x,y}, {@code observed} and {@code unit}
 * (and {@code id} and {@code crs}, if wanted), or GeoJSON points or polygons with the properties
 * {@code observed} and {@code unit}. A row that cannot be read refuses the file with its line:
 * nothing is guessed and nothing left out here.
 */
final class PlotFile {
  private static final long LARGEST_BYTES = 64 << 20;
  private static final int MOST_PLOTS = 100_000;
  private static final String LON_LAT = "EPSG:4326";
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final MapProjection target;
  private final Optional<Measure> rasterUnit;
  private final List<Row> rows = new ArrayList<>();

  /** An observation as read; its value is in the file's unit. */
  private record Row(String id, String place, Geometry shape, double observed, Measure unit) {}

  private PlotFile(Path file, MapProjection target, Optional<Measure> rasterUnit) {
    this.file = file;
    this.target = target;
    this.rasterUnit = rasterUnit;
  }

  /**
   * What a file holds.
   *
   * @param plots the plots, in the file's order, in the raster's CRS and unit
   * @param unit unit of {@code observed}
   * @param sha256 digest of the file
   */
  record Plots(List<ReferencePlot> plots, Measure unit, String sha256) {
    Plots {
      plots = List.copyOf(plots);
    }
  }

  /**
   * Reads a file.
   *
   * @param target the raster's CRS
   * @param rasterUnit the raster's unit, if it states one
   * @throws InputException naming the line or feature and what to do
   */
  static Plots read(Path file, MapProjection target, Optional<Measure> rasterUnit) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Reason.MISSING, file + ": no such file; give CSV or GeoJSON with reference plots");
    }
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new InputException(
            Reason.TOO_LARGE,
            file + ": must have at most " + LARGEST_BYTES + " bytes, was " + Files.size(file));
      }
      byte[] bytes = Files.readAllBytes(file);
      PlotFile reading = new PlotFile(file, target, rasterUnit);
      String name = file.toString().toLowerCase(Locale.ROOT);
      if (name.endsWith(".geojson") || name.endsWith(".json")) {
        reading.geoJson(bytes);
      } else {
        reading.csv(text(file, bytes));
      }
      return reading.checked(Sha256.of(bytes));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static String text(Path file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": expected text in UTF-8, found other bytes", e);
    }
  }

  private void csv(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || lines.get(0).isBlank()) {
      throw refused("line 1", "expected the names of the columns");
    }
    if (!lines.get(0).contains(",") && lines.get(0).contains(";")) {
      throw refused("line 1", "its columns are separated by ; where , is expected");
    }
    Columns columns = new Columns(fields("line 1", lines.get(0)));
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        row(columns, "line " + (i + 1), fields("line " + (i + 1), lines.get(i)));
      }
    }
  }

  /** Where the columns of a table are. */
  private final class Columns {
    private final List<String> names;
    private final int x;
    private final int y;
    private final boolean lonLat;

    Columns(List<String> header) {
      names = header.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
      int lon = first("lon", "longitude", "lng");
      int lat = first("lat", "latitude");
      int east = first("x");
      int north = first("y");
      lonLat = lon >= 0 && lat >= 0;
      boolean projected = east >= 0 && north >= 0;
      if (lonLat == projected) {
        throw refused(
            "line 1",
            lonLat
                ? "has both lon,lat and x,y; keep the ones that were measured"
                : "expected the columns lon,lat or x,y, found " + names);
      }
      x = lonLat ? lon : east;
      y = lonLat ? lat : north;
      for (String needed : List.of("observed", "unit")) {
        if (first(needed) < 0) {
          throw refused(
              "line 1",
              "expected a column "
                  + needed
                  + (needed.equals("unit") ? " (such as per cent, on every row)" : "")
                  + ", found "
                  + names);
        }
      }
    }

    private int first(String... spellings) {
      int found = -1;
      for (String spelling : spellings) {
        if (names.indexOf(spelling) != names.lastIndexOf(spelling)) {
          throw refused("line 1", "has the column " + spelling + " twice");
        }
        found = found < 0 ? names.indexOf(spelling) : found;
      }
      return found;
    }

    String of(String name, List<String> fields, String otherwise) {
      int index = first(name);
      return index < 0 ? otherwise : fields.get(index);
    }
  }

  private void row(Columns columns, String place, List<String> fields) {
    if (fields.size() != columns.names.size()) {
      throw refused(place, "expected " + columns.names.size() + " fields, found " + fields.size());
    }
    double x = number(place, columns.names.get(columns.x), fields.get(columns.x));
    double y = number(place, columns.names.get(columns.y), fields.get(columns.y));
    double observed = number(place, "observed", columns.of("observed", fields, ""));
    String crs = columns.of("crs", fields, "");
    if (crs.isEmpty() && columns.first("crs") >= 0) {
      throw refused(place, "has no crs, though the file has that column; state it on every row");
    }
    if (columns.lonLat && !crs.isEmpty() && !crs.equalsIgnoreCase(LON_LAT)) {
      throw refused(place, "has lon and lat, but crs " + JsonFault.quoted(crs));
    }
    String from = columns.lonLat ? LON_LAT : crs.isEmpty() ? target.crs() : crs;
    String id = columns.of("id", fields, place);
    add(id, place, point(place, x, y, from), observed, columns.of("unit", fields, ""));
  }

  private List<String> fields(String place, String line) {
    return CsvLine.fields(line)
        .orElseThrow(() -> refused(place, "has a quote that does not end on the line"));
  }

  private double number(String place, String column, String text) {
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw refused(place, "expected a number in " + column + ", found " + JsonFault.quoted(text));
    }
    return number;
  }

  private Geometry point(String place, double x, double y, String crs) {
    if (crs.equals(LON_LAT) && !(Math.abs(x) <= 180 && Math.abs(y) <= 90)) {
      throw refused(
          place,
          "lon and lat must be within 180 and 90 degrees, were "
              + x
              + " and "
              + y
              + "; are they x and y of a map?");
    }
    boolean degrees = Math.abs(x) <= 180 && Math.abs(y) <= 90;
    if (!crs.equals(LON_LAT) && degrees) {
      throw refused(
          place,
          "x and y are "
              + x
              + " and "
              + y
              + ", which look like longitude and latitude, in "
              + crs
              + "; call the columns lon and lat");
    }
    if (crs.equals(target.crs())) {
      return GEOMETRIES.createPoint(new Coordinate(x, y));
    }
    try {
      Coordinate lonLat = MapProjection.of(crs).inverse(x, y);
      return GEOMETRIES.createPoint(target.forward(lonLat.getX(), lonLat.getY()));
    } catch (InputException e) {
      throw new InputException(file + ", " + place + ": " + e.getMessage(), e);
    }
  }

  private void geoJson(byte[] bytes) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new InputException(
          file
              + ": is not GeoJSON at line "
              + e.getLocation().getLineNr()
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse(""),
          e);
    }
    if (!root.path("type").asText().equals("FeatureCollection")
        || !root.path("features").isArray()) {
      throw new InputException(file + ": expected a GeoJSON FeatureCollection");
    }
    JsonNode features = root.get("features");
    long points = 0;
    for (JsonNode feature : features) {
      points += feature.at("/geometry/type").asText().equals("Point") ? 1 : 0;
    }
    if (points != 0 && points != features.size()) {
      throw new InputException(file + ": expected points or polygons, found both; split the file");
    }
    String named = root.at("/crs/properties/name").asText();
    String crs = named.isEmpty() ? LON_LAT : ZoneFeatures.crsCode(named, file.toString());
    List<ZonePolygon> polygons =
        points > 0 || features.isEmpty() ? List.of() : ZoneFeatures.read(file, target, null);
    for (int i = 0; i < features.size(); i++) {
      String place = "feature " + i;
      Geometry shape =
          polygons.isEmpty() ? point(features.get(i), place, crs) : polygons.get(i).polygons();
      feature(features.get(i), place, shape);
    }
  }

  private Geometry point(JsonNode feature, String place, String crs) {
    JsonNode position = feature.at("/geometry/coordinates");
    if (!position.path(0).isNumber() || !position.path(1).isNumber()) {
      throw refused(place, "expected a point of two numbers");
    }
    return point(place, position.get(0).doubleValue(), position.get(1).doubleValue(), crs);
  }

  private void feature(JsonNode feature, String place, Geometry shape) {
    JsonNode properties = feature.path("properties");
    JsonNode observed = properties.path("observed");
    if (!observed.isNumber() || !Double.isFinite(observed.doubleValue())) {
      throw refused(
          place,
          "expected a number in the property observed, found "
              + (observed.isMissingNode() ? "none" : JsonFault.shortened(observed.toString())));
    }
    String id =
        Optional.of(properties.path("id").asText(""))
            .filter(text -> !text.isEmpty())
            .orElse(feature.path("id").asText(""));
    add(
        id.isEmpty() ? place : id,
        place,
        shape,
        observed.doubleValue(),
        properties.path("unit").asText(""));
  }

  private void add(String id, String place, Geometry shape, double observed, String unit) {
    if (unit.isBlank()) {
      throw refused(place, "has no unit of its observed value, such as per cent or fraction");
    }
    Measure measure = Measure.of(unit);
    if (!rows.isEmpty() && !rows.get(0).unit().equals(measure)) {
      throw refused(
          place,
          "is in "
              + measure.name()
              + ", "
              + rows.get(0).place()
              + " in "
              + rows.get(0).unit().name()
              + "; bring all to one unit");
    }
    if (!(observed >= measure.minimum() && observed <= measure.maximum())) {
      throw refused(
          place,
          "observed must be "
              + measure.minimum()
              + " to "
              + measure.maximum()
              + " in "
              + measure.name()
              + ", was "
              + observed);
    }
    if (rows.size() == MOST_PLOTS) {
      throw refused(place, "expected at most " + MOST_PLOTS + " plots");
    }
    rows.add(new Row(id, place, shape, observed, measure));
  }

  private Plots checked(String sha256) {
    if (rows.isEmpty()) {
      throw new InputException(Reason.EMPTY, file + ": has no plot");
    }
    Measure unit = rows.get(0).unit();
    Measure wanted = rasterUnit.orElse(unit);
    double factor = factor(unit, wanted);
    if (unit.equals(Measure.PER_CENT) && rows.stream().allMatch(row -> row.observed() <= 1)) {
      throw new InputException(
          Reason.VALUE,
          file
              + ": all "
              + rows.size()
              + " observed values are at most 1, but their unit is per cent; if they are shares"
              + " from 0 to 1, say fraction in the unit column");
    }
    Map<String, String> ids = new HashMap<>();
    List<ReferencePlot> plots = new ArrayList<>();
    for (Row row : rows) {
      String other = ids.put(row.id(), row.place());
      if (other != null) {
        throw refused(
            row.place(),
            "has the id "
                + JsonFault.quoted(row.id())
                + ", as "
                + other
                + " has; give every plot an id of its own");
      }
      plots.add(new ReferencePlot(row.id(), row.place(), row.shape(), row.observed() * factor));
    }
    return new Plots(plots, wanted, sha256);
  }

  private double factor(Measure unit, Measure wanted) {
    if (unit.equals(wanted)) {
      return 1;
    }
    if (unit.isShare() && wanted.isShare()) {
      return wanted.maximum() / unit.maximum();
    }
    throw new InputException(
        Reason.VALUE,
        file
            + ": its values are in "
            + unit.name()
            + ", the predictions in "
            + wanted.name()
            + "; convert them, or check that both mean the same quantity");
  }

  private InputException refused(String place, String problem) {
    return new InputException(Reason.VALUE, file + ", " + place + ": " + problem);
  }
}
