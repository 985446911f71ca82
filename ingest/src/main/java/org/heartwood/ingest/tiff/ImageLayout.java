package org.heartwood.ingest.tiff;

import java.nio.ByteOrder;
import java.util.Objects;
import org.heartwood.ingest.issue.Reason;

/**
 * How the pixels of one image lie in the file: a checked header. Every block is either left out or
 * lies inside the file, and no block is larger than {@value #MAX_BLOCK_BYTES} bytes.
 */
final class ImageLayout {
  private static final int MAX_SIDE = 1 << 27;
  private static final int MAX_BLOCK_BYTES = 1 << 27;
  private static final int MAX_BLOCK_PIXELS = 1 << 26;

  /** Strips that are not compressed are taken in pieces of about this size, however tall. */
  private static final int STORED_STRIP_BYTES = 1 << 20;

  private static final String DEFLATE_TILES = "-co TILED=YES -co COMPRESS=DEFLATE";

  final int width;
  final int height;

  /** Bands. */
  final int samples;

  final SampleType type;
  final Compression compression;
  final Predictor predictor;

  /** Whether each band has blocks of its own. */
  final boolean planar;

  /** Whether the bytes of a decompressed value are in the wrong order. */
  final boolean swapped;

  final int blockWidth;
  final int blockHeight;

  private final int blocksAcross;
  private final int blocksDown;
  private final long[] offsets;
  private final long[] byteCounts;

  /**
   * Checks a header.
   *
   * @param maxBlocks the most blocks that it may list
   * @throws org.heartwood.ingest.issue.InputException if it contradicts itself or the file, asks
   *     for too much, or describes an encoding that is not read
   */
  ImageLayout(TiffBytes bytes, Directory directory, int maxBlocks) {
    this.width = side(bytes, directory, Tag.IMAGE_WIDTH, MAX_SIDE);
    this.height = side(bytes, directory, Tag.IMAGE_LENGTH, MAX_SIDE);
    this.samples = samples(bytes, directory);
    this.type = type(bytes, directory, samples);
    this.compression = compression(bytes, directory);
    this.predictor = predictor(bytes, directory, compression, type);
    this.planar = planar(bytes, directory);
    this.swapped =
        bytes.order() == ByteOrder.BIG_ENDIAN
            && type.bytes() > 1
            && predictor != Predictor.FLOATING_POINT;
    boolean tiled = directory.has(Tag.TILE_WIDTH);
    this.blockWidth = tiled ? side(bytes, directory, Tag.TILE_WIDTH, MAX_SIDE) : width;
    int stored =
        tiled ? side(bytes, directory, Tag.TILE_LENGTH, MAX_SIDE) : strip(bytes, directory);
    boolean split = !tiled && stored == height && compression == Compression.NONE;
    this.blockHeight =
        split ? (int) Math.min(stored, Math.max(1, STORED_STRIP_BYTES / rowBytes())) : stored;
    requireBlockSize(bytes);
    this.blocksAcross = ceilDiv(width, blockWidth);
    this.blocksDown = ceilDiv(height, blockHeight);
    int blocks = blocks(bytes, maxBlocks);
    int listed = split ? planes() : blocks;
    long[] at = directory.integers(tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS, listed);
    long[] sizes = directory.integers(tiled ? Tag.TILE_BYTE_COUNTS : Tag.STRIP_BYTE_COUNTS, listed);
    for (int i = 0; i < listed; i++) {
      if (at[i] != 0 && sizes[i] != 0) {
        bytes.requireInside(at[i], sizes[i], "block " + i);
      }
    }
    this.offsets = split ? new long[blocks] : at;
    this.byteCounts = split ? new long[blocks] : sizes;
    if (split) {
      split(at, sizes);
    }
  }

  private static int ceilDiv(int number, int divisor) {
    return (number + divisor - 1) / divisor; // No overflow: both are at most MAX_SIDE.
  }

  private static int side(TiffBytes bytes, Directory directory, Tag tag, int max) {
    long value = directory.one(tag);
    if (value == 0) {
      throw bytes.inconsistent(tag.toString(), "to be > 0 pixels", 0);
    }
    if (!(value > 0 && value <= max)) {
      throw bytes.fault(
          Reason.TOO_LARGE,
          "expected " + tag + " of at most " + max + ", found " + Long.toUnsignedString(value));
    }
    return (int) value;
  }

  private static int samples(TiffBytes bytes, Directory directory) {
    long samples = directory.one(Tag.SAMPLES_PER_PIXEL, 1);
    if (!(samples > 0 && samples <= 0xFFFF)) {
      throw bytes.inconsistent(Tag.SAMPLES_PER_PIXEL.toString(), "from 1 to 65535", samples);
    }
    return (int) samples;
  }

  private static SampleType type(TiffBytes bytes, Directory directory, int samples) {
    long bits = directory.same(Tag.BITS_PER_SAMPLE, samples, 1);
    long format = directory.same(Tag.SAMPLE_FORMAT, samples, 1);
    SampleType type = SampleType.of(bits, format);
    if (type == null) {
      throw bytes.unsupported(
          "expected integers of 8, 16 or 32 bits or floats of 32 or 64 bits, found "
              + bits
              + " bits of sample format "
              + format,
          bits < 8 ? "-ot Byte -co NBITS=8" : "-ot Float64");
    }
    return type;
  }

