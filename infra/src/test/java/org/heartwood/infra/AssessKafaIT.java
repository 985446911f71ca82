package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heartwood.ingest.run.Sha256;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on the Kafa sample, as users run it. */
final class AssessKafaIT {
  private static final Path RESULT = Path.of("DEMO-KAFA", "2013-03-10");

  @TempDir private static Path temp = Path.of("");
  private static CommandRun run = new CommandRun(-1, "", "");

  private static Path folder() {
    return temp.resolve("local2").resolve(RESULT);
  }

  @BeforeAll
  static void assessOnce() {
    run = assess("local[2]", "local2");
  }

  private static CommandRun assess(String master, String out) {
    return CommandRun.of(
        "assess",
        SampleDossier.kafa().resolve("dossier.json").toString(),
        "--out",
        temp.resolve(out).toString(),
        "--master",
        master);
  }

  @Test
  void theCommandSaysWhereTheReportIsAndItsThreeVerdicts() {
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("Illustrative")
        .contains("additionality", "leakage", "reversal")
        .contains(folder().resolve("report.html").toString());
    assertThat(run.err()).contains("predicting canopy cover", "left");
  }

  @Test
  void aRunLeavesTheFilesOfTheDesignAndNothingElse() throws IOException {
    assertThat(names())
        .contains(
            "report.html",
            "report.json",
            "run.json",
            "layers.gpkg",
            "MANIFEST.sha256",
            "rasters/canopy_2001.tif",
            "rasters/canopy_2013.tif",
            "rasters/loss_year.tif",
            "rasters/forest_2005.tif",
            "tables/zone_year.parquet",
            "tables/matching_strata.parquet",
            "tables/balance.parquet",
            "tables/events.parquet",
            "tables/reversals.parquet",
            "rasters/dated_change.tif",
            "tables/issues.parquet",
            "rasters/forest_history.tif",
            "counterfactual/config.json",
            "counterfactual/counterfactual.json",
            "counterfactual/counterfactual.html",
            "counterfactual/effects.parquet",
            "counterfactual/placebo.parquet")
        .noneMatch(name -> name.startsWith("work") || name.contains("part"));
  }

