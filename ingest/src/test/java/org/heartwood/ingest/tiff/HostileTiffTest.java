package org.heartwood.ingest.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.heartwood.ingest.access.MemoryBytes;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that lie, end early or want to do harm: each ends with an {@link InputException}. */
class HostileTiffTest {
  private static final int LZW = 5;
  private static final int DEFLATE = 8;
  private static final int PACK_BITS = 32773;
  private static final int ZSTD = 50000;

  /** What opening a small hostile file and reading a row of it may allocate. */
  private static final long ALLOWED_BYTES = 16L << 20;

  /** Reads the first block; the memory that it costs is bounded, whatever comes of it. */
  private void read(byte[] bytes) throws IOException {
    long before = allocated();
    try (TiffFile file = TiffFile.open(new MemoryBytes("made.tif", bytes))) {
      BlockRaster band = file.band(0);
      assertThat(allocated() - before).isLessThan(ALLOWED_BYTES);
      int rows = Math.min(band.blockHeight(), (1 << 18) / band.blockWidth() + 1);
      if (band.blockWidth() < 1 << 20) {
        band.read(0, 0, rows, new float[rows * band.blockWidth()]);
      }
    } finally {
      assertThat(allocated() - before).isLessThan(2 * ALLOWED_BYTES);
    }
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }

  private void refused(TiffBuilder builder, Reason reason, String message) {
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(builder.bytes()))
        .withMessageContaining("made.tif: ")
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void dimensionsThatNoFileHoldsAreRefused() {
    refused(TiffBuilder.tile().longs(256, 0xFFFFFFFFL), Reason.TOO_LARGE, "ImageWidth (tag 256)");
    refused(TiffBuilder.tile().longs(257, 0x7FFFFFFFL), Reason.TOO_LARGE, "ImageLength (tag 257)");
    refused(TiffBuilder.tile().longs(256, 0), Reason.INCONSISTENT, "to be > 0 pixels");
    refused(
        TiffBuilder.tile().longs(256, 1 << 27).longs(257, 1 << 27),
        Reason.TOO_LARGE,
        "expected at most 4194304 blocks");
    refused(
        TiffBuilder.tile().longs(256, 16_000).longs(257, 16_000),
        Reason.INCONSISTENT,
        "expected TileOffsets (tag 324) to have 1000000 values, found 1 at byte");
  }

  @Test
  void aTileFarLargerThanItsImageIsRefused() {
    refused(
        TiffBuilder.tile().longs(256, 1).longs(257, 1).longs(322, 1 << 15).longs(323, 1 << 15),
        Reason.TOO_LARGE,
        "expected blocks of at most 67108864 pixels");
    refused(TiffBuilder.tile().longs(322, 1 << 30), Reason.TOO_LARGE, "TileWidth (tag 322)");
    refused(TiffBuilder.tile().longs(322, 0), Reason.INCONSISTENT, "TileWidth (tag 322)");
    refused(
        TiffBuilder.tile().shorts(277, 60_000).longs(322, 4096).longs(323, 4096),
        Reason.TOO_LARGE,
        "expected blocks of at most");
  }

  @Test
  void aSmallPayloadDoesNotClaimTheMemoryOfALargeTile() {
    byte[] few = TiffFileTest.deflated(new byte[100]);
    refused(
        TiffBuilder.compressed(DEFLATE, few).longs(322, 8192).longs(323, 8192),
        Reason.TRUNCATED,
        "expected block 0 at byte 8 to hold 131072 bytes of pixels");
  }

  @Test
  void directoriesThatLoopAreRefused() {
    TiffBuilder builder = TiffBuilder.tile();
    refused(builder.nextDirectory(builder.directory()), Reason.INCONSISTENT, "a loop at byte 264");
    refused(TiffBuilder.tile().nextDirectory(4000), Reason.TRUNCATED, "a directory at byte 4000");
    refused(TiffBuilder.tile().nextDirectory(-5), Reason.TRUNCATED, "at byte 4294967291");
  }

