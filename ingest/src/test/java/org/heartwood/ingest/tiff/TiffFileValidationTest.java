package org.heartwood.ingest.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.heartwood.ingest.access.LocalBytes;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.scene.Gdal;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every layout that GDAL writes and this package reads, against the pixels that went in. The pixels
 * reach GDAL as raw numbers (a raw VRT), so that no reader of TIFF is on both sides.
 */
class TiffFileValidationTest {
  private static final int WIDTH = 75;
  private static final int HEIGHT = 53;
  private static final int BANDS = 3;

  private final Path folder;

  TiffFileValidationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void requireGdal() {
    assumeTrue(Gdal.isPresent(), "gdal_translate is not on the path");
  }

  /** Smooth with noise, so that predictors and dictionaries have work; from 0 to 250. */
  private static double value(int band, int col, int row) {
    return (col * 3 + row * 2 + band * 40 + (col * 31 + row * 17) % 7) % 251;
  }

  /** Three bands of float64 as raw numbers that GDAL reads. */
  private Path raw() throws IOException {
    ByteBuffer pixels =
        ByteBuffer.allocate(BANDS * WIDTH * HEIGHT * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int band = 0; band < BANDS; band++) {
      for (int row = 0; row < HEIGHT; row++) {
        for (int col = 0; col < WIDTH; col++) {
          pixels.putDouble(value(band, col, row));
        }
      }
    }
    Files.write(folder.resolve("raw.bin"), pixels.array());
    return Files.writeString(
        folder.resolve("raw.vrt"),
        """
        <VRTDataset rasterXSize="75" rasterYSize="53"><SRS>EPSG:32636</SRS>
        <GeoTransform>500000, 30, 0, 900000, 0, -30</GeoTransform>%s</VRTDataset>
        """
            .formatted(
                String.join("", Stream.of(1, 2, 3).map(TiffFileValidationTest::band).toList())));
  }

  private static String band(int band) {
    return """
    <VRTRasterBand dataType="Float64" band="%d" subClass="VRTRawRasterBand">
    <SourceFilename relativetoVRT="1">raw.bin</SourceFilename>
    <ImageOffset>%d</ImageOffset><PixelOffset>8</PixelOffset><LineOffset>600</LineOffset>
    <ByteOrder>LSB</ByteOrder></VRTRasterBand>
    """
        .formatted(band, (band - 1) * WIDTH * HEIGHT * Double.BYTES);
  }

