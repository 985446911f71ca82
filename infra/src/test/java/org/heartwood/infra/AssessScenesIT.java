package org.heartwood.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.access.AccessPolicy;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.verification.monitor.Assessment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;

/**
 * The main job on scenes of a STAC catalogue. The scenes are made from the stack of the Kafa sample
 * ({@link MadeScenes}), so that what they show is known.
 */
final class AssessScenesIT {
  private static final int FIRST_YEAR = 2001;
  private static final int LAST_YEAR = 2007;
  private static final Path RESULT = Path.of("DEMO-KAFA", "2007-03-31");
  private static final String SECRET = "what-lies-outside-of-the-catalogue";
  private static final String LEFT_OUT = "the scene is left out";

  @TempDir private static Path temp = Path.of("");
  private static List<MadeScenes.Image> images = List.of();
  private static CommandRun clean = new CommandRun(-1, "", "");
  private static CommandRun broken = new CommandRun(-1, "", "");

  /** What must stand in the table of issues for one spoilt scene. */
  private record Expected(Reason reason, String detail, String remedy) {}

  private static final Map<String, Expected> EXPECTED = new LinkedHashMap<>();

  @BeforeAll
  static void assessBoth() throws IOException {
    images = MadeScenes.images(FIRST_YEAR, LAST_YEAR);
    MadeScenes sound = new MadeScenes(dossier("clean"));
    MadeScenes spoilt = new MadeScenes(dossier("broken"));
    for (MadeScenes.Image image : images) {
      sound.add(image);
      spoilt.add(image);
    }
    // Whoever fetches three of a scene's files leaves the links to the others as they are.
    ObjectNode item = sound.scenes().get(0).item();
    item.withObjectProperty("assets").putObject("swir16").put("href", "not/fetched.tif");
    sound.write();
    spoil(spoilt);
    spoilt.write("./deep.json");
    clean = assess("clean", "local[2]", "clean-out");
    broken = assess("broken", "local[2]", "broken-out");
  }

  /** A dossier whose imagery is the catalogue in its folder. */
  private static Path dossier(String name) throws IOException {
    return SampleDossier.copyTo(temp.resolve(name))
        .edit(
            dossier -> {
              ObjectNode sources = (ObjectNode) dossier.get("sources");
              sources.removeAll();
              sources
                  .putArray("scenes")
                  .addObject()
                  .put("catalogue", "catalog.json")
                  .put("product", "LANDSAT_C2_L2")
                  .put("origin", "made from the Kafa sample");
              shorten(dossier);
            })
        .folder();
  }

  private static void shorten(ObjectNode dossier) {
    ((ObjectNode) dossier.get("method")).put("lastYear", LAST_YEAR).put("comparisonRadiusM", 1500);
  }

  private static CommandRun assess(String dossier, String master, String out) {
    return CommandRun.of(
        "assess",
        temp.resolve(dossier).toString(),
        "--out",
        temp.resolve(out).toString(),
        "--as-of",
        "2007-03-31",
        "--master",
        master);
  }

