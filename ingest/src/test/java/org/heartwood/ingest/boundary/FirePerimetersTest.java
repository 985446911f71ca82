package org.heartwood.ingest.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirePerimetersTest {
  private static final String SQUARE =
      "{\"type\": \"Polygon\", \"coordinates\":"
          + " [[[35.9, 7.4], [36.0, 7.4], [36.0, 7.5], [35.9, 7.5], [35.9, 7.4]]]}";
  private static final String BOW =
      "{\"type\": \"Polygon\", \"coordinates\":"
          + " [[[35.9, 7.4], [36.0, 7.5], [36.0, 7.4], [35.9, 7.5], [35.9, 7.4]]]}";

  @TempDir private Path folder = Path.of("");

  private static String feature(String properties, String geometry) {
    return "{\"type\": \"Feature\", \"properties\": "
        + properties
        + ", \"geometry\": "
        + geometry
        + "}";
  }

  private List<FirePerimeters.Fire> read(String... features) throws IOException {
    Path file = folder.resolve("fires.geojson");
    Files.writeString(
        file,
        "{\"type\": \"FeatureCollection\", \"features\": [" + String.join(",", features) + "]}");
    return FirePerimeters.read(file, "day");
  }

  @Test
  void firesComeByDateWithTheirNames() throws IOException {
    List<FirePerimeters.Fire> fires =
        read(
            feature("{\"name\": \"Late\", \"day\": \"2021-07-06\"}", SQUARE),
            feature("{\"name\": \"Early\", \"day\": \"2020-08-16T04:00:00Z\"}", SQUARE));
    assertThat(fires).extracting(FirePerimeters.Fire::name).containsExactly("Early", "Late");
    assertThat(fires.get(0).date()).isEqualTo(LocalDate.of(2020, 8, 16));
  }

  @Test
  void aFireWithoutADayIsRefusedByItsPlace() {
    for (String properties :
        List.of(
            "{}",
            "{\"day\": null}",
            "{\"day\": 20200816}",
            "{\"day\": \"16.08.2020\"}",
            "{\"day\": \"2020-02-30\"}",
            "{\"day\": \"2020-08-16 or so\"}")) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(
              () -> read(feature("{\"day\": \"2020-08-16\"}", SQUARE), feature(properties, SQUARE)))
          .withMessageContaining("feature 1: expected a day such as 2020-08-16")
          .withMessageContaining("dateProperty");
    }
  }

  @Test
  void aBrokenPerimeterIsRefused() {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(feature("{\"day\": \"2020-08-16\"}", BOW)))
        .withMessageContaining("feature 0");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> FirePerimeters.read(folder.resolve("none.geojson"), "day"))
        .withMessageContaining("no such file");
  }
}
