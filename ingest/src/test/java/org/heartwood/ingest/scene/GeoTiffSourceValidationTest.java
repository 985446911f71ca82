package org.heartwood.ingest.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against GDAL, which reads and writes the files of these tests; skipped where it is absent. */
class GeoTiffSourceValidationTest {
  private static final Path KAFA = Path.of(System.getProperty("heartwood.samples"), "kafa");
  private static final Path ETM = KAFA.resolve("etm_2001_sr_x10000.tif");
  private static final Path NDVI = KAFA.resolve("ndvi_1984_2013_x10000.tif");
  private static final String GEO_TRANSFORM = "<GeoTransform>.*</GeoTransform>";

  private final Path folder;

  GeoTiffSourceValidationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void requireGdal() {
    assumeTrue(Gdal.isPresent(), "gdal_translate is not on the path");
  }

  @Test
  void randomWindowsAndBandSubsetsEqualGdals() throws IOException {
    Random random = new Random(1);
    try (GeoTiffSource source = GeoTiffSource.open(ETM)) {
      for (int i = 0; i < 8; i++) {
        int[] bands = {3 + random.nextInt(3), random.nextInt(3)};
        PixelWindow window =
            new PixelWindow(
                random.nextInt(900),
                random.nextInt(1000),
                1 + random.nextInt(100),
                1 + random.nextInt(100));
        List<FloatRaster> read = source.read(bands, window);
        for (int band = 0; band < bands.length; band++) {
          assertThat(read.get(band).data()).isEqualTo(Gdal.values(ETM, bands[band], window));
        }
      }
    }
  }

