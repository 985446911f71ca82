package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.heartwood.ingest.access.AccessPolicy;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.verification.monitor.Assessment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code heartwood validate}, as reviewers use it on what developers of projects send. */
final class ValidateIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "what-lies-outside-of-the-dossier";

  /** Crosses itself at (35.912, 7.502), between the lobes. */
  private static final double[][] FIGURE_OF_EIGHT = {
    {35.900, 7.490}, {35.920, 7.510}, {35.920, 7.494}, {35.904, 7.510}, {35.900, 7.490}
  };

  private final Path temp;
  private final SampleDossier sample;

  ValidateIT(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.sample = SampleDossier.copyTo(temp.resolve("project"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bago", "gola", "guadeloupe", "kafa"})
  void everySamplePasses(String name) throws IOException {
    Path folder = Path.of(Objects.requireNonNull(System.getProperty("heartwood.samples")), name);
    CommandRun words = CommandRun.of("validate", folder.toString());
    assertThat(words.exitCode()).as(words.out() + words.err()).isZero();
    assertThat(words.out()).contains("boundary: ", "no error found").doesNotContain("ERROR");
    JsonNode json = json(folder);
    assertThat(json.get("passes").booleanValue()).isTrue();
    assertThat(json.at("/areas/dissolvedHa").doubleValue()).isGreaterThan(100);
  }

  @Test
  void aBoundaryThatCrossesItselfIsToldWithItsPlaceAndRepairedOnRequest() throws IOException {
    drawFigureOfEight();
    assertCrossingIsToldAndRepaired("boundary.geojson");
  }

  @ParameterizedTest
  @ValueSource(strings = {"boundary.kml", "boundary.gpkg", "boundary.zip"})
  void soItIsInEveryFormat(String name) throws IOException, InterruptedException {
    drawFigureOfEight();
    Path geojson = sample.folder().resolve("boundary.geojson");
    Path file = sample.folder().resolve(name);
    if (name.endsWith(".zip")) {
      Gdal.shapefile(geojson, file);
    } else {
      Gdal.convert(geojson, file, "-f", name.endsWith(".kml") ? "KML" : "GPKG");
    }
    sample.edit(dossier -> boundary(dossier).put("path", name));
    assertCrossingIsToldAndRepaired(name);
  }

  private void drawFigureOfEight() throws IOException {
    sample.editBoundary(
        ring -> {
          ring.removeAll();
          for (double[] vertex : FIGURE_OF_EIGHT) {
            ring.addArray().add(vertex[0]).add(vertex[1]);
          }
        });
  }

  private void assertCrossingIsToldAndRepaired(String name) throws IOException {
    CommandRun refused = validate();
    assertThat(refused.exitCode()).as(refused.out()).isEqualTo(2);
    assertThat(refused.out())
        .contains("REPAIRABLE X06: boundary: feature 0, ", "ring 0, vertex ", "crosses itself at")
        .contains("repaired by make-valid", "repair of feature 0, part 0: ")
        .contains("assessment possible: no: ", name, "errors found");
    JsonNode problem = json(sample.folder()).at("/problems/0");
    assertThat(problem.get("rule").textValue()).isEqualTo("X06");
    assertThat(problem.get("severity").textValue()).isEqualTo("REPAIRABLE");
    assertThat(problem.get("ring").intValue()).isZero();
    assertThat(problem.at("/at/0").doubleValue()).isBetween(35.90, 35.92);
    assertThat(problem.at("/at/1").doubleValue()).isBetween(7.49, 7.51);
    assertThat(problem.get("remedy").textValue()).contains("make-valid");

    sample.edit(dossier -> boundary(dossier).put("repair", true));
    CommandRun accepted = validate();
    assertThat(accepted.exitCode()).as(accepted.out()).isZero();
    assertThat(accepted.out()).contains("assessment possible: yes", "no error found");
    double repairedHa = json(sample.folder()).at("/areas/dissolvedHa").doubleValue();
    Assessment assessed =
        Assessment.open(sample.folder(), null, new DataAccess(AccessPolicy.standard(), Map.of()));
    assertThat(assessed.boundaryHa()).isCloseTo(repairedHa, within(1e-6));
  }

  @Test
  void aProjectOnTheSameLandAndOneAcrossTheEdgeAreFoundInThePortfolio() throws IOException {
    other("twin", 0);
    other("neighbour", 0.005);
    other("far", 1);
    CommandRun found =
        CommandRun.of(
            "validate",
            sample.folder().toString(),
            "--portfolio",
            temp.resolve("portfolio").toString());
    assertThat(found.exitCode()).as(found.out()).isZero();
    assertThat(found.out())
        .contains("warning X04: duplicate with OTHER-twin: ")
        .contains("warning X04: overlap with OTHER-neighbour: ")
        .doesNotContain("OTHER-far");
    JsonNode overlaps =
        json(sample.folder(), "--portfolio", temp.resolve("portfolio").toString()).get("overlaps");
    assertThat(overlaps).hasSize(2);
    assertThat(overlaps.at("/0/relation").textValue()).isEqualTo("PARTIAL");
    assertThat(overlaps.at("/1/relation").textValue()).isEqualTo("DUPLICATE");
    assertThat(overlaps.at("/1/iouFraction").doubleValue()).isCloseTo(1, within(1e-9));
  }

  private void other(String name, double eastDeg) throws IOException {
    SampleDossier.copyTo(temp.resolve("portfolio").resolve(name))
        .edit(dossier -> ((ObjectNode) dossier.get("project")).put("id", "OTHER-" + name))
        .editBoundary(ring -> ring.forEach(vertex -> move((ArrayNode) vertex, eastDeg)));
  }

  private static void move(ArrayNode vertex, double eastDeg) {
    vertex.set(0, vertex.get(0).doubleValue() + eastDeg);
  }

  @Test
  void anAreaClaimedTwoPercentTooLargeIsTold() throws IOException {
    double ha = json(sample.folder()).at("/areas/dissolvedHa").doubleValue();
    sample.edit(dossier -> ((ObjectNode) dossier.get("claims")).put("areaHa", 1.02 * ha));
    CommandRun warned = validate();
    assertThat(warned.exitCode()).isZero();
    assertThat(warned.out()).contains("ha claimed (+2.0 %)", "warning X05: ", "+2.0 % against");
  }

  @Test
  void latitudeFirstIsRecognised() throws IOException {
    sample.editBoundary(
        ring ->
            ring.forEach(
                vertex -> {
                  double lonDeg = vertex.get(0).doubleValue();
                  ((ArrayNode) vertex).set(0, vertex.get(1).doubleValue());
                  ((ArrayNode) vertex).set(1, lonDeg);
                }));
    CommandRun refused = validate();
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out())
        .contains("shows nothing of the project")
        .contains("boundary seems to have latitude and longitude swapped");
  }

  @Test
  void anArchiveThatInflatesWithoutEndIsRefused() throws IOException {
    Path bomb = sample.folder().resolve("boundary.kmz");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
      out.putNextEntry(new ZipEntry("doc.kml"));
      byte[] blank = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int mebibyte = 0; mebibyte < 200; mebibyte++) {
        out.write(blank);
      }
    }
    assertBoundaryRefused("boundary.kmz", "TOO_LARGE");
  }

  @Test
  void anEntityOfXmlIsForbiddenAndNotRead() throws IOException {
    Path secret = Files.writeString(temp.resolve("secret.txt"), SECRET);
    Files.writeString(
        sample.folder().resolve("boundary.kml"),
        "<?xml version=\"1.0\"?><!DOCTYPE kml [<!ENTITY x SYSTEM \""
            + secret.toUri()
            + "\">]><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Placemark><name>&x;</name>"
            + "<Polygon><outerBoundaryIs><LinearRing><coordinates>&x;</coordinates></LinearRing>"
            + "</outerBoundaryIs></Polygon></Placemark></kml>");
    assertThat(assertBoundaryRefused("boundary.kml", "FORBIDDEN")).doesNotContain(SECRET);
  }

  @Test
  void aShapefileWithoutItsCrsIsRefused() throws IOException, InterruptedException {
    Path shape = sample.folder().resolve("boundary.shp");
    Gdal.convert(sample.folder().resolve("boundary.geojson"), shape, "-f", "ESRI Shapefile");
    Files.delete(sample.folder().resolve("boundary.prj"));
    sample.edit(dossier -> boundary(dossier).put("path", "boundary.shp"));
    CommandRun refused = validate();
    assertThat(refused.exitCode()).as(refused.out()).isEqualTo(2);
    assertThat(refused.out()).contains("ERROR X06: boundary: ", ".prj beside the .shp");
    assertThat(json(sample.folder()).at("/problems/0/reason").textValue()).isEqualTo("NO_CRS");
  }

  /** Refused in words and in JSON alike, on one line, without a trace of Java. */
  private String assertBoundaryRefused(String name, String reason) throws IOException {
    sample.edit(dossier -> boundary(dossier).put("path", name));
    CommandRun refused = validate();
    assertThat(refused.exitCode()).as(refused.out()).isEqualTo(2);
    assertThat(refused.err()).isEmpty();
    assertThat(refused.out()).doesNotContain("Exception", "\tat ");
    JsonNode json = json(sample.folder());
    assertThat(json.get("passes").booleanValue()).isFalse();
    JsonNode issue = json.at("/issues/0");
    assertThat(issue.get("reason").textValue()).isEqualTo(reason);
    assertThat(refused.out())
        .contains("ERROR: boundary, " + name + ": " + issue.get("detail").textValue());
    return refused.out() + json;
  }

  @Test
  void jsonSaysWhatTheWordsSay() throws IOException {
    sample.edit(
        dossier -> {
          ((ObjectNode) dossier.get("claims")).put("areaHa", 700);
          ((ObjectNode) dossier.at("/sources/imagery/0")).put("bandsPath", "nope.csv");
        });
    CommandRun words = validate();
    JsonNode json = json(sample.folder());
    assertThat(json.get("passes").booleanValue()).isFalse();
    for (String list : List.of("problems", "issues")) {
      assertThat(json.get(list))
          .isNotEmpty()
          .allSatisfy(
              each ->
                  assertThat(words.out())
                      .contains(
                          each.get("detail").textValue() + "; " + each.get("remedy").asText()));
    }
    assertThat(words.out()).contains(json.get("assessmentPossible").textValue());
    assertThat(words.exitCode()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "p0,35.911,7.498,180 | row 3: expected 5 fields, found 4",
        "p1,35.911,7.498,180,15 | row 3: plot \"p1\" stands in row 2 as well",
        "p0,36.5,7.498,180,15 | row 3: plot p0 at 36.500000, 7.498000 lies 6",
        "p0,35.911,7.498,18000,15 | row 3: tonnes_per_ha must lie between 0.0 and 3000.0",
      })
  void plotsOfBiomassAreOpenedBeforeAnyRun(String row, String message) throws IOException {
    Files.writeString(
        sample.folder().resolve("plots.csv"),
        "plot,lon,lat,tonnes_per_ha,shared_se_tonnes_per_ha\np1,35.911,7.498,200,15\n"
            + row
            + "\n");
    biomass("plots", "plots.csv");
    assertBasisRefused("/method/biomass, plots.csv", message);
  }

  @Test
  void treesOfPlotsAreOpenedBeforeAnyRun() throws IOException {
    StringBuilder trees =
        new StringBuilder("plot,lon,lat,plot_area_ha,diameter_cm,height_m,wood_density_g_per_cm3");
    for (int i = 0; i < 60; i++) {
      double diameter = 10 + i;
      double height = Math.exp(0.8 + 0.76 * Math.log(diameter) - 0.034) * (1 + 0.1 * (i % 3 - 1));
      trees.append(
          String.format(
              Locale.ROOT, "%np%d,35.92,7.498,0.25,%.1f,%.1f,0.6", i % 4, diameter, height));
    }
    Path file = Files.writeString(sample.folder().resolve("trees.csv"), trees);
    biomass("trees", "trees.csv");
    CommandRun found = validate();
    assertThat(found.exitCode()).as(found.out()).isZero();
    assertThat(found.out()).contains("trees on plots in the project", "60 trees on 4 plots");
    sample.edit(
        dossier ->
            ((ObjectNode) dossier.at("/method/biomass/trees")).put("sha256", "0".repeat(64)));
    assertBasisRefused("/method/biomass, trees.csv", "its SHA-256 is ");
    biomass("trees", "trees.csv");
    Files.writeString(file, "");
    assertBasisRefused(
        "/method/biomass, trees.csv", "row 1: expected the names of the columns, found nothing");
  }

  @Test
  void aReferenceSampleWithoutItsDesignIsToldAlsoWhereThereIsNoImagery() throws IOException {
    Files.writeString(sample.folder().resolve("labels.csv"), "id,lon\n");
    Files.writeString(sample.folder().resolve("design.json"), "{}");
    sample.edit(
        dossier -> {
          ((ObjectNode) dossier.get("sources"))
              .putObject("referenceSample")
              .put("csv", "labels.csv")
              .put("design", "design.json");
          ((ObjectNode) dossier.get("sources")).remove("imagery");
        });
    assertBasisRefused(
        "/sources/referenceSample, labels.csv", "design.json: is not the design of a sample");
  }

  private void biomass(String kind, String path) throws IOException {
    sample.edit(
        dossier ->
            ((ObjectNode) dossier.get("method"))
                .putObject("biomass")
                .putObject(kind)
                .put("path", path)
                .put("source", "made up"));
  }

  private void assertBasisRefused(String subject, String message) {
    CommandRun refused = validate();
    assertThat(refused.exitCode()).as(refused.out()).isEqualTo(2);
    assertThat(refused.out()).contains("ERROR: " + subject, message, "errors found");
  }

  private CommandRun validate() {
    return CommandRun.of("validate", sample.folder().toString());
  }

  private static JsonNode json(Path folder, String... options) throws IOException {
    String[] arguments = new String[3 + options.length];
    arguments[0] = "validate";
    arguments[1] = folder.toString();
    arguments[2] = "--json";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return JSON.readTree(CommandRun.of(arguments).out());
  }

  private static ObjectNode boundary(ObjectNode dossier) {
    return (ObjectNode) dossier.get("boundary");
  }
}
