package org.heartwood.ingest.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiffFileTest {
  private static final int DEFLATE = 8;
  private final Path folder;

  TiffFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static byte[] ramp() {
    byte[] out = new byte[256];
    for (int i = 0; i < out.length; i++) {
      out[i] = (byte) i;
    }
    return out;
  }

  static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater();
    deflater.setInput(bytes);
    deflater.finish();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    while (!deflater.finished()) {
      out.write(buffer, 0, deflater.deflate(buffer));
    }
    deflater.end();
    return out.toByteArray();
  }

  private float[] tile(TiffBuilder builder) throws IOException {
    try (TiffFile file = builder.open(folder)) {
      float[] out = new float[256];
      assertThat(file.band(0).read(0, 0, 16, out)).isTrue();
      return out;
    }
  }

  private void refused(TiffBuilder builder, Reason reason, String message) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> tile(builder))
        .withMessageContaining("made.tif: ")
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void aTileLiesWhereItsHeaderSays() throws IOException {
    try (TiffFile file = TiffBuilder.tile().payload(ramp()).open(folder)) {
      assertThat(file.grid()).isEqualTo(new Grid("EPSG:32636", 500_000, 900_000, 30, 16, 16));
      assertThat(file.bands()).isEqualTo(1);
      assertThat(file.overviews()).isEmpty();
      BlockRaster band = file.band(0);
      assertThat(List.of(band.blockWidth(), band.blockHeight())).containsExactly(16, 16);
      assertThat(band.exactInFloat()).isTrue();
      float[] read = new float[256];
      assertThat(band.read(0, 0, 16, read)).isTrue();
      assertThat(read[255]).isEqualTo(255);
    }
  }

  @Test
  void aModelTransformationPlacesARasterToo() throws IOException {
    TiffBuilder builder = TiffBuilder.tile().remove(33550).remove(33922);
    builder.doubles(34264, 30, 0, 0, 500_000, 0, -30, 0, 900_000, 0, 0, 0, 0, 0, 0, 0, 1);
    try (TiffFile file = builder.open(folder)) {
      assertThat(file.grid()).isEqualTo(new Grid("EPSG:32636", 500_000, 900_000, 30, 16, 16));
    }
    builder.doubles(34264, 30, 1, 0, 500_000, 0, -30, 0, 900_000, 0, 0, 0, 0, 0, 0, 0, 1);
    refused(builder, Reason.UNSUPPORTED, "is not placed on the ground by one tie point");
  }

  @Test
  void onlyTheFirstRowsAreInflatedAndWhatLiesBesideTheGridIsNaN() throws IOException {
    byte[] broken = Arrays.copyOf(deflated(noise()), 150);
    TiffBuilder builder = TiffBuilder.compressed(DEFLATE, broken).longs(256, 10).longs(257, 12);
    try (TiffFile file = builder.open(folder)) {
      float[] read = new float[256];
      assertThat(file.band(0).read(0, 0, 4, read)).isTrue();
      assertThat(read[9]).isEqualTo(noise()[9] & 0xFF);
      assertThat(read[10]).isNaN();
      assertThat(read[64]).isZero();
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> file.band(0).read(0, 0, 12, read))
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TRUNCATED));
    }
    try (TiffFile file =
        TiffBuilder.tile().payload(ramp()).longs(256, 10).longs(257, 12).open(folder)) {
      double[] read = new double[256];
      assertThat(file.band(0).read(0, 0, 16, read)).isTrue();
      assertThat(read[11 * 16 + 9]).isEqualTo(11 * 16 + 9);
      assertThat(read[11 * 16 + 10]).isNaN();
      assertThat(read[12 * 16]).isNaN();
    }
  }

  private static byte[] noise() {
    byte[] out = new byte[256];
    new Random(4).nextBytes(out);
    return out;
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "7.0, 7", "300, -1", "-9999, -1", "7.5, -1", "nan, -1", "inf, -1"})
  void theNoDataValueIsOneThatThePixelsCanHave(String noData, int missing) throws IOException {
    float[] read = tile(TiffBuilder.tile().payload(ramp()).text(42113, noData));
    for (int i = 0; i < 256; i++) {
      assertThat(read[i]).isEqualTo(Float.valueOf(i == missing ? Float.NaN : i));
    }
  }

  @ParameterizedTest
  @CsvSource({"7, NaN", "-9999, 0", "300, 255", "nan, 0"})
  void aBlockThatIsLeftOutIsWhatGdalMakesOfIt(String noData, float expected) throws IOException {
    try (TiffFile file = TiffBuilder.tile().longs(324, 0).text(42113, noData).open(folder)) {
      float[] read = new float[256];
      Arrays.fill(read, 3);
      boolean data = file.band(0).read(0, 0, 16, read);
      assertThat(data).isEqualTo(!Float.isNaN(expected));
      assertThat(read).containsOnly(data ? expected : 3);
    }
  }

  @Test
  void aNoDataValueThatIsNoNumberIsRefused() {
    refused(TiffBuilder.tile().text(42113, "none"), Reason.INCONSISTENT, "GDAL_NODATA (tag 42113)");
    refused(
        TiffBuilder.tile().text(42113, "1".repeat(5000)), Reason.INCONSISTENT, "at most 128 bytes");
  }

  @Test
  void aTallStripThatIsNotCompressedIsReadInPieces() throws IOException {
    byte[] pixels = new byte[3000 * 1000];
    new Random(3).nextBytes(pixels);
    TiffBuilder builder =
        TiffBuilder.tile()
            .remove(322)
            .remove(323)
            .remove(324)
            .longs(256, 1000)
            .longs(257, 3000)
            .longs(273, 8)
            .payload(pixels)
            .remove(325)
            .longs(279, pixels.length);
    try (TiffFile file = builder.open(folder)) {
      BlockRaster band = file.band(0);
      assertThat(band.blockHeight()).isEqualTo(1048);
      float[] read = new float[1000];
      band.read(0, 2, 1, read);
      assertThat(read[17]).isEqualTo(pixels[2096 * 1000 + 17] & 0xFF);
    }
    try (TiffFile file = builder.longs(279, 2_500_000).open(folder)) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> file.band(0).read(0, 2, 904, new float[904_000]))
          .withMessageContaining("expected block 2 at byte 2096008 to hold 904000 bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7, JPEG (7)",
    "50001, WebP (50001)",
    "34887, LERC (34887)",
    "4, CCITT fax (4)",
    "12345, code 12345",
  })
  void aCompressionThatIsNotReadIsNamedWithItsRemedy(int code, String title) {
    refused(
        TiffBuilder.tile().shorts(259, code),
        Reason.UNSUPPORTED,
        "expected the compression none, LZW, deflate, PackBits or ZSTD, found "
            + title
            + "; convert it with gdal_translate -co TILED=YES -co COMPRESS=DEFLATE");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 12, 24, 64})
  void aWidthOfBitsThatIsNotReadIsNamed(int bits) {
    refused(TiffBuilder.tile().shorts(258, bits), Reason.UNSUPPORTED, "found " + bits + " bits");
  }

  @Test
  void missingReferencesAreTold() {
    refused(TiffBuilder.tile().remove(34735), Reason.NO_CRS, "has no coordinate reference system");
    refused(
        TiffBuilder.tile().shorts(34735, 1, 1, 0, 1, 3072, 0, 1, 32767),
        Reason.NO_CRS,
        "has no EPSG code");
    refused(
        TiffBuilder.tile().shorts(34735, 1, 1, 0, 900, 3072, 0, 1, 32636),
        Reason.INCONSISTENT,
        "to hold its 900 keys");
    refused(
        TiffBuilder.tile().doubles(33550, Double.NaN, 30, 0),
        Reason.UNSUPPORTED,
        "is not placed on the ground");
  }

  @Test
  void aBandOrBlockThatIsNotThereIsRefused() throws IOException {
    try (TiffFile file = TiffBuilder.tile().open(folder)) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> file.band(1))
          .withMessageContaining("has 1 bands, band 2 was asked for");
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> file.band(0).read(1, 0, 1, new float[256]));
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> file.band(0).read(0, 0, 17, new float[512]));
    }
  }
}
