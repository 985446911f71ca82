package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.layer.CogBand;
import org.heartwood.verification.layer.CogLayout;
import org.heartwood.verification.layer.CogPixels;
import org.heartwood.verification.layer.CogTile;
import org.heartwood.verification.layer.CogWriter;
import org.heartwood.verification.layer.Srs;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code heartwood evaluate --plots} on predictions for the window of Kafa that training never saw;
 * the points are values of the tree cover map there.
 */
final class LocalEvaluationIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path KAFA = SampleDossier.kafa();
  private static final Path POINTS = KAFA.resolve("reference_points.csv");
  private static final int BAND_OF_2001_02_05 = 41;

  private static Path ndvi = Path.of("ndvi.tif");
  private static Path prediction = Path.of("prediction.tif");

  private final Path temp;

  LocalEvaluationIT(@TempDir Path temp) {
    this.temp = temp;
  }

  @BeforeAll
  static void predict(@TempDir Path shared) throws IOException {
    ndvi = shared.resolve("ndvi.tif");
    prediction = shared.resolve("prediction.tif");
    try (GeoTiffSource stack = GeoTiffSource.open(KAFA.resolve("ndvi_1984_2013_x10000.tif"))) {
      write(ndvi, stack.read(new int[] {BAND_OF_2001_02_05}, stack.grid().window()), stack.grid());
    }
    CommandRun run =
        CommandRun.of(
            "predict",
            "canopy-ndvi-landsat",
            ndvi.toString(),
            prediction.toString(),
            "--scale",
            "0.0001");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  /** Writes a raster of one tile. */
  private static void write(Path file, List<FloatRaster> bands, Grid grid) throws IOException {
    CogWriter.write(
        file,
        new CogLayout(
            grid,
            Srs.of(grid.crs()),
            256,
            new CogPixels.Measured(),
            IntStream.range(0, bands.size()).mapToObj(i -> new CogBand("band " + i, "")).toList(),
            Map.of()),
        List.of(new CogTile(0, 0, bands)).iterator());
  }

  private static CommandRun evaluate(Path plots, Path predictions, String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    "evaluate",
                    "--plots",
                    plots.toString(),
                    "--prediction",
                    predictions.toString(),
                    "--block-m",
                    "500"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static JsonNode report(Path plots, Path predictions) throws IOException {
    CommandRun run = evaluate(plots, predictions, "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JSON.readTree(run.out());
  }

  @Test
  void theKnownErrorOfTheWindowIsFoundAndTwoRunsPrintTheSame() throws IOException {
    CommandRun run = evaluate(POINTS, prediction);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(evaluate(POINTS, prediction).out()).isEqualTo(run.out());
    assertThat(run.out()).contains("240 plots in ", "predicted 40 to 60", "canopy-ndvi-landsat");
    JsonNode all = report(POINTS, prediction).get("all");
    // The card: mean error −2.24, RMSE 12.08, 0.891 in 90 % over all pixels of this window.
    assertThat(all.at("/bias/low").doubleValue()).isLessThan(-2.24);
    assertThat(all.at("/bias/high").doubleValue()).isGreaterThan(-2.24);
    assertThat(all.at("/rmse/value").doubleValue()).isCloseTo(12.08, within(1.5));
    assertThat(all.at("/in90/low").doubleValue()).isLessThan(0.891);
    assertThat(all.at("/in90/high").doubleValue()).isGreaterThan(0.891);
  }

  @Test
  void aRecalibrationIsWrittenAppliedAndNamedInWhatItMade() throws IOException {
    Path file = temp.resolve("tura.json");
    CommandRun learnt = evaluate(POINTS, prediction, "--recalibrate", file.toString());
    assertThat(learnt.exitCode()).as(learnt.err()).isZero();
    assertThat(learnt.out()).contains("recalibrated, all", "recalibration: " + file);
    JsonNode recalibration = JSON.readTree(file.toFile());
    assertThat(recalibration.get("plots").intValue()).isEqualTo(240);
    assertThat(Math.abs(recalibration.get("biasAfter").doubleValue()))
        .isLessThan(Math.abs(recalibration.get("biasBefore").doubleValue()));

    Path corrected = temp.resolve("corrected.tif");
    CommandRun run =
        CommandRun.of(
            "predict",
            "canopy-ndvi-landsat",
            ndvi.toString(),
            corrected.toString(),
            "--scale",
            "0.0001",
            "--recalibration",
            file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    try (GeoTiffSource before = GeoTiffSource.open(prediction);
        GeoTiffSource after = GeoTiffSource.open(corrected)) {
      assertThat(after.metadata().items())
          .containsEntry("RECALIBRATION", "tura")
          .containsKey("RECALIBRATION_SHA256")
          .containsEntry("MODEL", "canopy-ndvi-landsat");
      assertThat(before.metadata().items()).doesNotContainKey("RECALIBRATION");
      int[] bands = {0, 1};
      List<FloatRaster> was = before.read(bands, before.grid().window());
      List<FloatRaster> is = after.read(bands, after.grid().window());
      double a = recalibration.get("intercept").doubleValue();
      double b = recalibration.get("slope").doubleValue();
      double factor = recalibration.get("standardErrorFactor").doubleValue();
      for (int i = 0; i < was.get(0).data().length; i += 97) {
        assertSame(is.get(0).data()[i], a, b * was.get(0).data()[i], 1.0 / 2048);
        assertSame(is.get(1).data()[i], 0, factor * was.get(1).data()[i], 1.0 / 128);
      }
    }
    assertThat(evaluate(POINTS, corrected).out()).contains("recalibrated by tura");
    assertRefused(
        evaluate(POINTS, corrected, "--recalibrate", temp.resolve("again.json").toString()),
        "is recalibrated already, by tura");
  }

  /**
   * Whether a value is a sum, both its second part and itself rounded.
   *
   * @param share by which values are rounded at most
   */
  private static void assertSame(double actual, double first, double second, double share) {
    assertThat(actual)
        .isCloseTo(first + second, within(1e-4 + share * (Math.abs(actual) + Math.abs(second))));
  }

  @Test
  void pointsOffTheRasterWithoutDataOrTwiceAreCountedAndListed() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(POINTS));
    lines.add("OFF,100000,100000,50,per cent");
    lines.add("TWIN" + lines.get(1).substring(lines.get(1).indexOf(',')));
    Path plots = Files.write(temp.resolve("plots.csv"), lines);
    CommandRun run = evaluate(plots, prediction);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("240 plots in ", "2 plots left out:", "OFF (row 242) lies outside")
        .contains("TWIN (row 243) same as row 2");
    List<String> contradicted = new ArrayList<>(lines.subList(0, 2));
    contradicted.add(
        "AGAIN" + lines.get(1).replaceFirst("^[^,]*", "").replaceFirst(",\\d+,per", ",1,per"));
    assertRefused(
        evaluate(Files.write(temp.resolve("two.csv"), contradicted), prediction),
        "row 3: lies where row 2 lies");
  }

  @Test
  void polygonsAreComparedWithTheMeanOfTheirPixels() throws IOException {
    Path boundary = KAFA.resolve("boundary.geojson");
    JsonNode geometry = JSON.readTree(boundary.toFile()).at("/features/0/geometry");
    Path plots =
        Files.writeString(
            temp.resolve("stand.geojson"),
            """
            {"type":"FeatureCollection","features":[{"type":"Feature","id":"stand",
             "properties":{"observed":0.5,"unit":"fraction"},"geometry":%s}]}
            """
                .formatted(geometry));
    CommandRun zonal =
        CommandRun.of(
            "zonal", "-r", prediction.toString(), "-p", boundary.toString(), "-s", "mean");
    double mean =
        Double.parseDouble(
            Splitter.on(',')
                .splitToList(zonal.out().lines().skip(1).findFirst().orElseThrow())
                .get(1));
    JsonNode report = report(plots, prediction);
    assertThat(report.at("/all/bias/value").doubleValue()).isCloseTo(mean - 50, within(0.01));
    assertThat(report.get("bias").textValue()).isEqualTo("CANNOT_TELL");
  }

  @Test
  void filesThatCannotBeUsedAreRefusedOnOneLine() throws IOException {
    assertRefused(evaluate(POINTS, ndvi), "has 1 bands; expected the mean and its standard error");
    assertRefused(evaluate(POINTS, temp.resolve("no.tif")), "no.tif: no such file");
    List<String> lines = Files.readAllLines(POINTS);
    Path few = Files.write(temp.resolve("few.csv"), lines.subList(0, 16));
    assertThat(evaluate(few, prediction).out()).contains("cannot tell");
    assertRefused(
        evaluate(few, prediction, "--recalibrate", temp.resolve("few.json").toString()),
        "at least 20 plots in 8 blocks, were 15");
    assertThat(temp.resolve("few.json")).doesNotExist();
    Path off =
        Files.write(temp.resolve("off.csv"), List.of(lines.get(0), "a,100000,100000,5,per cent"));
    assertRefused(evaluate(off, prediction), "none of 1 plots has a prediction");
    Path shares =
        Files.write(
            temp.resolve("shares.csv"),
            lines.stream().map(line -> line.replaceFirst(",\\d+,per", ",0.4,per")).toList());
    assertRefused(evaluate(shares, prediction), "are at most 1, but their unit is per cent");
    Path unnamed = temp.resolve("unnamed.tif");
    try (GeoTiffSource source = GeoTiffSource.open(prediction)) {
      write(unnamed, source.read(new int[] {0, 1}, source.grid().window()), source.grid());
    }
    assertRefused(
        evaluate(POINTS, unnamed, "--recalibrate", temp.resolve("x.json").toString()),
        "does not say which model made it");
    assertRefused(
        CommandRun.of(
            "evaluate",
            "canopy-ndvi-landsat",
            "--plots",
            POINTS.toString(),
            "--prediction",
            prediction.toString()),
        "give no MODEL");
  }

  private static void assertRefused(CommandRun run, String part) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(part).doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
  }
}
