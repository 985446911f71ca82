package org.heartwood.ingest.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeoTiffSourceTest {
  private static final Path KAFA = Path.of(System.getProperty("heartwood.samples"), "kafa");
  private static final Path ETM = KAFA.resolve("etm_2001_sr_x10000.tif");
  private static final Path NDVI = KAFA.resolve("ndvi_1984_2013_x10000.tif");
  private static final Path LAND_USE = KAFA.resolve("lulc2011.tif");

  private static float pixel(Path file, int band, int col, int row) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(file)) {
      return source.read(new int[] {band}, new PixelWindow(col, row, 1, 1)).get(0).data()[0];
    }
  }

  private static void refused(Path file, String message) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> GeoTiffSource.open(file))
        .withMessageStartingWith(file + ": ")
        .withMessageContaining(message);
  }

  @Test
  void theHeaderGivesGridAndBands() throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(NDVI)) {
      assertThat(source.grid()).isEqualTo(new Grid("EPSG:32636", 819105, 832185, 30, 143, 148));
      assertThat(source.bands()).isEqualTo(166);
      assertThat(source.file()).isEqualTo(NDVI.toString());
    }
  }

  /** The numbers are those of gdallocationinfo, GDAL 3.6.2. */
  @ParameterizedTest
  @CsvSource({
    "etm_2001_sr_x10000.tif, 2, 500, 600, 370",
    "etm_2001_sr_x10000.tif, 0, 0, 0, 376",
    "etm_2001_sr_x10000.tif, 5, 999, 1176, 1125",
    "etm_2001_sr_x10000.tif, 3, 123, 456, 2460",
    "ndvi_1984_2013_x10000.tif, 0, 0, 0, 7605",
    "ndvi_1984_2013_x10000.tif, 99, 71, 70, 7307",
    "ndvi_1984_2013_x10000.tif, 165, 142, 147, 8189",
    "lulc2011.tif, 0, 500, 600, 5",
    "lulc2011.tif, 0, 0, 0, NaN",
    "vcf2000_treecover_pct.tif, 0, 345, 692, 77",
  })
  void pixelsAreThoseThatGdalReads(String file, int band, int col, int row, float value)
      throws IOException {
    assertThat(pixel(KAFA.resolve(file), band, col, row)).isEqualTo(Float.valueOf(value));
  }

  @Test
  void bandsComeInTheOrderAsked() throws IOException {
    PixelWindow window = new PixelWindow(200, 300, 50, 40);
    int[] wanted = {3, 1, 5};
    try (GeoTiffSource source = GeoTiffSource.open(ETM)) {
      List<FloatRaster> bands = source.read(wanted, window);
      assertThat(bands).hasSize(3);
      for (int i = 0; i < 3; i++) {
        FloatRaster alone = source.read(new int[] {wanted[i]}, window).get(0);
        assertThat(bands.get(i).window()).isEqualTo(window);
        assertThat(bands.get(i).data()).isEqualTo(alone.data());
      }
      assertThat(bands.get(0).data()).isNotEqualTo(bands.get(1).data());
    }
  }

  @Test
  void whatLiesOutsideTheFileIsNaN() throws IOException {
    PixelWindow window = new PixelWindow(-3, -2, 149, 152);
    try (GeoTiffSource source = GeoTiffSource.open(NDVI)) {
      FloatRaster inside = source.read(new int[] {99}, source.grid().window()).get(0);
      FloatRaster grown = source.read(new int[] {99}, window).get(0);
      assertThat(grown.crop(source.grid().window()).data()).isEqualTo(inside.data());
      for (int row = -2; row < 150; row++) {
        for (int col = -3; col < 146; col++) {
          if (row < 0 || row >= 148 || col < 0 || col >= 143) {
            assertThat(grown.at(col, row)).isNaN();
          }
        }
      }
      for (PixelWindow beside :
          List.of(new PixelWindow(143, 0, 5, 5), new PixelWindow(0, -5, 5, 5))) {
        assertThat(source.read(new int[] {1, 0}, beside))
            .hasSize(2)
            .allSatisfy(raster -> assertThat(raster.data()).hasSize(25).containsOnly(Float.NaN));
      }
    }
  }

  @Test
  void noDataIsNaNAndNothingElseIs() throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(NDVI)) {
      FloatRaster first = source.read(new int[] {0}, source.grid().window()).get(0);
      int valid = 0;
      for (float value : first.data()) {
        valid += Float.isNaN(value) ? 0 : 1;
      }
      // As many as GDAL reads; bands.csv calls it 0.394 of the band.
      assertThat(valid).isEqualTo(8341);
      assertThat(first.data()).doesNotContain(-32768f);
    }
  }

  @Test
  void windowsReadPieceByPieceAreTheWhole() throws IOException {
    PixelWindow window = new PixelWindow(100, 200, 64, 64);
    try (GeoTiffSource source = GeoTiffSource.open(ETM)) {
      FloatRaster whole = source.read(new int[] {4}, window).get(0);
      FloatRaster pieces = FloatRaster.empty(window);
      for (int row = 200; row < 264; row += 7) {
        for (int col = 100; col < 164; col += 13) {
          PixelWindow piece = new PixelWindow(col, row, 13, 7).intersection(window);
          pieces.paste(source.read(new int[] {4}, piece).get(0));
        }
      }
      assertThat(pieces.data()).isEqualTo(whole.data());
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "3", "7", "150"})
  void aThinnedPictureHoldsEveryStepthPixel(int step) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(NDVI)) {
      FloatRaster whole = source.read(new int[] {99}, source.grid().window()).get(0);
      FloatRaster thinned = source.thinned(99, step);
      PixelWindow window = new PixelWindow(0, 0, (143 + step - 1) / step, (148 + step - 1) / step);
      assertThat(thinned.window()).isEqualTo(window);
      for (int row = 0; row < window.height(); row++) {
        for (int col = 0; col < window.width(); col++) {
          assertThat(thinned.at(col, row))
              .isEqualTo(Float.valueOf(whole.at(col * step, row * step)));
        }
      }
    }
  }

  @Test
  void aThinnedSingleBandHasItsNoDataAsNaN() throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(LAND_USE)) {
      FloatRaster thinned = source.thinned(0, 100);
      assertThat(thinned.window()).isEqualTo(new PixelWindow(0, 0, 10, 12));
      assertThat(thinned.at(0, 0)).isNaN();
      assertThat(thinned.at(5, 6)).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @CsvSource({"6", "-1"})
  void aBandThatTheFileDoesNotHaveIsRefused(int band) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(ETM)) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> source.read(new int[] {2, band, 3}, new PixelWindow(0, 0, 4, 4)))
          .withMessage(
              ETM
                  + ": has 6 bands, band "
                  + (band + 1)
                  + " was asked for; bands are counted from 1");
    }
  }

  @Test
  void aMissingFileIsRefused(@TempDir Path folder) {
    Path missing = folder.resolve("none.tif");
    refused(missing, "no such file; check its path");
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> GeoTiffSource.open(folder))
        .withMessageStartingWith(folder + ": no such file");
  }

  @Test
  void aFileThatIsNoTiffIsRefused(@TempDir Path folder) throws IOException {
    refused(
        Files.writeString(folder.resolve("text.tif"), "band,date,scene\n1,2001-02-28,A\n"),
        "cannot be read as a GeoTIFF (");
    refused(Files.createFile(folder.resolve("empty.tif")), "cannot be read as a GeoTIFF (");
    Path png = Files.write(folder.resolve("x.tif"), new byte[] {'I', 'I', 43, 0, 1, 2, 3});
    refused(png, "check it with gdalinfo");
  }

  @Test
  void aTruncatedFileIsRefusedAtTheLatestWhenItsPixelsAreRead(@TempDir Path folder)
      throws IOException {
    byte[] bytes = Files.readAllBytes(LAND_USE);
    for (double share : new double[] {0.0005, 0.01, 0.5, 0.9, 0.99}) {
      Path cut =
          Files.write(
              folder.resolve(share + ".tif"), Arrays.copyOf(bytes, (int) (share * bytes.length)));
      assertThatExceptionOfType(InputException.class)
          .as("first %s of the file", share)
          .isThrownBy(
              () -> {
                try (GeoTiffSource source = GeoTiffSource.open(cut)) {
                  source.read(new int[] {0}, source.grid().window());
                }
              })
          .withMessageStartingWith(cut + ": ")
          .withMessageContaining("check it with gdalinfo")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("(null)"));
    }
  }
}