  /** Every point is labelled as mapped, but a third of those near loss are said to be lost. */
  private static String labelled(Path sample) throws IOException {
    Map<String, String> labels = new HashMap<>();
    int near = 0;
    for (JsonNode point :
        new ObjectMapper().readTree(sample.resolve("design.json").toFile()).get("points")) {
      String stratum = point.get("stratum").textValue();
      String asMapped = stratum.equals("near_loss") ? "stable_forest" : stratum;
      boolean overlooked = stratum.equals("near_loss") && near++ % 3 == 0;
      labels.put(point.get("id").textValue(), overlooked ? "loss" : asMapped);
    }
    return Files.readString(sample.resolve("sample.csv"))
        .lines()
        .map(
            line ->
                line.startsWith("p")
                    ? line.replace(
                        ",,,,,,", "," + labels.get(line.substring(0, line.indexOf(','))) + ",,,,,")
                    : line)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void aReferenceSampleAndPlotsTakeTheMapsPlaceInAProjectThatPlants() throws IOException {
    Path sample = temp.resolve("sample");
    CommandRun design =
        CommandRun.of(
            "sample",
            "design",
            folder().toString(),
            "--points",
            "200",
            "--floor",
            "20",
            "--from",
            "2005",
            "--to",
            "2013",
            "--out",
            sample.toString());
    assertThat(design.exitCode()).as(design.err()).isZero();
    SampleDossier dossier = SampleDossier.copyTo(temp.resolve("measured"));
    Files.copy(sample.resolve("design.json"), dossier.folder().resolve("design.json"));
    Files.writeString(dossier.folder().resolve("labels.csv"), labelled(sample));
    StringBuilder plots = new StringBuilder("plot,lon,lat,tonnes_per_ha,shared_se_tonnes_per_ha\n");
    for (int i = 0; i < 12; i++) {
      plots.append("p" + i + "," + (35.911 + 0.001 * i) + ",7.498," + (180 + 10 * i) + ",15\n");
    }
    Files.writeString(dossier.folder().resolve("plots.csv"), plots);
    dossier.edit(
        json -> {
          ((ObjectNode) json.get("project")).put("activity", "ARR");
          ((ObjectNode) json.get("sources"))
              .putObject("referenceSample")
              .put("design", "design.json")
              .put("csv", "labels.csv");
          ((ObjectNode) json.get("method"))
              .putObject("biomass")
              .putObject("plots")
              .put("path", "plots.csv")
              .put("source", "made up");
        });
    CommandRun measured =
        CommandRun.of(
            "assess", dossier.folder().toString(), "--out", temp.resolve("by-sample").toString());
    assertThat(measured.exitCode()).as(measured.err()).isZero();

    JsonNode report =
        new ObjectMapper()
            .readTree(temp.resolve("by-sample").resolve(RESULT).resolve("report.json").toFile());
    JsonNode loss = report.at("/basis/areas/0");
    assertThat(loss.get("quantity").textValue()).isEqualTo("loss");
    assertThat(loss.get("estimator").textValue()).contains("sample");
    assertThat(loss.get("referencePoints").intValue()).isEqualTo(200);
    // 78.1 ha mapped, and a third of 95 ha near it.
    assertThat(loss.at("/areaHa/mean").doubleValue()).isBetween(100.0, 120.0);
    assertThat(loss.at("/areaHa/ci90Low").doubleValue())
        .isLessThan(loss.at("/areaHa/mean").doubleValue());
    double yearly = 0;
    for (JsonNode row : report.get("zoneYears")) {
      boolean counts =
          row.get("zone").textValue().equals("project") && row.get("year").intValue() > 2005;
      yearly += counts ? row.at("/lossHa/mean").doubleValue() : 0;
    }
    assertThat(yearly).isCloseTo(loss.at("/areaHa/mean").doubleValue(), within(1e-6));
    // The plots' mean, 235 t/ha.
    assertThat(report.at("/basis/aboveGround/tonnesPerHa").doubleValue())
        .isCloseTo(235, within(1e-9));
    assertThat(report.at("/carbon/aboveGroundTonnesPerHa").doubleValue())
        .isCloseTo(235, within(1e-9));
    assertGrowthIsComparedForItIsClaimed(report);
  }

  private static void assertGrowthIsComparedForItIsClaimed(JsonNode report) {
    JsonNode growth = report.at("/counterfactual/growth");
    assertThat(growth.get("projectPlots").intValue()).isBetween(30, 200);
    assertThat(growth.at("/estimates/0/gains/benchmark").doubleValue()).isBetween(0.0, 1.0);
    assertThat(growth.at("/placebos/0/places").size()).isGreaterThan(19);
    assertThat(report.at("/counterfactual/vintages")).isEmpty();
    JsonNode additionality = report.at("/findings/0");
    assertThat(additionality.get("verdict").textValue()).isEqualTo("cannot tell");
    assertThat(additionality.get("reason").textValue())
        .contains("no composite eight to ten years before the start, which VM0047 asks for");
    assertThat(temp.resolve("by-sample").resolve(RESULT).resolve("report.html"))
        .content()
        .contains("land gain more trees than like land?", "Growth beside like land");
    assertThat(
            temp.resolve("by-sample")
                .resolve(RESULT)
                .resolve("counterfactual/growth_plots.parquet"))
        .isNotEmptyFile();
  }

  @Test
  void theEstimatorsCanBeAskedAgainFromTheResultAndSayTheSame() throws IOException {
    Path again = temp.resolve("again");
    CommandRun counterfactual =
        CommandRun.of(
            "counterfactual",
            folder().resolve("counterfactual/config.json").toString(),
            "--out",
            again.toString());
    assertThat(counterfactual.exitCode()).as(counterfactual.err()).isZero();
    assertThat(counterfactual.out()).contains("DEMO-KAFA: cannot tell", "pixel matching: ");
    for (String name :
        List.of(
            "counterfactual.json",
            "counterfactual.html",
            "effects.parquet",
            "placebo.parquet",
            "balance.parquet")) {
      assertThat(again.resolve(name))
          .hasSameBinaryContentAs(folder().resolve("counterfactual").resolve(name));
    }
  }

  @Test
  void onLandTooSmallForPlacebosOfItsSizeAdditionalityCannotBeTold() throws IOException {
    JsonNode report = new ObjectMapper().readTree(folder().resolve("report.json").toFile());
    JsonNode additionality = report.at("/findings/0");
    assertThat(additionality.get("verdict").textValue()).isEqualTo("cannot tell");
    assertThat(additionality.get("reason").textValue())
        .contains("Two kinds of estimators must agree", "synthetic control: only 0 areas");
    assertThat(report.at("/counterfactual/result/warnings").toString())
        .contains("pseudo-projects have 1/");
    assertThat(report.at("/counterfactual/vintages")).hasSize(6);
  }

  @Test
  void eventsAreDatedAndNoLargerThanTheLossThatTheyDate() throws IOException {
    JsonNode report = new ObjectMapper().readTree(folder().resolve("report.json").toFile());
    JsonNode events = report.at("/datedChange/events");
    assertThat(events.size()).isGreaterThan(10);
    double datedHa = 0;
    for (JsonNode event : events) {
      assertThat(LocalDate.parse(event.get("firstDate").textValue()))
          .isBetween(LocalDate.of(2005, 1, 1), LocalDate.of(2013, 3, 10));
      assertThat(event.get("confirmedDate").textValue())
          .isGreaterThanOrEqualTo(event.get("firstDate").textValue());
      datedHa +=
          event.get("kind").textValue().equals("deforestation")
              ? event.get("projectHa").doubleValue()
              : 0;
    }
    // Canopy cover calls 78 ha lost; not every pixel of it has a date.
    assertThat(datedHa).isBetween(10.0, 78.1);
  }

  @Test
  void theReversalLedgerHoldsAllLossAndInventsNeitherDaysNorDeadlines() throws IOException {
    JsonNode ledger =
        new ObjectMapper().readTree(folder().resolve("report.json").toFile()).get("reversals");
    double lossHa = 0;
    for (JsonNode row : ledger.get("rows")) {
      boolean dated = !row.at("/dates/firstSeen").isNull();
      assertThat(row.get("source").textValue()).isEqualTo(dated ? "imagery" : "maps of the years");
      assertThat(row.at("/clock/deadline").isNull()).isTrue();
      assertThat(row.at("/clock/daysOverdue").isNull()).isTrue();
      assertThat(row.at("/cause/intent").textValue()).isEqualTo("unknown");
      boolean degraded = row.get("kind").textValue().equals("degradation");
      assertThat(row.at("/size/co2eTonnes").isNull()).isEqualTo(degraded);
      lossHa += degraded ? 0 : row.at("/size/areaHa/mean").doubleValue();
    }
    assertThat(lossHa).isCloseTo(ledger.at("/lossHa/mean").doubleValue(), within(1e-6));
    // 15 % of what the vintages claim to have avoided: 0.15 · 45,700 tCO2e.
    assertThat(ledger.at("/buffer/bufferCo2eTonnes").doubleValue()).isCloseTo(6855, within(1e-6));
  }

  @Test
  void theLedgerCreditsNothingForTheYearWhoseLossOutweighsItsBaseline() throws IOException {
    JsonNode rows =
        new ObjectMapper().readTree(folder().resolve("report.json").toFile()).at("/ledger/rows");
    for (JsonNode row : rows) {
      int year = row.get("year").intValue();
      if (year == 2008) {
        assertThat(row.at("/creditable/mean").doubleValue()).isZero();
        assertThat(row.get("claimedCo2eTonnes").doubleValue()).isEqualTo(5610);
      } else if (year > 2010) {
        assertThat(row.get("cannotTell").textValue()).contains("no baseline is claimed for 2011");
      }
    }
    assertThat(rows.size()).isEqualTo(9);
  }

  @Test
  void theManifestListsEveryFileButTheRunRecordWithItsDigest() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    for (String line : Files.readAllLines(folder().resolve("MANIFEST.sha256"))) {
      listed.put(line.substring(66), line.substring(0, 64));
    }
    for (String name : names()) {
      if (!List.of("run.json", "MANIFEST.sha256").contains(name)) {
        assertThat(listed).containsEntry(name, Sha256.of(folder().resolve(name)));
      }
    }
    assertThat(listed).hasSize(names().size() - 2);
  }

