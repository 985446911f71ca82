package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CogWriterTest {
  private final Path folder;

  CogWriterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Grid grid(int width, int height) {
    return new Grid("EPSG:32636", 600_000, 9_900_000, 30, width, height);
  }

  private static CogLayout layout(int width, int height, int block, CogPixels pixels, int bands) {
    return new CogLayout(
        grid(width, height),
        Srs.of("EPSG:32636"),
        block,
        pixels,
        IntStream.range(0, bands)
            .mapToObj(i -> new CogBand("band <" + i + "> & \"more\"", i == 0 ? "t C/ha" : ""))
            .toList(),
        Map.of("SOURCE", "scenes <a> & b", "METHOD", "§2.1"));
  }

  /** Seeded noise in 0 to 100 with about a tenth of the pixels missing; whole numbers if asked. */
  private static List<FloatRaster> noise(CogLayout layout, boolean whole) {
    Random random = new Random(7);
    List<FloatRaster> bands = new ArrayList<>();
    for (int band = 0; band < layout.bands().size(); band++) {
      FloatRaster raster = FloatRaster.empty(layout.grid().window());
      for (int i = 0; i < raster.data().length; i++) {
        if (random.nextInt(10) > 0) {
          float value = random.nextFloat() * 100;
          raster.data()[i] = whole ? (int) value : value;
        }
      }
      bands.add(raster);
    }
    return bands;
  }

  private static List<FloatRaster> read(Path file) throws Exception {
    try (GeoTiffSource source = GeoTiffSource.open(file)) {
      return source.read(IntStream.range(0, source.bands()).toArray(), source.grid().window());
    }
  }

  private static void assertSame(List<FloatRaster> actual, List<FloatRaster> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int band = 0; band < expected.size(); band++) {
      assertThat(actual.get(band).data()).isEqualTo(expected.get(band).data());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 128, 1, 0",
    "143, 148, 128, 1, 1",
    "143, 148, 256, 2, 0",
    "700, 513, 128, 2, 3",
    "700, 513, 512, 1, 1",
    "33, 2049, 16, 3, 8"
  })
  void measuredPixelsReadBackAsTheyWere(int width, int height, int block, int bands, int overviews)
      throws Exception {
    Path file = folder.resolve("measured.tif");
    CogLayout layout = layout(width, height, block, new CogPixels.Measured(), bands);
    List<FloatRaster> pixels = noise(layout, false);

    CogFile written = CogWriter.write(file, layout, CogTile.cut(layout, pixels));

    assertThat(written.overviews()).isEqualTo(overviews);
    assertThat(written.sizeBytes()).isEqualTo(Files.size(file));
    assertSame(read(file), pixels);
    try (GeoTiffSource source = GeoTiffSource.open(file)) {
      assertThat(source.grid()).isEqualTo(layout.grid());
    }
    assertThat(GdalTools.checkCloudOptimised(file)).contains("is a valid cloud optimized GeoTIFF");
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "143, 148, 1", "700, 513, 2"})
  void countedPixelsReadBackAsTheyWere(int width, int height, int bands) throws Exception {
    Path file = folder.resolve("counted.tif");
    CogLayout layout = layout(width, height, 128, new CogPixels.Counted(255), bands);
    List<FloatRaster> pixels = noise(layout, true);

    CogWriter.write(file, layout, CogTile.cut(layout, pixels));

    assertSame(read(file), pixels);
    assertThat(GdalTools.checkCloudOptimised(file)).contains("is a valid cloud optimized GeoTIFF");
  }

  @Test
  void classesCarryColoursAndNames() throws Exception {
    Path file = folder.resolve("loss.tif");
    CogPixels.Classified years =
        new CogPixels.Classified(255, Palette.lossYears(2000, 2001, 2013).classes());
    CogLayout layout = layout(300, 200, 128, years, 1);
    List<FloatRaster> pixels = noise(layout, true);
    float[] data = pixels.get(0).data();
    for (int i = 0; i < data.length; i++) {
      data[i] = Float.isNaN(data[i]) ? Float.NaN : 1 + data[i] % 13;
    }

    CogFile written = CogWriter.write(file, layout, CogTile.cut(layout, pixels));

    assertSame(read(file), pixels);
    assertThat(GdalTools.checkCloudOptimised(file)).contains("is a valid cloud optimized GeoTIFF");
    assertThat(written.sidecars())
        .containsExactly(folder.resolve("loss.tif.aux.xml"), folder.resolve("loss.qml"));
    assertThat(folder.resolve("loss.qml"))
        .content()
        .contains("value=\"1\" label=\"Loss in 2001\" color=\"#ffe08a\" alpha=\"255\"");
    int losses2001 = (int) IntStream.range(0, data.length).filter(i -> data[i] == 1).count();
    String info = GdalTools.info(file);
    assertThat(info)
        .contains("\"colorInterpretation\":\"Palette\"", "\"noDataValue\":255.0")
        .contains("Loss in 2013");
    assertThat(info.replaceAll("\\s", ""))
        .contains("[255,224,138,255]", "1,\"Lossin2001\"," + losses2001 + ".0,255,224,138");
  }

  @Test
  void tilesLeftOutHaveNoData() throws Exception {
    Path file = folder.resolve("sparse.tif");
    CogLayout layout = layout(700, 513, 128, new CogPixels.Measured(), 2);
    List<FloatRaster> pixels = noise(layout, false);
    List<CogTile> tiles = new ArrayList<>();
    CogTile.cut(layout, pixels)
        .forEachRemaining(
            tile -> {
              if ((tile.tileRow() + tile.tileCol()) % 3 == 1) {
                tiles.add(tile);
              }
            });
    for (FloatRaster raster : pixels) {
      for (int row = 0; row < 513; row++) {
        for (int col = 0; col < 700; col++) {
          if ((row / 128 + col / 128) % 3 != 1) {
            raster.data()[raster.index(col, row)] = Float.NaN;
          }
        }
      }
    }

    CogWriter.write(file, layout, tiles.iterator());

    assertSame(read(file), pixels);
    assertThat(GdalTools.checkCloudOptimised(file)).contains("is a valid cloud optimized GeoTIFF");
  }

  @Test
  void aRasterWithoutAnyDataIsStillAFile() throws Exception {
    Path file = folder.resolve("empty.tif");
    CogLayout layout = layout(300, 300, 128, new CogPixels.Measured(), 1);

    CogWriter.write(file, layout, List.<CogTile>of().iterator());

    assertSame(read(file), List.of(FloatRaster.empty(layout.grid().window())));
    assertThat(GdalTools.checkCloudOptimised(file)).contains("is a valid cloud optimized GeoTIFF");
  }

  @Test
  void gdalReadsPlaceUnitDescriptionAndStatistics() throws Exception {
    Path file = folder.resolve("described.tif");
    CogLayout layout = layout(2, 2, 16, new CogPixels.Measured(), 1);
    FloatRaster pixels = new FloatRaster(layout.grid().window(), new float[] {1, 2, 6, Float.NaN});

    CogWriter.write(file, layout, CogTile.cut(layout, List.of(pixels)));

    assertThat(GdalTools.info(file))
        .contains("band <0> & \\\"more\\\"", "\"unit\":\"t C/ha\"", "\"noDataValue\":\"NaN\"")
        .contains("scenes <a> & b", "§2.1", "\"LAYOUT\":\"COG\"", "32636")
        .contains("\"STATISTICS_MEAN\":\"3.0\"", "\"STATISTICS_VALID_PERCENT\":\"75.0\"")
        .contains("\"STATISTICS_STDDEV\":\"" + Math.sqrt(14.0 / 3) + "\"")
        .contains("\"AREA_OR_POINT\":\"Area\"");
  }

  @Test
  void threadsAndTheOrderOfTilesDoNotChangeABlockOfPixels() throws Exception {
    CogLayout layout = layout(700, 613, 64, new CogPixels.Measured(), 2);
    List<FloatRaster> pixels = noise(layout, false);
    Path alone = folder.resolve("alone.tif");
    Path shared = folder.resolve("shared.tif");
    List<CogTile> tiles = new ArrayList<>();
    CogTile.cut(layout, pixels).forEachRemaining(tiles::add);
    List<CogTile> squares = new ArrayList<>(tiles);
    squares.sort(
        Comparator.<CogTile>comparingInt(tile -> tile.tileRow() / 4)
            .thenComparingInt(tile -> tile.tileCol() / 4));

    CogWriter.write(alone, layout, tiles.iterator());
    CogWriter.write(shared, layout, tiles.iterator(), Map::of, new CogWriter.Sharing(1, 3));
    assertThat(Files.readAllBytes(shared)).isEqualTo(Files.readAllBytes(alone));

    CogWriter.write(shared, layout, squares.iterator(), Map::of, new CogWriter.Sharing(4, 2));
    assertSame(read(shared), pixels);
    assertThat(Files.size(shared)).isCloseTo(Files.size(alone), within(200L));
    assertThat(GdalTools.checkCloudOptimised(shared))
        .contains("is a valid cloud optimized GeoTIFF");
  }

  @Test
  void tilesThatComeTwiceOrTooLateAreRefused() {
    CogLayout layout = layout(300, 300, 64, new CogPixels.Measured(), 1);
    List<CogTile> tiles = new ArrayList<>();
    CogTile.cut(layout, noise(layout, false)).forEachRemaining(tiles::add);

    assertThatThrownBy(() -> writeShared(layout, List.of(tiles.get(0), tiles.get(0)), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tiles must come once each, row by row");
    assertThatThrownBy(() -> writeShared(layout, List.of(tiles.get(10), tiles.get(0)), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x.tif: tile row 0, column 0 came after row 2, column 0");
  }

  private void writeShared(CogLayout layout, List<CogTile> tiles, int rowsTogether)
      throws Exception {
    CogWriter.write(
        folder.resolve("x.tif"),
        layout,
        tiles.iterator(),
        Map::of,
        new CogWriter.Sharing(rowsTogether, 1));
  }

  @Test
  void floatsAreStoredInLessSpaceAndReadBackAsTheyWere() throws Exception {
    TileCodec codec = new TileCodec(TileCodec.Predictor.FLOATING_POINT, 256, 0);
    int pixels = 256 * 256;
    float[] tile = new float[2 * pixels];
    Random random = new Random(4);
    for (int i = 0; i < pixels; i++) {
      tile[i] = Math.floorDiv(i % 256, 64);
      tile[pixels + i] = i % 1000 == 0 ? Float.NaN : 50 + 20 * random.nextFloat();
    }

    byte[] steps = codec.encode(tile, 0);
    byte[] noise = codec.encode(tile, pixels);

    assertThat(steps.length).isLessThan(pixels * Float.BYTES / 90);
    assertThat(noise.length).isLessThan(pixels * Float.BYTES * 85 / 100);
    float[] read = new float[2 * pixels];
    codec.decode(steps, read, 0);
    codec.decode(noise, read, pixels);
    assertThat(read).isEqualTo(tile);
  }

  @Test
  void roundedBandsAreSmallerAndSayHowFarTheyAreRounded() throws Exception {
    Path exact = folder.resolve("exact.tif");
    Path rounded = folder.resolve("rounded.tif");
    CogLayout layout = layout(300, 200, 128, new CogPixels.Measured(), 1);
    List<CogBand> band = List.of(new CogBand("height", "m", BitRounding.to(6)));
    CogLayout coarse =
        new CogLayout(layout.grid(), layout.srs(), 128, layout.pixels(), band, Map.of());
    List<FloatRaster> pixels = noise(layout, false);

    CogFile plain = CogWriter.write(exact, layout, CogTile.cut(layout, pixels));
    CogFile small = CogWriter.write(rounded, coarse, CogTile.cut(coarse, pixels));

    assertThat(small.sizeBytes()).isLessThan(plain.sizeBytes() * 6 / 10);
    assertThat(GdalTools.info(rounded)).contains("\"ROUNDING_ERROR_FRACTION_MAX\":\"0.0078125\"");
    assertThat(GdalTools.info(exact)).doesNotContain("ROUNDING");
    float[] read = read(rounded).get(0).data();
    for (int i = 0; i < read.length; i++) {
      float value = pixels.get(0).data()[i];
      assertThat(Float.isNaN(read[i])).isEqualTo(Float.isNaN(value));
      if (!Float.isNaN(value)) {
        assertThat((double) read[i]).isCloseTo(value, within(0.0078125 * value));
      }
    }
  }

  @Test
  void onlyMeasuredQuantitiesCanBeRounded() {
    CogLayout layout = layout(20, 20, 16, new CogPixels.Counted(255), 1);

    assertThatThrownBy(
            () ->
                new CogLayout(
                    layout.grid(),
                    layout.srs(),
                    16,
                    layout.pixels(),
                    List.of(new CogBand("trees", "", BitRounding.to(6))),
                    Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("only measured quantities can be rounded");
  }

  @Test
  void overviewsAreMeansOfValidPixels() throws Exception {
    CogLayout layout = layout(143, 148, 128, new CogPixels.Measured(), 2);
    List<FloatRaster> pixels = noise(layout, false);
    CogPyramid pyramid = new CogPyramid(folder.resolve("x.tif"), layout, CogWriter.Sharing.NONE);
    TileCodec codec = new TileCodec(TileCodec.Predictor.FLOATING_POINT, 128, 0);
    try (pyramid) {
      pyramid.fill(CogTile.cut(layout, pixels));
      pyramid.buildOverviews();
      assertThat(pyramid.levels()).hasSize(2);
      TileSpool level = pyramid.levels().get(1);
      assertThat(level.width()).isEqualTo(72);
      assertThat(level.height()).isEqualTo(74);
      float[] tile = new float[2 * 128 * 128];
      codec.decode(level.get(0, 0), tile, 0);
      codec.decode(level.get(0, 1), tile, 128 * 128);
      for (int row = 0; row < 128; row++) {
        for (int col = 0; col < 128; col++) {
          for (int band = 0; band < 2; band++) {
            FloatRaster raster = pixels.get(band);
            int r = 2 * row;
            int c = 2 * col;
            double mean =
                Stream.of(
                        new int[] {r, c},
                        new int[] {r, c + 1},
                        new int[] {r + 1, c},
                        new int[] {r + 1, c + 1})
                    .filter(at -> at[0] < 148 && at[1] < 143)
                    .mapToDouble(at -> raster.at(at[1], at[0]))
                    .filter(value -> !Double.isNaN(value))
                    .average()
                    .orElse(Double.NaN);
            assertThat(tile[(band * 128 + row) * 128 + col]).isEqualTo(Float.valueOf((float) mean));
          }
        }
      }
    }
  }

  @Test
  void overviewsOfClassesTakeTheNorthWestPixel() throws Exception {
    CogLayout layout =
        layout(40, 40, 16, new CogPixels.Classified(255, Palette.forestState().classes()), 1);
    FloatRaster pixels = FloatRaster.empty(layout.grid().window());
    for (int i = 0; i < 1600; i++) {
      pixels.data()[i] = (i % 40 % 4 == 0 && i / 40 % 4 == 0) ? 1 : 0;
    }
    CogPyramid pyramid = new CogPyramid(folder.resolve("x.tif"), layout, CogWriter.Sharing.NONE);
    TileCodec codec = new TileCodec(TileCodec.Predictor.NONE, 16, 255);
    try (pyramid) {
      pyramid.fill(CogTile.cut(layout, List.of(pixels)));
      pyramid.buildOverviews();
      float[] tile = new float[256];
      codec.decode(pyramid.levels().get(2).get(0, 0), tile, 0);
      for (int i = 0; i < 256; i++) {
        boolean inside = i % 16 < 10 && i / 16 < 10;
        assertThat(tile[i]).isEqualTo(Float.valueOf(inside ? 1 : Float.NaN));
      }
    }
  }

  @Test
  void theSamePixelsGiveTheSameBytes() throws Exception {
    CogLayout layout = layout(300, 200, 128, new CogPixels.Measured(), 2);
    List<FloatRaster> pixels = noise(layout, false);
    Path first = folder.resolve("first.tif");
    Path second = folder.resolve("second.tif");

    CogWriter.write(first, layout, CogTile.cut(layout, pixels));
    CogWriter.write(second, layout, CogTile.cut(layout, pixels));

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void aFileTooLargeForFourBytePositionsIsABigTiff() throws Exception {
    Path file = folder.resolve("big.tif");
    CogLayout layout = layout(300, 200, 128, new CogPixels.Measured(), 2);
    List<FloatRaster> pixels = noise(layout, false);

    CogWriter.write(file, layout, CogTile.cut(layout, pixels), 1000);

    byte[] head = Arrays.copyOf(Files.readAllBytes(file), 4);
    assertThat(head).containsExactly('I', 'I', 43, 0);
    assertThat(GdalTools.checkCloudOptimised(file)).contains("is a valid cloud optimized GeoTIFF");
    assertSame(read(file), pixels);
  }

  @Test
  void degreesHaveGeographicKeys() throws Exception {
    Path file = folder.resolve("degrees.tif");
    Grid grid = new Grid("EPSG:4326", 36.5, -0.25, 0.00025, 20, 10);
    CogLayout layout =
        new CogLayout(
            grid,
            Srs.of("EPSG:4326"),
            16,
            new CogPixels.Measured(),
            List.of(new CogBand("cover", "")),
            Map.of());

    CogWriter.write(file, layout, CogTile.cut(layout, noise(layout, false)));

    try (GeoTiffSource source = GeoTiffSource.open(file)) {
      assertThat(source.grid()).isEqualTo(grid);
    }
    assertThat(GdalTools.info(file)).contains("GEOGCRS", "4326");
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws Exception {
    Path file = folder.resolve("kept.tif");
    Files.writeString(file, "old");
    CogLayout layout = layout(300, 200, 128, new CogPixels.Measured(), 1);
    Iterator<CogTile> tiles = List.of(tile(0, 1, 128), tile(0, 0, 128)).iterator();

    assertThatThrownBy(() -> CogWriter.write(file, layout, tiles))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "kept.tif: tile row 0, column 0 came after row 0, column 1; tiles must come once each,"
                + " row by row");

    assertThat(file).hasContent("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private static CogTile tile(int row, int col, int block) {
    PixelWindow window = new PixelWindow(col * block, row * block, block, block);
    return new CogTile(row, col, List.of(FloatRaster.empty(window)));
  }

  @Test
  void valuesThatDoNotFitAreRefusedByPixel() {
    CogLayout layout = layout(3, 2, 16, new CogPixels.Counted(255), 1);
    FloatRaster pixels = new FloatRaster(layout.grid().window(), new float[] {0, 1, 2, 3, 4.5f, 5});

    assertThatThrownBy(
            () ->
                CogWriter.write(
                    folder.resolve("cover.tif"), layout, CogTile.cut(layout, List.of(pixels))))
        .hasMessage(
            "cover.tif: tile row 0, column 0: pixel (1, 1) must be NaN or a whole number in 0 to"
                + " 255 other than the no-data value 255, was 4.5");
  }

  @Test
  void aPixelWithoutAClassIsRefused() {
    CogLayout layout =
        layout(2, 1, 16, new CogPixels.Classified(255, Palette.forestState().classes()), 1);
    FloatRaster pixels = new FloatRaster(layout.grid().window(), new float[] {1, 2});

    assertThatThrownBy(
            () ->
                CogWriter.write(
                    folder.resolve("forest.tif"), layout, CogTile.cut(layout, List.of(pixels))))
        .hasMessage(
            "forest.tif: tile row 0, column 0: pixel (1, 0) must be NaN or one of the classes [0,"
                + " 1], was 2.0");
  }
}
