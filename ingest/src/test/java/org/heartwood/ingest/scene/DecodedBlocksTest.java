package org.heartwood.ingest.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.tiff.DecodedBlocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodedBlocksTest {
  private static final Path KAFA = Path.of(System.getProperty("heartwood.samples"), "kafa");
  private static final Path ETM = KAFA.resolve("etm_2001_sr_x10000.tif");
  private static final Path NDVI = KAFA.resolve("ndvi_1984_2013_x10000.tif");
  private static final int[] BANDS = {2, 0};
  private static final PixelWindow CORNER = new PixelWindow(0, 0, 40, 40);

  private static List<float[]> windows(GeoTiffSource source) {
    List<float[]> pixels = new ArrayList<>();
    for (int row = -8; row < source.grid().height(); row += 200) {
      for (int col = -8; col < source.grid().width(); col += 200) {
        for (FloatRaster band : source.read(BANDS, new PixelWindow(col, row, 216, 216))) {
          pixels.add(band.data());
        }
      }
    }
    return pixels;
  }

  /** From no room at all to more than the file needs. */
  @ParameterizedTest
  @ValueSource(longs = {0, 10_000, 1_000_000, 1_000_000_000})
  void windowsHaveTheSamePixelsHoweverMuchRoomThereIs(long room) throws IOException {
    for (Path file : List.of(ETM, NDVI)) {
      DecodedBlocks kept = new DecodedBlocks(room);
      try (GeoTiffSource plain = GeoTiffSource.open(file);
          GeoTiffSource source = GeoTiffSource.open(file, kept);
          GeoTiffSource second = GeoTiffSource.open(file, kept)) {
        List<float[]> expected = windows(plain);
        assertThat(windows(source)).usingElementComparator(Arrays::compare).isEqualTo(expected);
        assertThat(windows(second)).usingElementComparator(Arrays::compare).isEqualTo(expected);
      }
    }
  }

  @Test
  void aBlockThatWasReadIsNotDecodedAgain(@TempDir Path folder) throws IOException {
    Path file = Files.copy(ETM, folder.resolve("scene.tif"));
    DecodedBlocks kept = new DecodedBlocks(1 << 30);
    List<float[]> before = all(file, kept);
    FileTime modified = Files.getLastModifiedTime(file);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(bytes.length() / 3);
      bytes.write(new byte[1000]);
    }
    Files.setLastModifiedTime(file, modified);
    assertThat(all(file, kept)).usingElementComparator(Arrays::compare).isEqualTo(before);
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> all(file, new DecodedBlocks(0)))
        .withMessageContaining("scene.tif");
  }

  private static List<float[]> all(Path file, DecodedBlocks kept) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(file, kept)) {
      return windows(source);
    }
  }

  @Test
  void aFileThatWasReplacedIsReadAnew(@TempDir Path folder) throws IOException {
    Path file = Files.copy(ETM, folder.resolve("scene.tif"));
    DecodedBlocks kept = new DecodedBlocks(1 << 30);
    corner(file, kept);
    Files.copy(NDVI, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(corner(file, kept)).isEqualTo(corner(NDVI, new DecodedBlocks(0)));
  }

  private static float[] corner(Path file, DecodedBlocks kept) throws IOException {
    try (GeoTiffSource source = GeoTiffSource.open(file, kept)) {
      return source.read(BANDS, CORNER).get(0).data();
    }
  }
}
