package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.report.IntegrityReport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An assessment that reads a map of forest loss in place of imagery: the Guadeloupe sample, whose
 * boundary, claims and accuracy are made up. Fewer pseudo-projects than usual, to be quick.
 */
final class AssessMapIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PLACEBOS = 20;

  @TempDir private static Path temp = Path.of("");
  private static CommandRun run = new CommandRun(-1, "", "");
  private static Path result = Path.of("");
  private static JsonNode report = JSON.createObjectNode();

  @BeforeAll
  static void assessOnce() throws IOException {
    Path folder = copy("project", dossier -> {});
    run = assess(folder, "out");
    result = temp.resolve("out/DEMO-GUADELOUPE/2020-01-31");
    report = JSON.readTree(result.resolve("report.json").toFile());
  }

  private static Path copy(String name, Consumer<ObjectNode> change) throws IOException {
    Path sample =
        Path.of(Objects.requireNonNull(System.getProperty("heartwood.samples")), "guadeloupe");
    Path folder = Files.createDirectories(temp.resolve(name));
    try (Stream<Path> files = Files.list(sample)) {
      for (Path file : files.filter(each -> !each.endsWith("dossier.json")).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    ObjectNode dossier = (ObjectNode) JSON.readTree(sample.resolve("dossier.json").toFile());
    ((ObjectNode) dossier.at("/method/counterfactual")).put("placebos", PLACEBOS);
    change.accept(dossier);
    JSON.writeValue(folder.resolve("dossier.json").toFile(), dossier);
    return folder;
  }

  private static CommandRun assess(Path folder, String out, String... more) {
    String[] fixed = {
      "assess", folder.toString(), "--out", temp.resolve(out).toString(), "--master", "local[2]"
    };
    return CommandRun.of(Stream.concat(Stream.of(fixed), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void everyQuestionIsAnswered() {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(report.get("findings")).hasSize(3);
    assertThat(report.at("/findings/0/verdict").asText()).isNotEmpty();
    assertThat(report.at("/findings/2/question").asText()).isEqualTo("reversal");
    assertThat(report.at("/counterfactual/result/result/estimates")).isNotEmpty();
    assertThat(report.get("checks")).hasSizeGreaterThan(10);
  }

  @Test
  void theReportFollowsItsSchemaAndSaysThatNoImageryWasRead() throws IOException {
    try (InputStream schema = IntegrityReport.class.getResourceAsStream("report.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(schema)
                  .validate(report))
          .isEmpty();
    }
    assertThat(report.get("model").isNull()).isTrue();
    assertThat(report.get("imagery")).isEmpty();
    assertThat(report.at("/forestMap/dates/0").asText()).isEqualTo("2000-01");
    String html = Files.readString(result.resolve("report.html"));
    assertThat(html.replaceAll("base64,[^\"]*", ""))
        .contains("No imagery was read")
        .contains("corrected by its published accuracy")
        .doesNotContain("NaN");
  }

  @Test
  void areasAreTheMapsCorrectedByItsAccuracy() {
    double factor = report.at("/forestMap/lossFactor").asDouble();
    assertThat(factor).isCloseTo(0.9 / 0.8, within(1e-12));
    for (JsonNode row : report.at("/basis/areas")) {
      if (row.get("quantity").asText().equals("loss")) {
        assertThat(row.at("/areaHa/mean").asDouble())
            .isCloseTo(factor * row.get("pixelCountHa").asDouble(), within(1e-6));
        assertThat(row.get("estimator").asText()).contains("published accuracy");
      }
    }
  }

  @Test
  void layersLieWhereTheMapLies() throws IOException {
    try (GeoTiffSource loss = GeoTiffSource.open(result.resolve("rasters/loss_year.tif"))) {
      assertThat(loss.grid().crs()).isEqualTo("EPSG:3395");
    }
    assertThat(result.resolve("rasters/canopy_2020.tif")).doesNotExist();
    assertThat(result.resolve("layers.gpkg")).exists();
  }

  @Test
  void theSameInputsGiveTheSameBytesWithAnotherNumberOfTasks() throws IOException {
    Path folder = temp.resolve("project");
    CommandRun again =
        CommandRun.of(
            "assess",
            folder.toString(),
            "--out",
            temp.resolve("again").toString(),
            "--master",
            "local[1]");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(
            Files.readString(
                temp.resolve("again/DEMO-GUADELOUPE/2020-01-31").resolve("MANIFEST.sha256")))
        .isEqualTo(Files.readString(result.resolve("MANIFEST.sha256")));
  }

  @Test
  void mapsThatCannotBeUsedAreRefusedInOneLine() throws IOException {
    refused(
        copy("years", dossier -> ((ObjectNode) dossier.get("method")).put("firstYear", 2005)),
        "/method: firstYear, lastYear and referenceYear are for imagery");
    refused(
        copy(
            "mask",
            dossier ->
                ((ObjectNode) dossier.at("/sources/forestHistory"))
                    .putObject("within")
                    .put("map", "slope")
                    .put("atLeast", 5)),
        "slope.tif: does not lie on the pixels of");
    refused(
        copy(
            "digest",
            dossier -> ((ObjectNode) dossier.at("/sources/maps/0")).put("sha256", "0".repeat(64))),
        "fcc12345.tif");
    refused(
        copy(
            "no-accuracy",
            dossier -> ((ObjectNode) dossier.at("/sources/forestHistory")).remove("accuracy")),
        "accuracy");
    Path folder = temp.resolve("project");
    CommandRun early = assess(folder, "early", "--as-of", "2004-12-31");
    assertThat(early.exitCode()).isEqualTo(Heartwood.BAD_INPUT);
    assertThat(early.err()).contains("tells of 1 dates up to the as-of day 2004-12-31");
  }

  private static void refused(Path folder, String message) {
    CommandRun refused = assess(folder, "refused");
    assertThat(refused.exitCode()).isEqualTo(Heartwood.BAD_INPUT);
    assertThat(refused.err()).contains(message).doesNotContain("\tat ");
    assertThat(temp.resolve("refused")).doesNotExist();
  }

  @Test
  void anEarlierDayReadsFewerDatesAndTreesGiveTheBiomass() throws IOException {
    Path folder =
        copy(
            "measured",
            dossier ->
                ((ObjectNode) dossier.get("method"))
                    .putObject("biomass")
                    .putObject("trees")
                    .put("path", "trees.csv")
                    .put("source", "made up"));
    double tonnesPerHa = trees(folder.resolve("trees.csv"));
    CommandRun earlier = assess(folder, "earlier", "--as-of", "2016-06-30");
    assertThat(earlier.exitCode()).as(earlier.err()).isZero();
    JsonNode read =
        JSON.readTree(temp.resolve("earlier/DEMO-GUADELOUPE/2016-06-30/report.json").toFile());
    assertThat(read.at("/forestMap/dates")).hasSize(4);
    assertThat(read.at("/period/lastYear").asInt()).isEqualTo(2015);
    JsonNode aboveGround = read.at("/basis/aboveGround");
    assertThat(aboveGround.get("tonnesPerHa").doubleValue())
        .isCloseTo(tonnesPerHa, within(0.01 * tonnesPerHa));
    assertThat(aboveGround.get("row").textValue()).contains("6 plots");
    assertThat(aboveGround.get("standardErrorTonnesPerHa").doubleValue()).isPositive();
    assertThat(read.at("/carbon/aboveGroundTonnesPerHa")).isEqualTo(aboveGround.get("tonnesPerHa"));
  }

  /**
   * Writes six plots of a quarter hectare with twenty measured trees each.
   *
   * @return the plots' mean by equation 4 of Chave et al. 2014, t/ha
   */
  private static double trees(Path file) throws IOException {
    StringBuilder rows =
        new StringBuilder("plot,lon,lat,plot_area_ha,diameter_cm,height_m,wood_density_g_per_cm3");
    double kilograms = 0;
    for (int i = 0; i < 120; i++) {
      double diameterCm = 12 + i % 20 * 3 + i / 20;
      double heightM = Math.exp(0.9 + 0.7 * Math.log(diameterCm)) * (1 + 0.05 * (i % 3 - 1));
      rows.append(
          String.format(
              Locale.ROOT,
              "%np%d,-61.74,16.2%d,0.25,%.3f,%.3f,0.6",
              i / 20,
              i / 20,
              diameterCm,
              heightM));
      kilograms += 0.0673 * Math.pow(0.6 * diameterCm * diameterCm * heightM, 0.976);
    }
    Files.writeString(file, rows);
    return kilograms / 1000 / (6 * 0.25);
  }
}
