package org.heartwood.ingest.tiff;

import java.io.Closeable;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decompresses the blocks of one image into a buffer that is used again. It remembers the
 * block that it holds, so that bands stored beside each other are inflated once.
 */
final class BlockDecoder implements Closeable {
  /** No compressed block is larger than twice its pixels and this. */
  private static final int PAYLOAD_SLACK_BYTES = 1 << 16;

  private final TiffBytes bytes;
  private final ImageLayout layout;
  private final Optional<DecodedBlocks.OfFile> kept;
  private @Nullable Codec codec;
  private byte[] payload = new byte[0];
  private byte[] pixels = new byte[0];
  private int heldBlock = -1;
  private int heldRows;

  /**
   * @param kept where decoded blocks are looked for first, and left for others
   */
  BlockDecoder(TiffBytes bytes, ImageLayout layout, Optional<DecodedBlocks.OfFile> kept) {
    this.bytes = bytes;
    this.layout = layout;
    this.kept = kept;
  }

  /**
   * The first rows of a block that the file holds: little-endian values, all bands of the block
   * beside each other. The array must not be changed and is valid until the next call.
   */
  byte[] decode(int block, int rows) {
    if (block == heldBlock && rows <= heldRows) {
      return pixels;
    }
    if (kept.isEmpty()) {
      decodeAnew(block, rows);
      return pixels;
    }
    Optional<DecodedBlocks.Block> found =
        kept.get().get(layout.offset(block)).filter(each -> rows <= each.rows());
    if (found.isPresent()) {
      pixels = found.get().pixels();
      heldBlock = block;
      heldRows = found.get().rows();
      return pixels;
    }
    // What others may hold is not used again.
    pixels = new byte[0];
    decodeAnew(block, rows);
    int count = rows * (int) layout.rowBytes();
    kept.get()
        .put(
            layout.offset(block),
            new DecodedBlocks.Block(
                count < pixels.length ? Arrays.copyOf(pixels, count) : pixels, rows));
    return pixels;
  }

  private void decodeAnew(int block, int rows) {
    heldBlock = -1;
    int rowBytes = (int) layout.rowBytes();
    int wanted = rows * rowBytes;
    int full = layout.blockHeight * rowBytes;
    int count = payload(block, wanted, full);
    // No more than the payload can become: a few bytes cannot claim the memory of a large block.
    int room = (int) Math.min(full, layout.compression.maxBytes(count));
    if (room < wanted) {
      throw tooShort(block, wanted, "at most " + room);
    }
    pixels = atLeast(pixels, room);
    int done = decode(block, count, wanted, room);
    if (done < wanted) {
      throw tooShort(block, wanted, Integer.toString(done));
    }
    int samples = layout.blockSamples();
    if (layout.swapped) {
      swap(wanted, layout.type.bytes());
    }
    layout.predictor.undo(pixels, rows, rowBytes, samples, layout.type.bytes());
    heldBlock = block;
    heldRows = rows;
  }

  private int payload(int block, int wanted, int full) {
    long useful = layout.compression == Compression.NONE ? wanted : 2L * full + PAYLOAD_SLACK_BYTES;
    int count = (int) Math.min(layout.byteCount(block), useful);
    payload = atLeast(payload, count);
    bytes.read(layout.offset(block), payload, count, "block " + block);
    return count;
  }

  private int decode(int block, int count, int wanted, int room) {
    try {
      if (codec == null) {
        codec = Codec.of(layout.compression);
      }
      return codec.decode(payload, count, pixels, wanted, room);
    } catch (DataFormatException e) {
      throw new InputException(
          Reason.INCONSISTENT,
          bytes.name()
              + ": its pixels cannot be decoded (block "
              + block
              + " at byte "
              + layout.offset(block)
              + ": "
              + e.getMessage()
              + "); check it with gdalinfo -checksum",
          e);
    }
  }

  private InputException tooShort(int block, int wanted, String found) {
    return bytes.fault(
        Reason.TRUNCATED,
        "expected block "
            + block
            + " at byte "
            + layout.offset(block)
            + " to hold "
            + wanted
            + " bytes of pixels, found "
            + found);
  }

  private static byte[] atLeast(byte[] buffer, int count) {
    return buffer.length < count ? new byte[count] : buffer;
  }

  private void swap(int count, int sampleBytes) {
    for (int start = 0; start < count; start += sampleBytes) {
      for (int low = start, high = start + sampleBytes - 1; low < high; low++, high--) {
        byte held = pixels[low];
        pixels[low] = pixels[high];
        pixels[high] = held;
      }
    }
  }

  @Override
  public void close() {
    if (codec != null) {
      codec.close();
    }
  }
}