  private static Compression compression(TiffBytes bytes, Directory directory) {
    long code = directory.one(Tag.COMPRESSION, 1);
    Compression compression = Compression.of(code);
    if (compression == null) {
      throw bytes.unsupported(
          "expected the compression none, LZW, deflate, PackBits or ZSTD, found " + title(code),
          DEFLATE_TILES);
    }
    if (directory.one(Tag.FILL_ORDER, 1) != 1) {
      throw bytes.unsupported("expected bytes with their highest bit first", DEFLATE_TILES);
    }
    return compression;
  }

  private static String title(long code) {
    return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
      case 2, 3, 4 -> "CCITT fax (" + code + ")";
      case 6, 7 -> "JPEG (" + code + ")";
      case 34712 -> "JPEG 2000 (34712)";
      case 34887 -> "LERC (34887)";
      case 34925 -> "LZMA (34925)";
      case 50001 -> "WebP (50001)";
      case 50002 -> "JPEG XL (50002)";
      default -> "code " + Long.toUnsignedString(code);
    };
  }

  private static Predictor predictor(
      TiffBytes bytes, Directory directory, Compression compression, SampleType type) {
    long code = compression.takesPredictor() ? directory.one(Tag.PREDICTOR, 1) : 1;
    if (code == 1) {
      return Predictor.NONE;
    }
    if (code == 2) {
      return Predictor.HORIZONTAL;
    }
    if (code == 3 && (type == SampleType.FLOAT32 || type == SampleType.FLOAT64)) {
      return Predictor.FLOATING_POINT;
    }
    throw bytes.unsupported(
        "expected the predictor 1, 2 or (for floats) 3, found "
            + Long.toUnsignedString(code)
            + " for "
            + type,
        DEFLATE_TILES);
  }

  private static boolean planar(TiffBytes bytes, Directory directory) {
    long code = directory.one(Tag.PLANAR_CONFIGURATION, 1);
    if (code != 1 && code != 2) {
      throw bytes.inconsistent(Tag.PLANAR_CONFIGURATION.toString(), "to be 1 or 2", code);
    }
    return code == 2;
  }

  private int strip(TiffBytes bytes, Directory directory) {
    long rows = directory.one(Tag.ROWS_PER_STRIP, height);
    if (rows == 0) {
      throw bytes.inconsistent(Tag.ROWS_PER_STRIP.toString(), "to be > 0 rows", 0);
    }
    return rows < 0 ? height : (int) Math.min(rows, height);
  }

  private void requireBlockSize(TiffBytes bytes) {
    if ((long) blockWidth * blockHeight > MAX_BLOCK_PIXELS
        || rowBytes() * blockHeight > MAX_BLOCK_BYTES) {
      throw bytes.fault(
          Reason.TOO_LARGE,
          "expected blocks of at most "
              + MAX_BLOCK_PIXELS
              + " pixels and "
              + MAX_BLOCK_BYTES
              + " bytes, found "
              + blockWidth
              + " × "
              + blockHeight
              + " pixels of "
              + blockSamples() * type.bytes()
              + " bytes");
    }
  }

  private int blocks(TiffBytes bytes, int maxBlocks) {
    long count = (long) blocksAcross * blocksDown * planes();
    if (count > maxBlocks) {
      throw bytes.fault(
          Reason.TOO_LARGE, "expected at most " + maxBlocks + " blocks, found " + count);
    }
    return (int) count;
  }

  private int planes() {
    return planar ? samples : 1;
  }

  /** Cuts the one strip of each plane into pieces, which can then be read alone. */
  private void split(long[] at, long[] sizes) {
    long pieceBytes = blockHeight * rowBytes();
    for (int i = 0; i < offsets.length; i++) {
      int plane = i / blocksDown;
      long before = i % blocksDown * pieceBytes;
      boolean stored = at[plane] != 0 && sizes[plane] > before;
      offsets[i] = stored ? at[plane] + before : at[plane];
      byteCounts[i] = stored ? Math.min(pieceBytes, sizes[plane] - before) : 0;
    }
  }

  /** Bands that lie beside each other in a block. */
  int blockSamples() {
    return planar ? 1 : samples;
  }

  /** Bytes of a decompressed row of a block. */
  long rowBytes() {
    return (long) blockWidth * blockSamples() * type.bytes();
  }

  /**
   * Position of a block in the file's list of blocks.
   *
   * @throws IndexOutOfBoundsException if the image has no such block
   */
  int block(int blockCol, int blockRow, int band) {
    int plane = planar ? band : 0;
    Objects.checkIndex(blockCol, blocksAcross);
    Objects.checkIndex(blockRow, blocksDown);
    return (plane * blocksDown + blockRow) * blocksAcross + blockCol;
  }

  /** Number of blocks. */
  int blocks() {
    return offsets.length;
  }

  /** Whether the file leaves a block out. */
  boolean missing(int block) {
    return offsets[block] == 0 || byteCounts[block] == 0;
  }

  long offset(int block) {
    return offsets[block];
  }

  long byteCount(int block) {
    return byteCounts[block];
  }
}