  /** One more scene for every way in which a scene can be broken, each on a day of its own. */
  private static void spoil(MadeScenes scenes) throws IOException {
    Files.writeString(temp.resolve("secret.tif"), SECRET);
    MadeScenes.Image good =
        images.stream()
            .filter(image -> image.day().equals(LocalDate.of(2003, 1, 10)))
            .findFirst()
            .orElseThrow();
    LocalDate day = LocalDate.of(2003, 2, 12);

    MadeScenes.Scene cut = scenes.add(good.on(day));
    cut.replace("red", Arrays.copyOf(cut.bytes("red"), 20_000));
    expect(cut, Reason.TRUNCATED, "red.tif", LEFT_OUT);

    MadeScenes.Scene cutWhereStated = scenes.add(good.on(day.plusDays(1)));
    Files.write(cutWhereStated.file("nir08"), Arrays.copyOf(cutWhereStated.bytes("nir08"), 20_000));
    expect(cutWhereStated, Reason.TRUNCATED, "file:size: expected 42", "fetch the file again");

    MadeScenes.Scene longer = scenes.add(good.on(day.plusDays(2)));
    longer.asset("red").put("file:size", 10);
    expect(longer, Reason.INCONSISTENT, "file:size: expected 10 bytes", LEFT_OUT);

    MadeScenes.Scene changed = scenes.add(good.on(day.plusDays(3)));
    byte[] altered = changed.bytes("qa_pixel");
    altered[5000] ^= 1;
    Files.write(changed.file("qa_pixel"), altered);
    expect(changed, Reason.CHECKSUM, "file:checksum: expected SHA-256", LEFT_OUT);

    MadeScenes.Scene incomplete = scenes.add(good.on(day.plusDays(4)));
    ((ObjectNode) incomplete.item().get("assets")).remove("nir08");
    expect(incomplete, Reason.MISSING, "expected an asset nir08 or SR_B4", LEFT_OUT);

    MadeScenes.Scene lost = scenes.add(good.on(day.plusDays(5)));
    Files.delete(lost.file("red"));
    expect(lost, Reason.MISSING, "names no file", "beside or below the catalogue");

    MadeScenes.Scene escaping = scenes.add(good.on(day.plusDays(6)));
    escaping.asset("red").put("href", "../secret.tif");
    expect(escaping, Reason.FORBIDDEN, "leaves ", "beside or below the catalogue");

    MadeScenes.Scene system = scenes.add(good.on(day.plusDays(7)));
    system.asset("qa_pixel").put("href", "../".repeat(40) + "etc/passwd");
    expect(system, Reason.FORBIDDEN, "leaves ", "beside or below the catalogue");

    MadeScenes.Scene nowhere = scenes.add(good.on(day.plusDays(8)));
    nowhere.replace("red", MadeScenes.changed(nowhere.bytes("red"), 34735, 37000, 0));
    expect(nowhere, Reason.NO_CRS, "red.tif", LEFT_OUT);

    Grid grid = good.grid();
    Grid elsewhere = new Grid(grid.crs(), grid.originX() + 20_000, grid.originY(), 30, 143, 148);
    MadeScenes.Scene away =
        scenes.add(new MadeScenes.Image(day.plusDays(9), elsewhere, good.ndvi()));
    away.item().set("bbox", scenes.scenes().get(0).item().get("bbox"));
    away.item().set("geometry", scenes.scenes().get(0).item().get("geometry"));
    expect(away, Reason.OUTSIDE_AREA, "footprint touches the project", LEFT_OUT);

    FloatRaster nothing = FloatRaster.empty(grid.window());
    MadeScenes.Scene empty = scenes.add(new MadeScenes.Image(day.plusDays(10), grid, nothing));
    expect(empty, Reason.EMPTY, "no valid pixel around the project", "if it was cloudy");

    MadeScenes.Scene scaled = scenes.add(good.on(day.plusDays(11)));
    ((ObjectNode) scaled.asset("red").at("/raster:bands/0")).put("scale", 1e-4);
    expect(scaled, Reason.INCONSISTENT, "the product's is 2.75E-5", LEFT_OUT);

    MadeScenes.Scene older =
        scenes.add("LE07_L2SP_169055_20030224_20160830_01_T1", good.on(day.plusDays(12)));
    expect(older, Reason.UNSUPPORTED, "Collection 2 Level-2", LEFT_OUT);

    MadeScenes.Scene script = scenes.add("<script>alert(1)", good.on(day.plusDays(12)));
    expect(script, Reason.VALUE, "Collection 2 Level-2", LEFT_OUT);

    MadeScenes.Scene timeless = scenes.add(good.on(day.plusDays(13)));
    ((ObjectNode) timeless.item().get("properties")).putNull("datetime");
    expect(timeless, Reason.MISSING, "datetime: expected a time", "when the scene was taken");

    MadeScenes.Scene bomb = scenes.add(good.on(day.plusDays(14)));
    byte[] wide = MadeScenes.changed(bomb.bytes("red"), 256, 256, 2_000_000_000);
    bomb.replace("red", MadeScenes.changed(wide, 257, 257, 2_000_000_000));
    expect(bomb, Reason.TOO_LARGE, "red.tif", LEFT_OUT);

    // These two lie on pixels of their own and are usable.
    scenes.add(halfAPixelAway(good.on(LocalDate.of(2004, 1, 5))));
    scenes.add(inTheNextZone(good.on(LocalDate.of(2004, 1, 21))));

    Files.writeString(
        temp.resolve("broken/deep.json"),
        "{\"type\":\"Feature\",\"stac_version\":\"1.0.0\",\"id\":\"deep\",\"properties\":"
            + "{\"a\":".repeat(100_000)
            + "1"
            + "}".repeat(100_000)
            + "}");
  }

