package org.heartwood.verification.layer;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The stored tiles of one resolution level, waiting in a file beside the target until every level
 * is complete. In memory it keeps 12 bytes a tile. Deleted when closed.
 */
final class TileSpool implements Closeable {
  private final Path file;
  private final FileChannel channel;
  private final int width;
  private final int height;
  private final int cols;
  private final long[] offsets;
  private final int[] lengths;
  private long end;

  /**
   * @param width pixels of the level from west to east
   * @param height pixels of the level from north to south
   */
  TileSpool(Path file, int width, int height, int blockSize) throws IOException {
    this.file = file;
    this.width = width;
    this.height = height;
    this.cols = (width + blockSize - 1) / blockSize;
    int tiles = Math.multiplyExact(cols, (height + blockSize - 1) / blockSize);
    this.offsets = new long[tiles];
    this.lengths = new int[tiles];
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
    return lengths.length;
  }

  int cols() {
    return cols;
  }

  int rows() {
    return lengths.length / cols;
  }

  /** Stored size of a tile, bytes; 0 if it has no data. */
  int length(int tile) {
    return lengths[tile];
  }

  void put(int tile, byte[] stored) throws IOException {
    offsets[tile] = end;
    lengths[tile] = stored.length;
    ByteBuffer buffer = ByteBuffer.wrap(stored);
    while (buffer.hasRemaining()) {
      end += channel.write(buffer, end);
    }
  }

  /** The stored tile, or null if it has no data. */
  byte @Nullable [] get(int tile) throws IOException {
    if (lengths[tile] == 0) {
      return null;
    }
    byte[] stored = new byte[lengths[tile]];
    ByteBuffer buffer = ByteBuffer.wrap(stored);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offsets[tile] + buffer.position()) < 0) {
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
