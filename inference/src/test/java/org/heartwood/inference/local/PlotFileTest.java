package org.heartwood.inference.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlotFileTest {
  private static final MapProjection UTM = MapProjection.of("EPSG:32636");

  private final Path folder;

  PlotFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private PlotFile.Plots csv(String... lines) throws IOException {
    Path file = Files.writeString(folder.resolve("plots.csv"), String.join("\n", lines));
    return PlotFile.read(file, UTM, Optional.of(Measure.PER_CENT));
  }

  private PlotFile.Plots geoJson(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("plots.geojson"), text);
    return PlotFile.read(file, UTM, Optional.of(Measure.PER_CENT));
  }

  @Test
  void longitudeAndLatitudeMapCoordinatesAndGeoJsonGiveTheSamePlace() throws IOException {
    ReferencePlot lonLat = csv("id,lon,lat,observed,unit", "\"a, b\",33,0,40,%").plots().get(0);
    ReferencePlot xy = csv("x,y,observed,unit", "500000,0,0.4,fraction").plots().get(0);
    ReferencePlot json =
        geoJson(
                """
                {"type":"FeatureCollection","features":[{"type":"Feature",
                 "geometry":{"type":"Point","coordinates":[33,0]},
                 "properties":{"observed":40,"unit":"per cent"}}]}
                """)
            .plots()
            .get(0);
    assertThat(lonLat.id()).isEqualTo("a, b");
    assertThat(xy.id()).isEqualTo("row 2");
    for (ReferencePlot plot : new ReferencePlot[] {lonLat, xy, json}) {
      assertThat(plot.shape().getCoordinate().getX()).isCloseTo(500_000, within(1e-3));
      assertThat(plot.shape().getCoordinate().getY()).isCloseTo(0, within(1e-3));
      assertThat(plot.observed()).isCloseTo(40, within(1e-12));
    }
  }

  @Test
  void mapCoordinatesOfAnotherSystemAreConverted() throws IOException {
    ReferencePlot plot =
        csv("x,y,crs,observed,unit", "166021.443,0,EPSG:32637,40,%").plots().get(0);
    assertThat(plot.shape().getCoordinate().getX()).isCloseTo(833_978.557, within(0.01));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lon,lat,observed | 36,7,40 | row 1: has no column unit",
        "lon,lat,unit | 36,7,% | row 1: has no column observed",
        "observed,unit | 40,% | row 1: expected the columns lon,lat or x,y",
        "lon;lat;observed;unit | 36;7;40;% | separated by ;",
        "lon,lat,x,y,observed,unit | 36,7,5e5,0,40,% | has both lon,lat and x,y",
        "lon,lat,observed,observed,unit | 36,7,4,4,% | has the column observed twice",
        "lon,lat,observed,unit | 36,7,forty,% | row 2: expected a number in observed, found"
            + " \"forty\"",
        "lon,lat,observed,unit | 36,7,NaN,% | row 2: expected a number in observed",
        "lon,lat,observed,unit | 36,,40,% | row 2: expected a number in lat, found \"\"",
        "lon,lat,observed,unit | 36,7,40 | row 2: expected 4 fields, found 3",
        "lon,lat,observed,unit | 36,7,40, | row 2: has no unit",
        "lon,lat,observed,unit | 36,7,140,% | observed must be 0.0 to 100.0 in per cent, was 140",
        "lon,lat,observed,unit | 36,7,12,m | values are in m, the predictions in per cent",
        "lon,lat,observed,unit | 500000,830000,40,% | are they x and y of a map?",
        "x,y,observed,unit | 36,7,40,% | look like longitude and latitude",
        "lon,lat,crs,observed,unit | 36,7,EPSG:32636,40,% | has lon and lat, but crs",
        "x,y,crs,observed,unit | 500000,0,,40,% | has no crs, though the file has that column",
        "x,y,crs,observed,unit | 500000,0,EPSG:99999,40,% | unknown coordinate reference system",
        "lon,lat,observed,unit | 36,7,0.4,% | observed values are at most 1, but their unit is per"
            + " cent"
      })
  void mistakesAreNamedWithTheirLine(String header, String row, String message) {
    assertThatThrownBy(() -> csv(header, row))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("plots.csv")
        .hasMessageContaining(message)
        .message()
        .hasLineCount(1);
  }

  @Test
  void unitsAndIdentifiersMustAgreeAcrossLines() {
    String header = "id,lon,lat,observed,unit";
    assertThatThrownBy(() -> csv(header, "a,36,7,40,%", "b,36,8,0.4,fraction"))
        .hasMessageContaining("row 3: is in fraction, row 2 in per cent");
    assertThatThrownBy(() -> csv(header, "a,36,7,40,%", "", "a,36,8,41,%"))
        .hasMessageContaining("row 4: has the id \"a\", as row 2 has");
  }

  @Test
  void filesThatAreNoTableOfPlotsAreRefused() throws IOException {
    assertThatThrownBy(() -> csv("")).hasMessageContaining("names of the columns");
    assertThatThrownBy(() -> csv("lon,lat,observed,unit")).hasMessageContaining("has no plot");
    assertThatThrownBy(() -> geoJson("{")).hasMessageContaining("is not GeoJSON at line 1");
    assertThatThrownBy(() -> geoJson("{\"type\":\"Feature\"}"))
        .hasMessageContaining("expected a GeoJSON FeatureCollection");
    assertThatThrownBy(
            () ->
                geoJson(
                    "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\","
                        + "\"geometry\":{\"type\":\"Point\",\"coordinates\":[36,7]},"
                        + "\"properties\":{\"observed\":\"40\",\"unit\":\"%\"}}]}"))
        .hasMessageContaining("feature 0: expected a number in the property observed");
    Path latin =
        Files.write(folder.resolve("latin.csv"), "lon,lät".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> PlotFile.read(latin, UTM, Optional.empty()))
        .hasMessageContaining("expected text in UTF-8");
    assertThatThrownBy(() -> PlotFile.read(folder.resolve("no.csv"), UTM, Optional.empty()))
        .hasMessageContaining("no such file");
  }
}