  static List<String> layouts() {
    List<String> out = new ArrayList<>();
    List<String> places =
        List.of(
            "-co TILED=YES -co BLOCKXSIZE=32 -co BLOCKYSIZE=16 -co INTERLEAVE=PIXEL",
            "-co BLOCKYSIZE=7 -co INTERLEAVE=BAND -co ENDIANNESS=BIG",
            "-co TILED=YES -co BLOCKXSIZE=16 -co BLOCKYSIZE=32 -co INTERLEAVE=BAND -co BIGTIFF=YES",
            "-co BLOCKYSIZE=10 -co INTERLEAVE=PIXEL -co ENDIANNESS=BIG -co BIGTIFF=YES");
    for (String type :
        List.of("Byte", "UInt16", "Int16", "UInt32", "Int32", "Float32", "Float64")) {
      List<String> compressions =
          new ArrayList<>(List.of("NONE", "PACKBITS", "LZW", "DEFLATE", "ZSTD"));
      for (String codec : List.of("LZW", "DEFLATE", "ZSTD")) {
        compressions.add(codec + " -co PREDICTOR=2");
        if (type.startsWith("Float")) {
          compressions.add(codec + " -co PREDICTOR=3");
        }
      }
      for (int i = 0; i < compressions.size(); i++) {
        int place = (i + type.length()) % places.size();
        // What GDAL 3.6 writes as big-endian with predictor 3 it does not read back itself.
        if (compressions.get(i).endsWith("=3") && place % 2 == 1) {
          place--;
        }
        out.add("-ot " + type + " " + places.get(place) + " -co COMPRESS=" + compressions.get(i));
      }
    }
    out.add("-ot Byte -co PIXELTYPE=SIGNEDBYTE -co COMPRESS=LZW");
    return out;
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyLayoutHoldsThePixelsThatWentIn(String options) throws IOException {
    Path written = Gdal.translate(raw(), folder.resolve("written.tif"), options.split(" ", -1));
    try (TiffFile file = TiffFile.open(LocalBytes.open(written))) {
      assertThat(file.grid()).isEqualTo(new Grid("EPSG:32636", 500_000, 900_000, 30, 75, 53));
      assertThat(file.bands()).isEqualTo(BANDS);
      for (int band = 0; band < BANDS; band++) {
        BlockRaster raster = file.band(band);
        float[] floats = new float[raster.blockWidth() * raster.blockHeight()];
        double[] doubles = new double[floats.length];
        for (int top = 0; top < HEIGHT; top += raster.blockHeight()) {
          for (int left = 0; left < WIDTH; left += raster.blockWidth()) {
            int rows = Math.min(raster.blockHeight(), HEIGHT - top);
            int blockCol = left / raster.blockWidth();
            int blockRow = top / raster.blockHeight();
            assertThat(raster.read(blockCol, blockRow, Math.max(1, rows / 2), floats)).isTrue();
            assertThat(raster.read(blockCol, blockRow, rows, floats)).isTrue();
            assertThat(raster.read(blockCol, blockRow, rows, doubles)).isTrue();
            double[] expected = doubles.clone();
            for (int i = 0; i < rows * raster.blockWidth(); i++) {
              int col = left + i % raster.blockWidth();
              double value = value(band, col, top + i / raster.blockWidth());
              value = options.contains("SIGNEDBYTE") ? (byte) value : value;
              expected[i] = col < WIDTH ? value : Double.NaN;
              assertThat(floats[i]).isEqualTo(Float.valueOf((float) expected[i]));
            }
            assertThat(doubles).isEqualTo(expected);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NEAREST", "AVERAGE"})
  void overviewsHoldWhatGdalReadsInThem(String resampling) throws IOException {
    Path written =
        Gdal.translate(
            raw(),
            folder.resolve("overviews.tif"),
            "-outsize",
            "600",
            "424",
            "-ot",
            "Float32",
            "-co",
            "TILED=YES",
            "-co",
            "BLOCKXSIZE=64",
            "-co",
            "BLOCKYSIZE=64",
            "-co",
            "COMPRESS=DEFLATE");
    Gdal.addOverviews(written, List.of("-r", resampling), "2", "4", "8");
    try (TiffFile file = TiffFile.open(LocalBytes.open(written))) {
      assertThat(file.overviews()).hasSize(3);
      for (int level = 0; level < 3; level++) {
        TiffFile overview = file.overview(level);
        Grid grid = overview.grid();
        assertThat(grid).isEqualTo(file.overviews().get(level));
        assertThat(grid.pixelSize()).isEqualTo(3.75 * (2 << level));
        assertThat(grid.envelope().equals(file.grid().envelope())).isTrue();
        float[] expected = Gdal.values(written, 1, grid.window(), "-oo", "OVERVIEW_LEVEL=" + level);
        assertThat(whole(overview.band(1))).isEqualTo(expected);
      }
    }
  }

  private static float[] whole(BlockRaster band) {
    PixelWindow all = band.grid().window();
    float[] out = new float[all.width() * all.height()];
    float[] block = new float[band.blockWidth() * band.blockHeight()];
    for (int row = 0; row < all.height(); row++) {
      for (int col = 0; col < all.width(); col += band.blockWidth()) {
        int inBlock = row % band.blockHeight();
        band.read(col / band.blockWidth(), row / band.blockHeight(), inBlock + 1, block);
        System.arraycopy(
            block,
            inBlock * band.blockWidth(),
            out,
            row * all.width() + col,
            Math.min(band.blockWidth(), all.width() - col));
      }
    }
    return out;
  }

  @Test
  void masksAreNoOverviews() throws IOException {
    Path written =
        Gdal.translate(
            raw(),
            folder.resolve("mask.tif"),
            "-mask",
            "1",
            "-ot",
            "Byte",
            "--config",
            "GDAL_TIFF_INTERNAL_MASK",
            "YES");
    Gdal.addOverviews(written, List.of(), "2");
    try (TiffFile file = TiffFile.open(LocalBytes.open(written))) {
      assertThat(file.overviews()).isEmpty();
    }
  }

  @Test
  void aSparseRasterOfTenBillionPixelsCostsNothing() throws IOException {
    Path vrt =
        Files.writeString(
            folder.resolve("huge.vrt"),
            """
            <VRTDataset rasterXSize="100000" rasterYSize="100000"><SRS>EPSG:32636</SRS>
            <GeoTransform>500000, 30, 0, 9000000, 0, -30</GeoTransform>
            <VRTRasterBand dataType="Float32" band="1"><NoDataValue>-1</NoDataValue>
            </VRTRasterBand></VRTDataset>
            """);
    Path huge =
        Gdal.translate(
            vrt,
            folder.resolve("huge.tif"),
            "-co",
            "SPARSE_OK=TRUE",
            "-co",
            "TILED=YES",
            "-co",
            "BLOCKXSIZE=512",
            "-co",
            "BLOCKYSIZE=512",
            "-co",
            "COMPRESS=DEFLATE",
            "-co",
            "BIGTIFF=YES");
    assertThat(Files.size(huge)).isLessThan(2 << 20);
    Assertions.assertTimeout(
        Duration.ofSeconds(2),
        () -> {
          try (TiffFile file = TiffFile.open(LocalBytes.open(huge))) {
            float[] block = new float[512 * 512];
            Arrays.fill(block, 7);
            BlockRaster band = file.band(0);
            for (int blockRow = 0; blockRow < 196; blockRow++) {
              for (int blockCol = 0; blockCol < 196; blockCol++) {
                assertThat(band.read(blockCol, blockRow, 512, block)).isFalse();
              }
            }
            assertThat(block).containsOnly(7);
          }
        });
  }
}