  @Test
  void oneTaskAtATimeGivesTheSameBytes() throws IOException {
    assertThat(assess("local[1]", "local1").exitCode()).isZero();
    assertThat(temp.resolve("local1").resolve(RESULT).resolve("MANIFEST.sha256"))
        .hasSameTextualContentAs(folder().resolve("MANIFEST.sha256"));
  }

  @Test
  void aClusterOfTwoProcessesGivesTheSameBytes() throws IOException, InterruptedException {
    Path distribution =
        Path.of(Objects.requireNonNull(System.getProperty("heartwood.distribution")));
    Path log = temp.resolve("cluster.log");
    ProcessBuilder command =
        new ProcessBuilder(
            distribution.resolve("bin/heartwood").toString(),
            "assess",
            SampleDossier.kafa().toString(),
            "--out",
            temp.resolve("cluster").toString(),
            "--master",
            "local-cluster[2,1,2048]");
    command.environment().remove("SPARK_HOME");
    Process process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    assertThat(temp.resolve("cluster").resolve(RESULT).resolve("MANIFEST.sha256"))
        .hasSameTextualContentAs(folder().resolve("MANIFEST.sha256"));
  }

  @Test
  void theZonesAreaIsTheBoundarysAreaOnTheEllipsoid() throws IOException {
    JsonNode report = report();
    double boundaryHa = report.at("/site/boundaryHa").doubleValue();
    assertThat(boundaryHa).isBetween(600.0, 800.0);
    for (JsonNode row : report.get("zoneYears")) {
      if (row.get("zone").textValue().equals("project")) {
        assertThat(row.get("zoneHa").doubleValue()).isCloseTo(boundaryHa, within(0.01));
      }
    }
  }

