package org.heartwood.infra;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heartwood.inference.challenge.Decisions;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.layer.CogBand;
import org.heartwood.verification.layer.CogLayout;
import org.heartwood.verification.layer.CogPixels;
import org.heartwood.verification.layer.CogTile;
import org.heartwood.verification.layer.CogWriter;
import org.heartwood.verification.layer.Srs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code heartwood challenge} on the Kafa sample. */
final class ChallengeCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path KAFA = SampleDossier.kafa();
  private static final Path CHALLENGE = KAFA.resolve("challenge.json");

  private final Path temp;
  private final Path registry;

  ChallengeCommandIT(@TempDir Path temp) {
    this.temp = temp;
    this.registry = temp.resolve("registry");
  }

  private CommandRun challenge(String command, String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    "challenge",
                    command,
                    "--challenge",
                    CHALLENGE.toString(),
                    "--registry",
                    registry.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private String submit(Path file) {
    CommandRun run = challenge("submit", file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out().strip().replace("submitted: ", "");
  }

  private Path submission(String name, String group, String model) throws IOException {
    return Files.writeString(
        temp.resolve(name + ".json"),
        """
        {"name": "%s", "author": "A. Tester", "why": "a test",
         "group": {%s}, "model": {%s}}
        """
            .formatted(name, group, model));
  }

  private List<JsonNode> entries() throws IOException {
    CommandRun list = challenge("list", "--json");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out()).isEqualTo(Files.readString(registry.resolve("registry.jsonl")));
    return list.out().lines().map(ChallengeCommandIT::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void theSampleSubmissionsAreJudgedAndTheAcceptedOneIsDeployed() throws IOException {
    String forest = submit(KAFA.resolve("challenges/forest-swir.json"));
    String lowered = submit(KAFA.resolve("challenges/low-cover-lowered.json"));
    assertThat(challenge("list").out()).contains(forest + "  waits for check");
    CommandRun check = challenge("check");
    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(check.err()).contains("warning: 2 queries of", "would take");
    assertThat(check.out()).contains("forest-swir  by Heartwood authors: accepted", "refused: ");

    List<JsonNode> entries = entries();
    assertThat(entries).hasSize(2);
    JsonNode accepted = entries.get(0);
    assertThat(accepted.get("submission").textValue()).isEqualTo(forest);
    assertThat(accepted.get("verdict").textValue()).isEqualTo("ACCEPTED");
    assertThat(accepted.get("shareTimesGain").doubleValue()).isGreaterThan(0.001);
    assertThat(accepted.get("lowerBound").doubleValue()).isPositive();
    assertThat(
            accepted.get("overallLossBefore").doubleValue()
                - accepted.get("overallLossAfter").doubleValue())
        .isCloseTo(accepted.get("shareTimesGain").doubleValue(), within(1e-12));
    JsonNode refused = entries.get(1);
    assertThat(refused.get("submission").textValue()).isEqualTo(lowered);
    assertThat(refused.get("verdict").textValue()).startsWith("REFUSED");
    assertThat(refused.get("overallLossAfter")).isEqualTo(refused.get("overallLossBefore"));
    assertThat(challenge("check").out().strip()).isEqualTo("no submission waits");
    theDeployedPredictorDiffersInTheGroupAlone();
  }

  /** Runs the deployed predictor over the scene beside the base model. */
  private void theDeployedPredictorDiffersInTheGroupAlone() throws IOException {
    Path ndvi = temp.resolve("ndvi.tif");
    PixelWindow window = new PixelWindow(800, 400, 128, 128);
    try (GeoTiffSource landUse = GeoTiffSource.open(KAFA.resolve("lulc2011.tif"));
        GeoTiffSource image = GeoTiffSource.open(KAFA.resolve("etm_2001_sr_x10000.tif"))) {
      Grid grid = image.grid();
      write(ndvi, grid, ndvi(image.read(new int[] {2, 3}, grid.window())));
      Path base = predict(ndvi, "base.tif");
      Path decided =
          predict(
              ndvi,
              "decided.tif",
              "--challenge",
              CHALLENGE.toString(),
              "--registry",
              registry.toString());
      assertThat(Files.readString(decided, ISO_8859_1))
          .contains(
              "\"CHALLENGE\">kafa-tree-cover</Item>", "\"CHALLENGE_ACCEPTED\">forest-swir</Item>");
      assertThat(Files.readString(base, ISO_8859_1)).doesNotContain("CHALLENGE");
      float[] before = cover(base, window);
      float[] after = cover(decided, window);
      float[] infrared = image.read(new int[] {4}, window).get(0).data();
      float[] classes = landUse.read(new int[] {0}, window).get(0).data();
      int inGroup = 0;
      for (int i = 0; i < classes.length; i++) {
        double expected =
            classes[i] == 5
                ? Math.max(0, Math.min(100, 44.8 + 0.7 * before[i] - 188 * 1e-4 * infrared[i]))
                : before[i];
        // Files are rounded by at most 0.05 % of a value.
        assertThat(after[i]).isCloseTo((float) expected, within(0.06f));
        inGroup += classes[i] == 5 ? 1 : 0;
      }
      assertThat(inGroup).isBetween(1, classes.length - 1);
    }
  }

  private static void write(Path file, Grid grid, FloatRaster values) throws IOException {
    CogLayout layout =
        new CogLayout(
            grid,
            Srs.of(grid.crs()),
            256,
            new CogPixels.Measured(),
            List.of(new CogBand("NDVI", "1")),
            Map.of());
    CogWriter.write(file, layout, CogTile.cut(layout, List.of(values)));
  }

  private Path predict(Path ndvi, String name, String... more) {
    Path out = temp.resolve(name);
    CommandRun run =
        CommandRun.of(
            Stream.concat(
                    Stream.of("predict", "canopy-ndvi-landsat", ndvi.toString(), out.toString()),
                    Stream.of(more))
                .toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return out;
  }

  private static float[] cover(Path file, PixelWindow window) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(file)) {
      return source.read(new int[] {0}, window).get(0).data();
    }
  }

  private static FloatRaster ndvi(List<FloatRaster> bands) {
    float[] red = bands.get(0).data();
    float[] nir = bands.get(1).data();
    float[] ndvi = new float[red.length];
    for (int i = 0; i < ndvi.length; i++) {
      ndvi[i] = (nir[i] - red[i]) / (nir[i] + red[i]);
    }
    return new FloatRaster(bands.get(0).window(), ndvi);
  }

  @Test
  void whereNothingWasAcceptedNothingIsDeployed() {
    CommandRun run =
        CommandRun.of(
            "predict",
            "canopy-ndvi-landsat",
            KAFA.resolve("lulc2011.tif").toString(),
            temp.resolve("none.tif").toString(),
            "--challenge",
            CHALLENGE.toString(),
            "--registry",
            registry.toString());
    assertRefused(run, "no submission was accepted there");
    assertThat(temp.resolve("none.tif")).doesNotExist();
  }

  @Test
  void aSecondSubmissionIsComparedWithWhatIsDeployedByThen() throws IOException {
    submit(KAFA.resolve("challenges/forest-swir.json"));
    submit(
        submission("the-same-again", "\"where\": \"land_use = 5\"", "\"formula\": \"prediction\""));
    assertThat(challenge("check").exitCode()).isZero();
    List<JsonNode> entries = entries();
    assertThat(entries.get(1).get("shareTimesGain").doubleValue()).isZero();
    assertThat(entries.get(1).get("verdict").textValue()).isEqualTo("REFUSED_GAIN");
    assertThat(entries.get(1).get("lossBefore")).isEqualTo(entries.get(0).get("lossAfter"));
  }

  @Test
  void polygonsMakeAGroupAndAreKeptWithTheSubmission() throws IOException {
    Files.writeString(
        temp.resolve("east.geojson"),
        """
        {"type":"FeatureCollection",
         "crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32636"}},
         "features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon",
         "coordinates":[[[%1$f,%3$f],[%2$f,%3$f],[%2$f,%4$f],[%1$f,%4$f],[%1$f,%3$f]]]}}]}
        """
            .formatted(extent()[0], extent()[1], extent()[2], extent()[3]));
    String id =
        submit(
            submission(
                "east", "\"polygons\": \"east.geojson\"", "\"formula\": \"prediction + 50\""));
    assertThat(registry.resolve("submissions").resolve(id).resolve("polygons.geojson")).exists();
    assertThat(challenge("check").exitCode()).isZero();
    JsonNode entry = entries().get(0);
    assertThat(entry.get("share").doubleValue()).isEqualTo(1);
    assertThat(entry.get("verdict").textValue()).isEqualTo("REFUSED_GAIN");
  }

  /** West, east, south and north of the scene. */
  private static double[] extent() throws IOException {
    try (GeoTiffSource image = GeoTiffSource.open(KAFA.resolve("lulc2011.tif"))) {
      var envelope = image.grid().envelope();
      return new double[] {
        envelope.getMinX(), envelope.getMaxX(), envelope.getMinY(), envelope.getMaxY()
      };
    }
  }

  @Test
  void twoRunsGiveTheSameDecisionsAndAnswers() throws IOException {
    submit(KAFA.resolve("challenges/forest-swir.json"));
    challenge("check");
    byte[] first = Files.readAllBytes(registry.resolve(Decisions.FILE));
    JsonNode answer = entries().get(0);
    ChallengeCommandIT other = new ChallengeCommandIT(Files.createDirectory(temp.resolve("b")));
    other.submit(KAFA.resolve("challenges/forest-swir.json"));
    other.challenge("check");
    assertThat(other.registry.resolve(Decisions.FILE)).hasBinaryContent(first);
    JsonNode again = other.entries().get(0);
    answer
        .fieldNames()
        .forEachRemaining(
            field -> {
              if (!field.equals("date")) {
                assertThat(again.get(field)).as(field).isEqualTo(answer.get(field));
              }
            });
  }

  @Test
  void aChangedLineOfTheRegistryIsFound() throws IOException {
    submit(KAFA.resolve("challenges/forest-swir.json"));
    submit(KAFA.resolve("challenges/low-cover-lowered.json"));
    challenge("check");
    Path lines = registry.resolve("registry.jsonl");
    String published = Files.readString(lines);
    Files.writeString(lines, published.replaceFirst("Heartwood authors", "Someone else"));
    assertRefused(challenge("list"), "registry.jsonl:2: does not follow the line before");
    Files.writeString(lines, published.lines().skip(1).findFirst().orElseThrow() + "\n");
    assertRefused(challenge("list"), "registry.jsonl:1: does not follow the line before");
  }

  @Test
  void hostileSubmissionsAreRefusedOnOneLineAndLeaveNothing() throws IOException {
    String where = "\"where\": \"ndvi > 0\"";
    String formula = "\"formula\": \"prediction\"";
    assertNotTaken(submission("bad-name!", where, formula), "name must have");
    assertNotTaken(
        submission("a", "\"where\": \"slope > 3\"", formula),
        "group.where, column 1: nothing is called slope; there are [blue, green");
    assertNotTaken(
        submission("a", where, "\"formula\": \"exp(1\""), "model.formula, column 6: expected )");
    assertNotTaken(
        submission("a", where, "\"code\": \"1\""), "exactly one field, formula or folder");
    assertNotTaken(submission("a", where + ", \"polygons\": \"x\"", formula), "exactly one field");
    assertNotTaken(
        submission("a", "\"polygons\": \"../../etc/passwd\"", formula), "must be a plain name");
    assertNotTaken(submission("a", where, "\"folder\": \"/etc\""), "must be a plain name");
    assertNotTaken(submission("a", where, "\"folder\": \"absent\""), "no such folder");
    assertNotTaken(temp.resolve("absent.json"), "no such file");
    Files.createSymbolicLink(temp.resolve("link.geojson"), temp.resolve("a.json"));
    assertNotTaken(submission("a", "\"polygons\": \"link.geojson\"", formula), "links are not");
    submit(submission("a", where, formula));
    assertRefused(
        challenge("submit", temp.resolve("a.json").toString()), "was handed in before, as 0001-a");
  }

  private void assertNotTaken(Path submission, String part) throws IOException {
    assertRefused(challenge("submit", submission.toString()), part);
    Path taken = registry.resolve("submissions");
    if (Files.exists(taken)) {
      try (Stream<Path> left = Files.list(taken)) {
        assertThat(left).isEmpty();
      }
    }
  }

  private static void assertRefused(CommandRun run, String part) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(part).doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
  }
}
