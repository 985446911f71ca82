package org.heartwood.ingest.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;

class ZoneFeaturesTest {
  private static final MapProjection UTM = MapProjection.of("EPSG:32633");
  private static final String SQUARE = "[[[0.1,0],[9,0],[9,9],[0.1,0]]]";

  private final Path folder;

  ZoneFeaturesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private List<ZonePolygon> read(String json, String... idField) throws IOException {
    Path file = Files.writeString(folder.resolve("zones.geojson"), json);
    return ZoneFeatures.read(file, UTM, idField.length == 0 ? null : idField[0]);
  }

  private static String feature(String members, String type, String coordinates) {
    return "{\"type\":\"Feature\","
        + members
        + "\"geometry\":{\"type\":\""
        + type
        + "\",\"coordinates\":"
        + coordinates
        + "}}";
  }

  private static String collection(String members, String... features) {
    return "{\"type\":\"FeatureCollection\",\"features\":["
        + String.join(",", features)
        + "]"
        + members
        + "}";
  }

  private static String crs(String name) {
    return ",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"" + name + "\"}}";
  }

  @Test
  void coordinatesInTheRastersSystemAreTakenAsTheyAre() throws IOException {
    for (String name : List.of("urn:ogc:def:crs:EPSG::32633", "EPSG:32633")) {
      List<ZonePolygon> zones = read(collection(crs(name), feature("", "Polygon", SQUARE)));
      assertThat(zones.get(0).polygons().getCoordinates())
          .startsWith(new Coordinate(0.1, 0), new Coordinate(9, 0));
    }
  }

  @Test
  void longitudeAndLatitudeAreProjected() throws IOException {
    String lonLat = "[[[[15,48],[15.1,48],[15.1,48.1],[15,48]]]]";
    for (String members : List.of("", crs("urn:ogc:def:crs:OGC:1.3:CRS84"))) {
      Coordinate corner =
          read(collection(members, feature("", "MultiPolygon", lonLat)))
              .get(0)
              .polygons()
              .getCoordinate();
      assertThat(corner.getX()).isCloseTo(500_000, within(1e-6));
      assertThat(corner.getY()).isBetween(5_310_000.0, 5_320_000.0);
    }
  }

  @Test
  void aZoneIsNamedByTheFieldOrItsIdOrItsPlace() throws IOException {
    String file =
        collection(
            crs("EPSG:32633"),
            feature(
                "\"id\":7,\"properties\":{\"a\":{\"name\":1},\"name\":\"x\"},", "Polygon", SQUARE),
            feature("\"properties\":{\"name\":2.5},", "Polygon", SQUARE));
    assertThat(read(file)).extracting(ZonePolygon::id).containsExactly("7", "1");
    assertThat(read(file, "name")).extracting(ZonePolygon::id).containsExactly("x", "2.5");
    assertThatThrownBy(() -> read(file, "code"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("feature 0 has no property \"code\"; check --id");
  }

  @Test
  void whatIsNoPolygonIsRefusedByNameAndPlace() {
    refused("[1]", "is not GeoJSON: expected an object");
    refused("{\"type\": oops}", "is not GeoJSON (line 1, column ");
    refused("{\"type\":\"FeatureCollection\"}", "has no feature");
    refused("{\"type\":\"Point\",\"coordinates\":[1,2]}", "expected a FeatureCollection");
    refused(
        collection("", "{\"type\":\"Feature\",\"geometry\":null}"), "feature 0 has no geometry");
    refused(collection("", feature("", "Point", "[1,2]")), "feature 0 is a \"Point\"");
    refused(collection("", feature("", "Polygon", "[1,2]")), "are not nested as its type has it");
    refused(collection("", feature("", "Polygon", "[]")), "are not nested as its type has it");
    refused(collection("", feature("", "Polygon", "[[[1]]]")), "found one");
    refused(collection("", feature("", "Polygon", "[[[1,2],[\"NaN\",2]]]")), "found NaN");
    refused(collection("", feature("", "Polygon", "[[[0,0],[1,1],[2,0]]]")), "close it");
    refused(
        collection("", feature("", "Polygon", "[[[0,0],[1,1],[1,0],[0,1],[0,0]]]")),
        "feature 0 is not a valid polygon (Self-intersection at 0.5, 0.5)");
    refused(collection(crs("local"), feature("", "Polygon", SQUARE)), "its crs is \"local\"");
    refused("{\"a\":" + "[".repeat(10_000), "nesting depth");
  }

  private void refused(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .as(json.substring(0, Math.min(100, json.length())))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("zones.geojson: ")
        .hasMessageContaining(message);
  }
}
