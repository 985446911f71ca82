package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heartwood zonal} on the Guadeloupe sample, whose map holds five classes. */
final class ZonalCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SAMPLE =
      Path.of(Objects.requireNonNull(System.getProperty("heartwood.samples")), "guadeloupe");
  private static final Path RASTER = SAMPLE.resolve("fcc12345.tif");
  private static final Path BOUNDARY = SAMPLE.resolve("boundary.geojson");
  private static final String STATISTICS = "count,nodata_count,area_ha,mean,histogram";

  private final Path temp;

  ZonalCommandIT(@TempDir Path temp) {
    this.temp = temp;
  }

  private static CommandRun zonal(Path raster, Path polygons, String... options) {
    return CommandRun.of(
        Stream.concat(
                Stream.of("zonal", "-r", raster.toString(), "-p", polygons.toString()),
                Stream.of(options))
            .toArray(String[]::new));
  }

  private static JsonNode json(Path polygons) throws IOException {
    CommandRun run = zonal(RASTER, polygons, "-s", STATISTICS, "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JSON.readTree(run.out());
  }

  @Test
  void csvAndJsonHoldTheSameNumbers() throws IOException {
    JsonNode json = json(BOUNDARY);
    Path output = temp.resolve("out.csv");
    CommandRun run = zonal(RASTER, BOUNDARY, "-s", STATISTICS, "-o", output.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).isEmpty();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(2).first().isEqualTo("id," + STATISTICS);
    List<String> names = Splitter.on(',').splitToList(STATISTICS);
    List<String> fields = Splitter.on(',').splitToList(lines.get(1));
    assertThat(fields).hasSize(6).startsWith("0");
    for (int i = 1; i <= 4; i++) {
      assertThat(Double.parseDouble(fields.get(i)))
          .isEqualTo(json.at("/0/" + names.get(i - 1)).doubleValue());
    }
    for (String entry : Splitter.on(' ').split(fields.get(5))) {
      List<String> pair = Splitter.on(':').splitToList(entry);
      assertThat(Double.parseDouble(pair.get(1)))
          .isEqualTo(json.at("/0/histogram/" + pair.get(0)).doubleValue());
    }
  }

  @Test
  void theAreasOfClassesAreThoseThatValidateTells() throws IOException {
    JsonNode classes = json(BOUNDARY).at("/0/histogram");
    String told = CommandRun.of("validate", SAMPLE.toString()).out();
    List<String> labels =
        List.of(
            "forest lost 2000 to 2005",
            "forest lost 2005 to 2010",
            "forest lost 2010 to 2015",
            "forest lost 2015 to 2020",
            "forest in 2020");
    double sumHa = 0;
    for (int code = 1; code <= labels.size(); code++) {
      double ha = classes.get(Integer.toString(code)).doubleValue();
      assertThat(told)
          .contains(String.format(Locale.ROOT, "; %s %.1f ha", labels.get(code - 1), ha));
      sumHa += ha;
    }
    assertThat(sumHa).isCloseTo(json(BOUNDARY).at("/0/area_ha").doubleValue(), within(1e-6));
  }

  @Test
  void aGeoPackageGivesTheSameNumbers() throws IOException, InterruptedException {
    Path gpkg = Gdal.convert(BOUNDARY, temp.resolve("boundary.gpkg"), "-f", "GPKG");
    JsonNode expected = json(BOUNDARY).get(0);
    JsonNode found = json(gpkg).get(0);
    for (String statistic : List.of("count", "nodata_count", "area_ha", "mean")) {
      double value = expected.get(statistic).doubleValue();
      assertThat(found.get(statistic).doubleValue())
          .isCloseTo(value, within(1e-9 * Math.max(1, value)));
    }
  }

  @Test
  void aPolygonOffTheRasterHasAnEmptyRowAndAWarning() throws IOException {
    CommandRun run = zonal(RASTER, boundaryAnd("=1+1", "[[0,0],[1,0],[1,1],[0,0]]"), "--id=id");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .startsWith("warning: 1 of 2 polygons lie outside of " + RASTER)
        .contains("the first is \"=1+1\"");
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).startsWith("here,").doesNotContain(",,");
    assertThat(lines.get(2)).isEqualTo("'=1+1,0,0,");
  }

  /** The sample's boundary, called {@code here}, and one more polygon. */
  private Path boundaryAnd(String id, String ring) throws IOException {
    JsonNode geometry = JSON.readTree(BOUNDARY.toFile()).at("/features/0/geometry");
    return Files.writeString(
        temp.resolve("two.geojson"),
        """
        {"type":"FeatureCollection","features":[
         {"type":"Feature","properties":{"id":"here"},"geometry":%s},
         {"type":"Feature","properties":{"id":"%s"},
          "geometry":{"type":"Polygon","coordinates":[%s]}}]}
        """
            .formatted(geometry, id, ring));
  }

  @Test
  void polygonsThatAllLieOffTheRasterAreRefusedWithBothExtents() {
    Path elsewhere = SampleDossier.kafa().resolve("boundary.geojson");
    assertRefused(
        zonal(RASTER, elsewhere),
        elsewhere + ": no polygon lies on " + RASTER,
        "they cover x ",
        "check that both belong together");
  }

  @Test
  void anUnknownStatisticIsNamed() {
    assertRefused(zonal(RASTER, BOUNDARY, "-s", "count,avrage"), "avrage");
  }

  @Test
  void aMissingRasterAndAMissingBandAreNamed() {
    assertRefused(zonal(temp.resolve("nope.tif"), BOUNDARY), "nope.tif: no such file");
    assertRefused(zonal(RASTER, BOUNDARY, "--band", "2"), "fcc12345.tif: has 1 bands");
    assertRefused(zonal(RASTER, temp.resolve("nope.geojson")), "nope.geojson");
    assertRefused(zonal(RASTER, temp.resolve("nope.gpkg")), "nope.gpkg");
  }

  @Test
  void aRasterThatEndsEarlyIsRefusedWithItsBlock() throws IOException {
    byte[] bytes = Files.readAllBytes(RASTER);
    Path cut = Files.write(temp.resolve("cut.tif"), Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(zonal(cut, BOUNDARY), "cut.tif: ", "block ");
  }

  private static void assertRefused(CommandRun run, String... parts) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(parts).doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
  }
}