  private static void expect(MadeScenes.Scene scene, Reason reason, String detail, String remedy) {
    EXPECTED.put(scene.id(), new Expected(reason, detail, remedy));
  }

  private static MadeScenes.Image halfAPixelAway(MadeScenes.Image image) {
    Grid grid = image.grid();
    Grid shifted =
        new Grid(
            grid.crs(), grid.originX() + 15, grid.originY() - 15, 30, grid.width(), grid.height());
    return resampled(image, shifted);
  }

  private static MadeScenes.Image inTheNextZone(MadeScenes.Image image) {
    Coordinate lonLat =
        MapProjection.of(image.grid().crs())
            .inverse(image.grid().originX(), image.grid().originY());
    Coordinate corner = MapProjection.of("EPSG:32637").forward(lonLat.x, lonLat.y);
    return resampled(
        image,
        new Grid(
            "EPSG:32637",
            Math.floor(corner.x / 30) * 30 - 15,
            Math.ceil(corner.y / 30) * 30 + 15,
            30,
            160,
            160));
  }

  /** The image on another grid, bilinear between the centres of its pixels. */
  private static MadeScenes.Image resampled(MadeScenes.Image image, Grid to) {
    Grid from = image.grid();
    MapProjection source = MapProjection.of(from.crs());
    MapProjection target = MapProjection.of(to.crs());
    FloatRaster out = FloatRaster.empty(to.window());
    for (int row = 0; row < to.height(); row++) {
      for (int col = 0; col < to.width(); col++) {
        Coordinate lonLat = target.inverse(to.x(col + 0.5), to.y(row + 0.5));
        out.data()[out.index(col, row)] = between(image, source.forward(lonLat.x, lonLat.y));
      }
    }
    return new MadeScenes.Image(image.day(), to, out);
  }

  private static float between(MadeScenes.Image image, Coordinate at) {
    Grid grid = image.grid();
    double col = (at.x - grid.originX()) / grid.pixelSize() - 0.5;
    double row = (grid.originY() - at.y) / grid.pixelSize() - 0.5;
    int west = (int) Math.floor(col);
    int north = (int) Math.floor(row);
    if (west < 0 || north < 0 || west + 1 >= grid.width() || north + 1 >= grid.height()) {
      return Float.NaN;
    }
    double east = col - west;
    double south = row - north;
    double above =
        (1 - east) * image.ndvi().at(west, north) + east * image.ndvi().at(west + 1, north);
    double below =
        (1 - east) * image.ndvi().at(west, north + 1) + east * image.ndvi().at(west + 1, north + 1);
    return (float) ((1 - south) * above + south * below);
  }

  @Test
  void aSoundCatalogueIsAssessedLikeAStack() throws IOException {
    assertThat(clean.exitCode()).as(clean.err()).isZero();
    assertVerdicts(report("clean-out"));
    assertThat(report("clean-out").get("issues"))
        .allSatisfy(issue -> assertThat(issue.get("partial").booleanValue()).isFalse());
  }

