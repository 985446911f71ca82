package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input that cannot be used: one clear line, exit code 2, no stack trace, nothing left behind. */
final class BadInputIT {
  private final Path temp;
  private final SampleDossier sample;

  BadInputIT(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.sample = SampleDossier.copyTo(temp.resolve("project"));
  }

  @BeforeEach
  void theSampleItselfIsFine() {
    assertThat(CommandRun.of("validate", sample.folder().toString()).exitCode()).isZero();
  }

  @Test
  void aMissingBoundaryIsNamed() throws IOException {
    sample.edit(dossier -> object(dossier, "/boundary").put("path", "nope.geojson"));
    assertRefused("nope.geojson: no such file");
  }

  @Test
  void aMissingStackIsNamed() throws IOException {
    sample.edit(dossier -> object(dossier, "/sources/imagery/0").put("path", "nope.tif"));
    assertRefused("nope.tif: no such file");
  }

  @Test
  void aBoundaryThatCrossesItselfIsRefusedWithThePlace() throws IOException {
    sample.editBoundary(
        ring -> {
          ring.removeAll();
          for (double[] vertex :
              List.of(
                  new double[] {35.90, 7.49},
                  new double[] {35.92, 7.51},
                  new double[] {35.92, 7.49},
                  new double[] {35.90, 7.51},
                  new double[] {35.90, 7.49})) {
            ring.addArray().add(vertex[0]).add(vertex[1]);
          }
        });
    assertRefused("boundary.geojson: feature 0: Self-intersection at (35.91, 7.5)");
  }

  @Test
  void anEmptyBoundaryIsRefused() throws IOException {
    sample.editBoundary(ArrayNode::removeAll);
    assertRefused("boundary.geojson: feature 0");
  }

  @Test
  void aBoundaryOutsideTheImageryIsRefusedWithBothExtents() throws IOException {
    sample.editBoundary(
        ring -> ring.forEach(vertex -> set(vertex, 0, vertex.get(0).doubleValue() + 10)));
    assertRefused("boundary lies outside the imagery: boundary extent lon 45.");
  }

  @Test
  void latitudeFirstIsRecognised() throws IOException {
    sample.editBoundary(
        ring ->
            ring.forEach(
                vertex -> {
                  double lon = vertex.get(0).doubleValue();
                  set(vertex, 0, vertex.get(1).doubleValue());
                  set(vertex, 1, lon);
                }));
    assertRefused("boundary seems to have latitude and longitude swapped");
  }

  @Test
  void aCrsThatIsUnknownIsRefused() throws IOException {
    Path file = sample.folder().resolve("boundary.geojson");
    Files.writeString(
        file,
        Files.readString(file)
            .replaceFirst(
                "\\{",
                "{\"crs\": {\"type\": \"name\", \"properties\": {\"name\":"
                    + " \"urn:ogc:def:crs:EPSG::99999\"}},"));
    assertRefused("boundary.geojson: unknown coordinate reference system \"EPSG:99999\"");
  }

  @Test
  void anUnknownFieldIsNamedWithItsLine() throws IOException {
    sample.edit(dossier -> object(dossier, "/method").put("leakageBeltWith", 3));
    assertRefused("/method/leakageBeltWith", "did you mean", "leakageBeltWidthM");
  }

  @Test
  void aNegativeClaimIsNamedWithItsLine() throws IOException {
    sample.edit(dossier -> object(dossier, "/claims/vintages/0").put("baselineCo2eTonnes", -5));
    assertRefused("/claims/vintages/0/baselineCo2eTonnes: expected a number >= 0, found -5");
  }

  @Test
  void aStackThatIsNotTheOneOfTheDossierIsRefused() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(sample.stack().toFile(), "rw")) {
      file.seek(1_000_000);
      file.write(7);
    }
    assertRefused("its SHA-256 is", "the dossier says");
  }

  @Test
  void aTruncatedStackIsRefused() throws IOException {
    sample.withoutChecksum();
    try (RandomAccessFile file = new RandomAccessFile(sample.stack().toFile(), "rw")) {
      file.setLength(2_000_000);
    }
    assertRefused("ndvi_1984_2013_x10000.tif");
  }

  @Test
  void aTextFileInPlaceOfTheStackIsRefused() throws IOException {
    sample.withoutChecksum();
    Files.writeString(sample.stack(), "not a picture", StandardCharsets.UTF_8);
    assertRefused("cannot be read as a GeoTIFF");
  }

  @Test
  void aSeasonWithoutAnyValidPixelIsRefusedAfterTheRunAndLeavesNothing() throws IOException {
    // The one image of that season is empty.
    sample.edit(
        dossier ->
            object(dossier, "/method")
                .put("firstYear", 1985)
                .put("lastYear", 1987)
                .put("referenceYear", 1985)
                .put("seasonFirstMonth", 11)
                .put("seasonLastMonth", 11));
    Files.writeString(
        sample.folder().resolve("bands.csv"),
        "band,date,scene\n6,1985-11-29,A\n14,1986-11-08,B\n"
            + others(List.of(6, 14), "1990-01-01"));
    sample.edit(
        dossier -> {
          object(dossier, "/project").put("startDate", "1985-01-01");
          ((ArrayNode) dossier.at("/claims/vintages")).removeAll();
        });
    assertRefused("no valid pixel around the project in the composite of 1985");
  }

  @Test
  void aBeltAsWideAsTheComparisonAreaIsRefused() throws IOException {
    sample.edit(dossier -> object(dossier, "/method").put("leakageBeltWidthM", 9000));
    assertRefused("/method/comparisonRadiusM: expected more than leakageBeltWidthM 9000 m");
  }

  @Test
  void acarbonRowThatTheTablesLackIsRefusedWithTheRowsThatThereAre() throws IOException {
    sample.edit(dossier -> object(dossier, "/method/carbon").put("rootShootContinent", "Africa"));
    assertRefused("table 4.4 has no row for Tropical mountain, Africa", "N&S America");
  }

  private static String others(List<Integer> taken, String date) {
    StringBuilder lines = new StringBuilder();
    for (int band = 1; band <= 166; band++) {
      if (!taken.contains(band)) {
        lines.append(band).append(',').append(date).append(",S").append(band).append('\n');
      }
    }
    return lines.toString();
  }

  private static ObjectNode object(ObjectNode dossier, String pointer) {
    return (ObjectNode) dossier.at(pointer);
  }

  private static void set(com.fasterxml.jackson.databind.JsonNode vertex, int index, double value) {
    ((ArrayNode) vertex).set(index, value);
  }

  private void assertRefused(String... parts) throws IOException {
    Path out = temp.resolve("out");
    CommandRun run =
        CommandRun.of(
            "assess", sample.folder().toString(), "--out", out.toString(), "--master", "local[2]");
    List<String> lines =
        run.err().lines().filter(line -> !line.matches("\\d+:\\d\\d .*step \\d+: .*")).toList();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).contains(parts).doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
    if (Files.exists(out)) {
      try (Stream<Path> left = Files.walk(out)) {
        assertThat(left.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }
}