  /** Hundreds of overviews may share one list of blocks in the file; in memory they would not. */
  @Test
  void blocksOfAllOverviewsTogetherAreBounded() {
    TiffBuilder image = TiffBuilder.tile();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(image.nextDirectory(image.bytes().length).bytes());
    ByteBuffer overview =
        ByteBuffer.allocate(2 + 7 * 12 + 4).order(ByteOrder.LITTLE_ENDIAN).putShort((short) 7);
    int[] tags = {254, 256, 257, 258, 322, 323, 324};
    int[] values = {1, 1 << 15, 1 << 15, 8, 16, 16, 8};
    for (int i = 0; i < tags.length; i++) {
      overview.putShort((short) tags[i]).putShort((short) 4).putInt(1).putInt(values[i]);
    }
    file.writeBytes(overview.array());
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> read(file.toByteArray()))
        .withMessageContaining("expected at most 4194303 blocks, found 4194304");
  }

  @Test
  void tagsThatRepeatOrAreMissingAreRefused() {
    refused(TiffBuilder.tile().twice(256), Reason.INCONSISTENT, "tag 256 twice");
    refused(TiffBuilder.tile().twice(34735), Reason.INCONSISTENT, "tag 34735 twice");
    for (int tag : new int[] {256, 257, 323, 324, 325}) {
      refused(TiffBuilder.tile().remove(tag), Reason.INCONSISTENT, "(tag " + tag + "), found none");
    }
  }

  @Test
  void countsAndOffsetsBeyondTheFileAreRefused() {
    refused(TiffBuilder.tile().raw(324, 4, -1, 8), Reason.TRUNCATED, "the values of tag 324");
    refused(TiffBuilder.tile().raw(324, 4, 2, 1 << 30), Reason.TRUNCATED, "tag 324 at byte");
    refused(TiffBuilder.tile().raw(42112, 2, 1 << 30, 8), Reason.TRUNCATED, "tag 42112");
    refused(TiffBuilder.tile().longs(324, 1 << 30), Reason.TRUNCATED, "block 0 at byte 1073741824");
    refused(TiffBuilder.tile().longs(325, 1 << 30), Reason.TRUNCATED, "block 0 at byte 8");
    refused(TiffBuilder.tile().longs(325, 1), Reason.TRUNCATED, "found at most 1");
    refused(TiffBuilder.tile().raw(256, 4, 0, 16), Reason.INCONSISTENT, "to have a value");
    refused(TiffBuilder.tile().raw(256, 11, 1, 16), Reason.INCONSISTENT, "found type 11");
    refused(TiffBuilder.tile().shorts(258, 8, 8), Reason.INCONSISTENT, "one a sample");
    refused(TiffBuilder.tile().shorts(277, 0), Reason.INCONSISTENT, "SamplesPerPixel");
    refused(TiffBuilder.tile().shorts(284, 3), Reason.INCONSISTENT, "PlanarConfiguration");
  }

  @Test
  void payloadsThatHoldMoreThanTheirBlockAreRefused() {
    byte[] bomb = new byte[10_000_000];
    refused(
        TiffBuilder.compressed(DEFLATE, TiffFileTest.deflated(bomb)),
        Reason.INCONSISTENT,
        "holds more than its 256 bytes");
    refused(
        TiffBuilder.compressed(ZSTD, Zstd.compress(bomb)),
        Reason.INCONSISTENT,
        "its pixels cannot be decoded (block 0 at byte 8");
    byte[] runs = new byte[200];
    for (int i = 0; i < runs.length; i += 2) {
      runs[i] = -126;
    }
    refused(
        TiffBuilder.compressed(PACK_BITS, runs),
        Reason.INCONSISTENT,
        "holds more than its 256 bytes");
    refused(
        TiffBuilder.compressed(LZW, growingLzw(60)),
        Reason.INCONSISTENT,
        "holds more than its 256 bytes");
  }

  /** Each code names the string that it adds itself: they grow by one byte each. */
  private static byte[] growingLzw(int codes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int bits = 256 << 9 | 7;
    int held = 18;
    for (int i = 0; i < codes; i++) {
      bits = bits << 9 | (258 + i);
      held += 9;
      while (held >= 8) {
        held -= 8;
        out.write(bits >>> held);
      }
    }
    return out.toByteArray();
  }

  @Test
  void payloadsThatAreBrokenAreRefused() {
    byte[] good = TiffFileTest.deflated(new byte[256]);
    byte[] checksum = good.clone();
    checksum[good.length - 1] ^= 1;
    refused(TiffBuilder.compressed(DEFLATE, checksum), Reason.INCONSISTENT, "incorrect data check");
    refused(
        TiffBuilder.compressed(LZW, new byte[] {(byte) 0x80, 0x7F, (byte) 0xFF, 0}),
        Reason.INCONSISTENT,
        "of a table of 258");
    refused(
        TiffBuilder.compressed(LZW, new byte[] {0, 1, 2, 3}),
        Reason.INCONSISTENT,
        "LZW of before TIFF 6.0");
    for (int compression : new int[] {LZW, DEFLATE, PACK_BITS, ZSTD}) {
      assertThatExceptionOfType(InputException.class)
          .isThrownBy(() -> read(TiffBuilder.compressed(compression, new byte[] {1}).bytes()));
    }
  }

  private static List<byte[]> seeds() {
    byte[] pixels = new byte[256];
    new Random(5).nextBytes(pixels);
    byte[] big =
        ByteBuffer.allocate(16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0})
            .putLong(16)
            .array();
    return List.of(
        TiffBuilder.tile().payload(pixels).text(42113, "7").bytes(),
        TiffBuilder.compressed(DEFLATE, TiffFileTest.deflated(pixels)).shorts(317, 2).bytes(),
        TiffBuilder.compressed(ZSTD, Zstd.compress(pixels)).bytes(),
        TiffBuilder.compressed(LZW, growingLzw(22)).bytes(),
        TiffBuilder.compressed(PACK_BITS, new byte[] {-127, 1, -127, 2}).bytes(),
        Arrays.copyOf(big, 300));
  }

  @Test
  void aFileCutAnywhereIsRefusedOrRead() throws IOException {
    for (byte[] seed : seeds()) {
      for (int cut = 0; cut < 20; cut++) {
        byte[] part = Arrays.copyOf(seed, seed.length * cut / 20);
        assertThatExceptionOfType(InputException.class).isThrownBy(() -> read(part));
      }
    }
  }

  @Test
  void metadataInXmlIsNeverParsed(@TempDir Path folder) throws IOException {
    String laughs =
        "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM"
            + " \"file:///etc/passwd\">]><GDALMetadata><Item>&b;&c;</Item></GDALMetadata>";
    Files.writeString(folder.resolve("made.tif.aux.xml"), laughs);
    try (TiffFile tiff = TiffBuilder.tile().text(42112, laughs).open(folder)) {
      assertThat(tiff.bands()).isEqualTo(1);
      assertThat(tiff.grid().crs()).isEqualTo("EPSG:32636");
    }
  }

  @Test
  void filesWithFlippedBytesAreRefusedOrRead() throws IOException {
    Random random = new Random(11);
    int refused = 0;
    int read = 0;
    for (byte[] seed : seeds()) {
      for (int i = 0; i < 1500; i++) {
        byte[] bytes = seed.clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        try {
          read(bytes);
          read++;
        } catch (InputException e) {
          assertThat(e.getMessage()).contains("made.tif: ").doesNotContain("\n");
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(1000);
    assertThat(read).isGreaterThan(1000);
  }
}