  @Test
  void aDatedStackEqualsGdalsWithNaNForItsNoData() throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(NDVI)) {
      PixelWindow window = source.grid().window();
      int[] bands = {165, 0, 80};
      List<FloatRaster> read = source.read(bands, window);
      for (int i = 0; i < bands.length; i++) {
        float[] expected = Gdal.values(NDVI, bands[i], window);
        for (int pixel = 0; pixel < expected.length; pixel++) {
          expected[pixel] = expected[pixel] == -32768 ? Float.NaN : expected[pixel];
        }
        assertThat(read.get(i).data()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-co TILED=YES -co BLOCKXSIZE=64 -co BLOCKYSIZE=32 -co INTERLEAVE=BAND",
        "-co TILED=YES -co BLOCKXSIZE=16 -co BLOCKYSIZE=16 -co INTERLEAVE=PIXEL -co COMPRESS=LZW",
        "-co COMPRESS=DEFLATE -co PREDICTOR=2 -co INTERLEAVE=BAND",
        "-co COMPRESS=DEFLATE -co PREDICTOR=2 -co INTERLEAVE=PIXEL",
        "-ot Float32 -co COMPRESS=DEFLATE -co PREDICTOR=3 -co TILED=YES",
        "-ot Float32 -co ENDIANNESS=BIG",
        "-ot Float64 -co INTERLEAVE=BAND",
        "-ot Int32 -co BIGTIFF=YES",
        "-ot UInt16 -co COMPRESS=PACKBITS",
      })
  void everyLayoutThatGdalWritesHoldsTheSamePixels(String options) throws IOException {
    Path written = Gdal.translate(ETM, folder.resolve("layout.tif"), options.split(" ", -1));
    PixelWindow window = new PixelWindow(395, 517, 111, 93);
    try (GeoTiffSource original = GeoTiffSource.open(ETM);
        GeoTiffSource source = GeoTiffSource.open(written)) {
      assertThat(source.grid()).isEqualTo(original.grid());
      int[] bands = {2, 0, 5};
      List<FloatRaster> expected = original.read(bands, window);
      List<FloatRaster> read = source.read(bands, window);
      for (int i = 0; i < bands.length; i++) {
        assertThat(read.get(i).data()).isEqualTo(expected.get(i).data());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-9999", "-3.4028234663852886e+38", "370", "0.1"})
  void theNoDataValueBecomesNaN(String noData) throws IOException {
    Path written =
        Gdal.translate(
            ETM,
            folder.resolve("nodata.tif"),
            "-ot",
            "Float32",
            "-b",
            "3",
            "-scale",
            "370",
            "371",
            noData,
            noData,
            "-a_nodata",
            noData);
    try (GeoTiffSource source = GeoTiffSource.open(written)) {
      assertThat(source.read(new int[] {0}, new PixelWindow(500, 600, 1, 1)).get(0).data())
          .containsOnly(Float.NaN);
    }
  }

  /** Landsat products mark their pixels as points: the tie point is then a pixel's centre. */
  @Test
  void pixelsThatAreMarkedAsPointsLieWhereGdalPutsThem() throws IOException {
    Path points =
        Gdal.translate(
            ETM,
            folder.resolve("points.tif"),
            "-srcwin",
            "0",
            "0",
            "40",
            "30",
            "-mo",
            "AREA_OR_POINT=Point");
    try (GeoTiffSource source = GeoTiffSource.open(points)) {
      assertThat(source.grid()).isEqualTo(new Grid("EPSG:32636", 808755, 852945, 30, 40, 30));
    }
  }

  @Test
  void aCroppedFileLiesWhereItWasCut() throws IOException {
    Path crop =
        Gdal.translate(ETM, folder.resolve("crop.tif"), "-srcwin", "345", "692", "143", "148");
    try (GeoTiffSource source = GeoTiffSource.open(crop);
        GeoTiffSource ndvi = GeoTiffSource.open(NDVI)) {
      assertThat(source.grid()).isEqualTo(ndvi.grid());
    }
  }

  @Test
  void degreesAreReadAsTheyAre() throws IOException {
    Path degrees =
        Gdal.translate(
            ETM,
            folder.resolve("degrees.tif"),
            "-srcwin",
            "0",
            "0",
            "40",
            "30",
            "-a_srs",
            "EPSG:4326",
            "-a_ullr",
            "35.5",
            "7.75",
            "35.54",
            "7.72");
    try (GeoTiffSource source = GeoTiffSource.open(degrees)) {
      Grid grid = source.grid();
      assertThat(grid.crs()).isEqualTo("EPSG:4326");
      assertThat(grid.pixelSize()).isCloseTo(0.001, within(1e-12));
      assertThat(grid.y(30)).isCloseTo(7.72, within(1e-12));
      assertThat(grid.x(40)).isCloseTo(35.54, within(1e-12));
    }
  }

  private static void refused(Path file, String message) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> GeoTiffSource.open(file))
        .withMessage(file + ": " + message);
  }

  @Test
  void aFileWithoutReferenceSystemIsRefused() {
    refused(
        Gdal.edited(ETM, folder, "<SRS.*</SRS>", ""),
        "has no coordinate reference system; set one with gdal_edit.py -a_srs EPSG:…");
    refused(
        Gdal.edited(ETM, folder, "<SRS.*</GeoTransform>", ""),
        "has no coordinate reference system; set one with gdal_edit.py -a_srs EPSG:…");
  }

  @Test
  void aReferenceSystemWithoutEpsgCodeIsRefused() {
    refused(
        Gdal.translate(
            ETM,
            folder.resolve("laea.tif"),
            "-srcwin",
            "0",
            "0",
            "40",
            "30",
            "-a_srs",
            "+proj=laea +lat_0=7 +lon_0=36 +datum=WGS84"),
        "its coordinate reference system has no EPSG code; warp it to one with gdalwarp -t_srs"
            + " EPSG:…");
  }

  @Test
  void rotatedAndSouthUpRastersAreRefused() {
    for (String transform :
        List.of("808755, 29, 5, 852945, 5, -29", "808755, 30, 0, 817635, 0, 30")) {
      refused(
          Gdal.edited(ETM, folder, GEO_TRANSFORM, "<GeoTransform>" + transform + "</GeoTransform>"),
          "is not placed on the ground by one tie point and a pixel scale; warp it to a north-up"
              + " grid with gdalwarp");
    }
  }

  @Test
  void aFileThatIsNotPlacedOnTheGroundIsRefused() {
    refused(
        Gdal.edited(ETM, folder, GEO_TRANSFORM, ""),
        "is not placed on the ground by one tie point and a pixel scale; warp it to a north-up"
            + " grid with gdalwarp");
  }

  @Test
  void pixelsThatAreNotSquareAreRefused() {
    refused(
        Gdal.edited(
            ETM,
            folder,
            GEO_TRANSFORM,
            "<GeoTransform>808755, 30, 0, 852945, 0, -15</GeoTransform>"),
        "pixels must be square, were 30.0 × 15.0; warp it with gdalwarp -tr");
  }

  @Test
  void theCoarsestOverviewThatIsFineEnoughIsRead() throws IOException {
    Path written =
        Gdal.translate(ETM, folder.resolve("overviews.tif"), "-srcwin", "0", "0", "512", "768");
    Gdal.addOverviews(written, List.of("-r", "AVERAGE"), "2", "4", "8");
    try (GeoTiffSource source = GeoTiffSource.open(written)) {
      double[] wanted = {10, 30, 59, 60, 119, 120, 1000};
      double[] taken = {30, 30, 30, 60, 60, 120, 240};
      for (int i = 0; i < wanted.length; i++) {
        assertThat(source.forPixelSize(wanted[i]).grid().pixelSize()).isEqualTo(taken[i]);
      }
      PixelWindow window = new PixelWindow(20, 30, 40, 50);
      assertThat(source.forPixelSize(120).read(new int[] {2}, window).get(0).data())
          .isEqualTo(Gdal.values(written, 2, window, "-oo", "OVERVIEW_LEVEL=1"));
    }
  }

  @Test
  void aThinnedPictureEqualsGdalsPixels() throws IOException {
    PixelWindow window = new PixelWindow(0, 0, 1000, 1177);
    float[] whole = Gdal.values(ETM, 3, window);
    try (GeoTiffSource source = GeoTiffSource.open(ETM)) {
      FloatRaster thinned = source.thinned(3, 250);
      float[] expected = new float[20];
      for (int i = 0; i < 20; i++) {
        expected[i] = whole[i / 4 * 250 * 1000 + i % 4 * 250];
      }
      assertThat(thinned.data()).isEqualTo(expected);
    }
  }
}
