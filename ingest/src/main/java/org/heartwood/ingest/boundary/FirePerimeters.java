package org.heartwood.ingest.boundary;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.heartwood.ingest.boundary.BoundaryDocument.Format;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Polygon;

/**
 * Perimeters of fires with their days, from the features of a GeoJSON file. Shapes must be valid:
 * nothing is repaired, and a feature without a day is an error, not a fire of no date.
 */
public final class FirePerimeters {
  /** A perimeter file is read as a whole. */
  private static final long MAX_BYTES = 64L << 20;

  private static final int MAX_DEPTH = 64;
  private static final int ISO_DAY = 10;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(100)
                          .build())
                  .build())
          .build();

  private FirePerimeters() {}

  /**
   * A fire.
   *
   * @param name name that the file gives it, or its place in the file, from 0
   * @param date its day
   * @param perimeterLonLat valid polygons, longitude and latitude in degrees, WGS 84
   */
  public record Fire(String name, LocalDate date, MultiPolygon perimeterLonLat) {}

  /**
   * Reads perimeters.
   *
   * @param geojson the file
   * @param dateProperty property of each feature that holds its day: ISO 8601, a time of day after
   *     it is ignored
   * @return by date and then by place in the file; at least one
   * @throws InputException naming the feature, if the file is none, a shape is not valid or a day
   *     is missing
   */
  public static List<Fire> read(Path geojson, String dateProperty) {
    BoundaryDocument document = BoundaryReader.document(geojson);
    if (document.format() != Format.GEOJSON) {
      throw new InputException(
          geojson
              + ": expected fires as GeoJSON, found "
              + document.format()
              + "; convert them with ogr2ogr -f GeoJSON");
    }
    for (BoundaryProblem problem : document.problems()) {
      if (problem.severity() == Severity.ERROR) {
        throw new InputException(problem.reason(), problem.line(document.source()));
      }
    }
    JsonNode features = features(geojson);
    List<Fire> fires = new ArrayList<>();
    for (BoundaryFeature feature : document.features()) {
      for (int part = 0; part < feature.polygonsLonLat().getNumGeometries(); part++) {
        BoundaryReader.requireValid(
            document.source(),
            feature,
            part,
            (Polygon) feature.polygonsLonLat().getGeometryN(part));
      }
      String name = feature.name();
      fires.add(
          new Fire(
              name == null ? Integer.toString(feature.index()) : name,
              date(geojson, features, feature.index(), dateProperty),
              feature.polygonsLonLat()));
    }
    if (fires.isEmpty()) {
      throw new InputException(
          Reason.EMPTY, geojson + ": expected at least one perimeter, found none; leave it out");
    }
    fires.sort(Comparator.comparing(Fire::date));
    return List.copyOf(fires);
  }

  private static JsonNode features(Path geojson) {
    try {
      if (Files.size(geojson) > MAX_BYTES) {
        throw new InputException(
            geojson
                + ": expected at most "
                + MAX_BYTES
                + " bytes of perimeters, found "
                + Files.size(geojson)
                + "; keep those around the project");
      }
      JsonNode root = MAPPER.readTree(geojson.toFile());
      return root.path("type").asText().equals("Feature")
          ? MAPPER.createArrayNode().add(root)
          : root.path("features");
    } catch (JsonProcessingException e) {
      throw new InputException(
          geojson + ": is not GeoJSON: " + String.valueOf(e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new InputException(geojson + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static LocalDate date(Path file, JsonNode features, int index, String property) {
    JsonNode value = features.path(index).path("properties").path(property);
    String text = value.asText();
    try {
      if (value.isTextual() && (text.length() == ISO_DAY || text.startsWith("T", ISO_DAY))) {
        return LocalDate.parse(text.substring(0, ISO_DAY));
      }
    } catch (DateTimeException e) {
      throw refused(file, index, property, value, e);
    }
    throw refused(file, index, property, value, null);
  }

  private static InputException refused(
      Path file, int index, String property, JsonNode value, @Nullable Exception cause) {
    String message =
        file
            + ": feature "
            + index
            + ": expected a day such as 2020-08-16 in the property "
            + JsonFault.quoted(property)
            + ", found "
            + (value.isMissingNode() ? "none" : JsonFault.shortened(value.toString()))
            + "; correct it, or name the property that holds it in dateProperty";
    return cause == null ? new InputException(message) : new InputException(message, cause);
  }
}
