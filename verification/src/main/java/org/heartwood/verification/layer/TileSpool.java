package org.heartwood.verification.layer;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The stored tiles of one resolution level, band by band, waiting in a file beside the target until
 * every level is complete. In memory it keeps 12 bytes a band of a tile. Deleted when closed.
 */
final class TileSpool implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final int width;
  private final int height;
  private final int cols;
  private final int tiles;
  private final int bands;
  private final long[] offsets;
  private final int[] lengths;
  private long end;

  /**
   * @param width pixels of the level from west to east
   * @param height pixels of the level from north to south
   */
  TileSpool(Path file, int width, int height, int blockSize, int bands) throws IOException {
    this.file = file;
    this.width = width;
    this.height = height;
    this.cols = (width + blockSize - 1) / blockSize;
    this.tiles = Math.multiplyExact(cols, (height + blockSize - 1) / blockSize);
    this.bands = bands;
    this.offsets = new long[Math.multiplyExact(tiles, bands)];
    this.lengths = new int[tiles * bands];
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int tiles() {
    return tiles;
  }

  int bands() {
    return bands;
  }

  int cols() {
    return cols;
  }

  int rows() {
    return tiles / cols;
  }

  /** Stored size of a band of a tile, bytes; 0 if it has no data. */
  int length(int tile, int band) {
    return lengths[tile * bands + band];
  }

  /**
   * Takes a tile.
   *
   * @param stored what is stored of every band; empty if it has no data
   */
  void put(int tile, byte[][] stored) throws IOException {
    for (int band = 0; band < bands; band++) {
      offsets[tile * bands + band] = end;
      lengths[tile * bands + band] = stored[band].length;
      ByteBuffer buffer = ByteBuffer.wrap(stored[band]);
      while (buffer.hasRemaining()) {
        end += channel.write(buffer, end);
      }
    }
  }

  /** A band of a stored tile; empty if it has no data. */
  byte[] get(int tile, int band) throws IOException {
    byte[] stored = new byte[length(tile, band)];
    ByteBuffer buffer = ByteBuffer.wrap(stored);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offsets[tile * bands + band] + buffer.position()) < 0) {
        throw new EOFException(file + ": tile " + tile + " is cut short");
      }
    }
    return stored;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