  @Test
  void theClearingFrontThatComesInFromTheWestIsFound() throws IOException {
    // Land use of 2011 shows cropland where forest stood in 2001, west and south-west of the
    // project.
    double lossHa = 0;
    for (JsonNode row : report().get("zoneYears")) {
      lossHa += row.at("/lossHa/mean").doubleValue();
    }
    assertThat(lossHa).isBetween(100.0, 400.0);
  }

  @Test
  void everyVerdictIsOneOfThreeWordsAndCarriesItsEvidence() throws IOException {
    JsonNode findings = report().get("findings");
    assertThat(findings).hasSize(3);
    for (JsonNode finding : findings) {
      assertThat(finding.get("verdict").textValue()).isIn("flag", "no flag", "cannot tell");
      assertThat(finding.get("quantities")).isNotEmpty();
      assertThat(finding.get("notYet")).isNotEmpty();
      for (JsonNode evidence : finding.get("evidence")) {
        String file = evidence.textValue().replaceAll(":.*", "");
        assertThat(folder().resolve(file)).exists();
      }
    }
  }

  @Test
  void anEarlierAsOfDayGivesAReportOfItsOwn() throws IOException {
    CommandRun earlier =
        CommandRun.of(
            "assess",
            SampleDossier.kafa().toString(),
            "--out",
            temp.resolve("earlier").toString(),
            "--as-of",
            "2010-06-30",
            "--master",
            "local[2]");
    assertThat(earlier.exitCode()).as(earlier.err()).isZero();
    JsonNode report =
        new ObjectMapper()
            .readTree(temp.resolve("earlier/DEMO-KAFA/2010-06-30/report.json").toFile());
    assertThat(report.at("/period/lastYear").intValue()).isEqualTo(2010);
  }

  @Test
  void imageryThatTheModelDoesNotKnowGivesNoVerdict() throws IOException {
    // The same imagery, read as if its NDVI were that of a desert.
    SampleDossier desert =
        SampleDossier.copyTo(temp.resolve("desert"))
            .edit(dossier -> ((ObjectNode) dossier.at("/sources/imagery/0")).put("scale", 0.00003));
    assertNoVerdict(desert, "unlike anything that the model was taught on");
    SampleDossier wetSeason =
        SampleDossier.copyTo(temp.resolve("wet"))
            .edit(
                dossier ->
                    ((ObjectNode) dossier.get("method"))
                        .put("seasonFirstMonth", 6)
                        .put("seasonLastMonth", 9));
    assertNoVerdict(wetSeason, "the composites are of June to September");
  }

  private static void assertNoVerdict(SampleDossier dossier, String reason) throws IOException {
    Path out = dossier.folder().resolveSibling(dossier.folder().getFileName() + "-out");
    CommandRun assessed =
        CommandRun.of(
            "assess",
            dossier.folder().toString(),
            "--out",
            out.toString(),
            "--as-of",
            "2013-03-31",
            "--master",
            "local[2]");
    assertThat(assessed.exitCode()).as(assessed.err()).isZero();
    JsonNode report =
        new ObjectMapper().readTree(out.resolve("DEMO-KAFA/2013-03-31/report.json").toFile());
    for (JsonNode finding : report.get("findings")) {
      assertThat(finding.get("verdict").textValue()).isEqualTo("cannot tell");
    }
    assertThat(report.get("issues").toString()).contains(reason);
  }

  @Test
  void gdalAcceptsEveryRasterAsCloudOptimised() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gdalinfo")), "needs GDAL's tools");
    for (String name : names()) {
      if (name.endsWith(".tif")) {
        Process validator =
            new ProcessBuilder(
                    "/usr/bin/python3",
                    "-m",
                    "osgeo_utils.samples.validate_cloud_optimized_geotiff",
                    "--full-check=yes",
                    folder().resolve(name).toString())
                .redirectErrorStream(true)
                .start();
        String output =
            new String(validator.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(validator.waitFor()).as(output).isZero();
        assertThat(output).contains("is a valid cloud optimized GeoTIFF");
      }
    }
  }

  @Test
  void predictWritesARasterOfTheModel() throws IOException {
    Path stack = SampleDossier.kafa().resolve("ndvi_1984_2013_x10000.tif");
    CommandRun refused =
        CommandRun.of("predict", "canopy-ndvi-landsat", stack.toString(), temp + "/x.tif");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("has 166 bands and names none of the inputs");
  }

  private static JsonNode report() throws IOException {
    return new ObjectMapper().readTree(folder().resolve("report.json").toFile());
  }

  private static List<String> names() throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder().relativize(file).toString())
          .toList();
    }
  }
}
