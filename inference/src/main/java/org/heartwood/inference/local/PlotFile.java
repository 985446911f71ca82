package org.heartwood.inference.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.heartwood.ingest.table.CsvTable;
import org.heartwood.ingest.zonal.ZoneFeatures;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/**
 * Reads reference plots: CSV with {@code lon,lat} or {@code x,y}, {@code observed} and {@code unit}
 * (and {@code id} and {@code crs}, if wanted), or GeoJSON points or polygons with the properties
 * {@code observed} and {@code unit}. A row that cannot be read refuses the file with its place:
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
        reading.csv(CsvTable.of(file, bytes));
      }
      return reading.checked(Sha256.of(bytes));
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private void csv(CsvTable table) {
    Places places = places(table);
    table.require(List.of("observed"), "one measured value a row is needed");
    table.require(List.of("unit"), "state it on every row, such as per cent");
    table.rows().forEach(row -> row(row, places));
  }

  /** Which columns say where a plot is. */
  private record Places(String x, String y, boolean lonLat) {}

  private static Places places(CsvTable table) {
    Optional<String> lon = first(table, "lon", "longitude", "lng");
    Optional<String> lat = first(table, "lat", "latitude");
    boolean lonLat = lon.isPresent() && lat.isPresent();
    if (lonLat == (table.has("x") && table.has("y"))) {
      throw table.header(
          lonLat
              ? "has both lon,lat and x,y; keep the ones that were measured"
              : "expected the columns lon,lat or x,y, found " + table.columns());
    }
    return lonLat ? new Places(lon.get(), lat.get(), true) : new Places("x", "y", false);
  }

  private static Optional<String> first(CsvTable table, String... spellings) {
    return Arrays.stream(spellings).filter(table::has).findFirst();
  }

  private void row(CsvTable.Row row, Places places) {
    double x = row.number(places.x());
    double y = row.number(places.y());
    double observed = row.number("observed");
    Optional<String> crs = row.optional("crs");
    if (crs.isEmpty() && row.hasColumn("crs")) {
      throw row.refused("has no crs, though the file has that column; state it on every row");
    }
    if (places.lonLat() && crs.isPresent() && !crs.get().equalsIgnoreCase(LON_LAT)) {
      throw row.refused("has lon and lat, but crs " + JsonFault.quoted(crs.get()));
    }
    String from = places.lonLat() ? LON_LAT : crs.orElse(target.crs());
    add(
        row.optional("id").orElse(row.place()),
        row.place(),
        point(row.place(), x, y, from),
        observed,
        row.text("unit"));
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
      throw new InputException(file + ": " + place + ": " + e.getMessage(), e);
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
    return new InputException(Reason.VALUE, file + ": " + place + ": " + problem);
  }
}