  @Test
  void aPlantedFireIsCalledFireWhereScenesHaveShortWaveInfrared() throws IOException {
    MadeScenes scenes = new MadeScenes(dossier("burnt"));
    for (MadeScenes.Image image : images) {
      scenes.addWithInfrared(image.day().getYear() < 2006 ? image : burnt(image));
    }
    // One broken band costs its index, not the scene.
    MadeScenes.Scene first = scenes.scenes().get(0);
    Files.write(first.file("swir22"), Arrays.copyOf(first.bytes("swir22"), 20_000));
    scenes.write();
    CommandRun run = assess("burnt", "local[2]", "burnt-out");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(report("burnt-out").get("issues"))
        .filteredOn(issue -> issue.get("reason").textValue().equals("TRUNCATED"))
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.get("partial").booleanValue()).isFalse();
              assertThat(issue.get("remedy").textValue()).contains("burn and water indices");
            });
    JsonNode fires = report("burnt-out").at("/datedChange/events");
    assertThat(fires)
        .filteredOn(event -> event.get("cause").textValue().equals("fire"))
        .singleElement()
        .satisfies(
            event -> {
              // Of 9 ha burnt, those that were forest at the start.
              assertThat(event.get("projectHa").doubleValue()).isBetween(4.5, 9.1);
              assertThat(event.get("evidence").textValue()).contains("burn ratio fell by 0.");
            });
    assertThat(fires)
        .filteredOn(event -> event.get("cause").textValue().equals("unknown"))
        .allSatisfy(
            event -> assertThat(event.get("evidence").textValue()).contains("burn ratio fell by"));
    // What an image alone calls a fire may have been set to clear.
    assertThat(report("burnt-out").at("/reversals/rows"))
        .filteredOn(row -> row.at("/cause/evidence").textValue().startsWith("fire: "))
        .allSatisfy(
            row -> assertThat(row.at("/cause/intent").textValue()).isEqualToIgnoringCase("unknown"))
        .isNotEmpty();
  }

  /** The image with ten by ten pixels of the project burnt. */
  private static MadeScenes.Image burnt(MadeScenes.Image image) {
    FloatRaster ndvi = new FloatRaster(image.ndvi().window(), image.ndvi().data().clone());
    for (int row = 70; row < 80; row++) {
      for (int col = 85; col < 95; col++) {
        int at = ndvi.index(col, row);
        if (!Float.isNaN(ndvi.data()[at])) {
          ndvi.data()[at] = MadeScenes.CHAR_NDVI;
        }
      }
    }
    return new MadeScenes.Image(image.day(), image.grid(), ndvi);
  }

  @Test
  void theTablesListEverySceneAndEveryFile() throws IOException {
    List<String> ids = images.stream().map(MadeScenes.Image::sceneId).sorted().toList();
    assertThat(rows("clean-out", "images"))
        .extracting(row -> row.<String>getAs("scene"))
        .containsExactlyInAnyOrderElementsOf(ids);
    List<Row> files = rows("clean-out", "image_files");
    assertThat(files).hasSize(3 * ids.size());
    assertThat(files).extracting(row -> row.<String>getAs("scene")).containsAll(ids);
    assertThat(files)
        .allSatisfy(
            row -> {
              assertThat(row.<String>getAs("checksum")).matches("SHA-256:[0-9a-f]{64}");
              assertThat(row.<String>getAs("product")).startsWith("Landsat Collection 2");
            });
  }

  @Test
  void theNdviOfScenesIsThatOfTheStackButForRounding() throws IOException {
    SampleDossier stack = SampleDossier.copyTo(temp.resolve("stack")).edit(AssessScenesIT::shorten);
    Assessment ofStack = open(stack.folder());
    Assessment ofScenes = open(temp.resolve("clean"));
    assertThat(ofScenes.grid().alignedWith(ofStack.grid())).isTrue();
    PixelWindow shown = ofScenes.grid().covering(inner(ofStack.grid()));
    for (MadeScenes.Image image : images) {
      float[] expected = ndvi(ofStack, image.day(), ofStack.grid().covering(inner(ofStack.grid())));
      float[] found = ndvi(ofScenes, image.day(), shown);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.length; i++) {
        assertThat(Float.isNaN(found[i])).isEqualTo(Float.isNaN(expected[i]));
        if (!Float.isNaN(found[i])) {
          assertThat(found[i]).isCloseTo(expected[i], within(2e-4f));
        }
      }
    }
  }

  /** The extent without half a pixel at its edge, which rounding cannot push over a pixel. */
  private static Envelope inner(Grid grid) {
    Envelope extent = grid.envelope();
    extent.expandBy(-grid.pixelSize() / 2);
    return extent;
  }

  private static Assessment open(Path dossier) {
    return Assessment.open(dossier, null, new DataAccess(AccessPolicy.standard(), Map.of()));
  }

  private static float[] ndvi(Assessment assessment, LocalDate day, PixelWindow window)
      throws IOException {
    DatedImage image =
        assessment.images().values().stream()
            .flatMap(List::stream)
            .filter(each -> each.date().equals(day))
            .findFirst()
            .orElseThrow();
    return assessment.imagery().read(new int[] {image.index0()}, window).images().get(0).data();
  }

  @Test
  void everyBrokenSceneIsOneRowAndTheOthersAreAssessed() throws IOException {
    assertThat(broken.exitCode()).as(broken.err()).isEqualTo(3);
    assertVerdicts(report("broken-out"));
    List<Row> rows = rows("broken-out", "issues");
    assertThat(rows).hasSameSizeAs(report("broken-out").get("issues"));
    EXPECTED.forEach(
        (scene, expected) -> {
          List<Row> found =
              rows.stream().filter(row -> row.<String>getAs("scene").equals(scene)).toList();
          assertThat(found).as(scene + " in " + rows).hasSize(1);
          Row row = found.get(0);
          assertThat(row.<String>getAs("reason")).isEqualTo(expected.reason.name());
          assertThat(row.<String>getAs("detail")).contains(expected.detail);
          assertThat(row.<String>getAs("remedy")).contains(expected.remedy);
          assertThat(row.<Boolean>getAs("partial")).isEqualTo(expected.reason != Reason.EMPTY);
        });
    assertThat(rows)
        .filteredOn(row -> row.<String>getAs("file").endsWith("deep.json"))
        .singleElement()
        .satisfies(row -> assertThat(row.<String>getAs("reason")).isEqualTo("TOO_LARGE"));
    assertThat(rows.stream().filter(row -> row.<Boolean>getAs("partial"))).hasSize(EXPECTED.size());
  }

  @Test
  void scenesOnOtherPixelsOrInAnotherZoneAreUsedAndLieOnEachOther() throws IOException {
    List<Row> rows =
        rows("broken-out", "images").stream()
            .filter(row -> List.of("2004-01-05", "2004-01-21").contains(row.<String>getAs("date")))
            .toList();
    assertThat(rows)
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row.<Long>getAs("valid_px")).isGreaterThan(18_000);
              assertThat(row.<String>getAs("fault")).isEmpty();
            });
    // Both were made of one image, the second to lie on the first.
    Row second = rows.get(1);
    assertThat(second.<String>getAs("shift_reference")).isEqualTo(rows.get(0).getAs("scene"));
    assertThat(second.<Double>getAs("shift_col_px")).isCloseTo(0, within(0.01));
    assertThat(second.<Double>getAs("shift_row_px")).isCloseTo(0, within(0.01));
  }

  @Test
  void nothingFromOutsideTheCatalogueReachesTheResult() throws IOException {
    assertThat(broken.out() + broken.err()).doesNotContain(SECRET, "root:");
    try (Stream<Path> files = Files.walk(temp.resolve("broken-out"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(SECRET, "root:x:");
      }
    }
  }

  @Test
  void theNameOfASceneIsTextInTheReport() throws IOException {
    assertThat(temp.resolve("broken-out").resolve(RESULT).resolve("report.html"))
        .content()
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script");
  }

  @Test
  void brokenScenesGiveTheSameBytesOneTaskAtATime() {
    assertThat(assess("broken", "local[1]", "broken-one").exitCode()).isEqualTo(3);
    assertThat(temp.resolve("broken-one").resolve(RESULT).resolve("MANIFEST.sha256"))
        .hasSameTextualContentAs(
            temp.resolve("broken-out").resolve(RESULT).resolve("MANIFEST.sha256"));
  }

  private static void assertVerdicts(JsonNode report) {
    assertThat(report.get("findings"))
        .hasSize(3)
        .allSatisfy(
            finding ->
                assertThat(finding.get("verdict").textValue())
                    .isIn("flag", "no flag", "cannot tell"));
  }

  private static JsonNode report(String out) throws IOException {
    return new ObjectMapper()
        .readTree(temp.resolve(out).resolve(RESULT).resolve("report.json").toFile());
  }

  private static List<Row> rows(String out, String table) throws IOException {
    Path file = temp.resolve(out).resolve(RESULT).resolve("tables/" + table + ".parquet");
    try (SparkSession spark = SparkSessions.open("local[2]")) {
      return spark.read().parquet(file.toString()).collectAsList();
    }
  }
}
