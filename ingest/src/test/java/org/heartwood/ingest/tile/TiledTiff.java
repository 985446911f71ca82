package org.heartwood.ingest.tile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import org.heartwood.ingest.grid.Grid;

/** Writes GeoTIFFs of one float32 band in deflated tiles; NaN = no data. */
final class TiledTiff {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int DOUBLE = 12;

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final ByteBuffer directory = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private short entries;

  /** The value of a pixel. */
  @FunctionalInterface
  interface Pixels {
    float value(int col, int row);
  }

  private TiledTiff() {}

  /**
   * Writes a raster.
   *
   * @param damaged index of a tile whose bytes are not deflated data; −1 for none
   */
  static Path write(Path file, Grid grid, int blockPx, Pixels pixels, int damaged) {
    try {
      return Files.write(file, new TiledTiff().bytes(grid, blockPx, pixels, damaged));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes(Grid grid, int blockPx, Pixels pixels, int damaged) throws IOException {
    int across = (grid.width() + blockPx - 1) / blockPx;
    int down = (grid.height() + blockPx - 1) / blockPx;
    data.write(new byte[8]);
    int[] offsets = new int[across * down];
    int[] counts = new int[across * down];
    for (int block = 0; block < offsets.length; block++) {
      byte[] deflated =
          block == damaged
              ? "this is no deflated block at all".getBytes(StandardCharsets.US_ASCII)
              : block(grid, blockPx, block % across, block / across, pixels);
      offsets[block] = data.size();
      counts[block] = deflated.length;
      data.write(deflated);
    }
    int epsg = Integer.parseInt(grid.crs().substring("EPSG:".length()));
    int start = data.size() + data.size() % 2;
    short[] keys = {1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, (short) epsg};
    begin(start);
    put(256, LONG, grid.width());
    put(257, LONG, grid.height());
    put(258, SHORT, 32);
    put(259, SHORT, 8);
    put(262, SHORT, 1);
    put(277, SHORT, 1);
    put(322, LONG, blockPx);
    put(323, LONG, blockPx);
    put(324, LONG, offsets);
    put(325, LONG, counts);
    put(339, SHORT, 3);
    put(33550, grid.pixelSize(), grid.pixelSize(), 0);
    put(33922, 0, 0, 0, grid.originX(), grid.originY(), 0);
    put(34735, keys);
    return file(start);
  }

  private static byte[] block(Grid grid, int blockPx, int col, int row, Pixels pixels)
      throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(4 * blockPx * blockPx).order(ByteOrder.LITTLE_ENDIAN);
    for (int y = row * blockPx; y < (row + 1) * blockPx; y++) {
      for (int x = col * blockPx; x < (col + 1) * blockPx; x++) {
        raw.putFloat(x < grid.width() && y < grid.height() ? pixels.value(x, y) : 0);
      }
    }
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
      out.write(raw.array());
    }
    return deflated.toByteArray();
  }

  private static final int ENTRIES = 14;
  private ByteBuffer tail = ByteBuffer.allocate(0);
  private int tailStart;

  private void begin(int start) {
    tailStart = start + 2 + 12 * ENTRIES + 4;
    tail = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    directory.putShort((short) ENTRIES);
  }

  private void put(int tag, int type, int... values) {
    entry(tag, type, values.length);
    if (values.length == 1) {
      directory.putInt(values[0]);
    } else {
      directory.putInt(tailStart + tail.position());
      for (int value : values) {
        tail.putInt(value);
      }
    }
  }

  private void put(int tag, short... values) {
    entry(tag, SHORT, values.length);
    directory.putInt(tailStart + tail.position());
    for (short value : values) {
      tail.putShort(value);
    }
  }

  private void put(int tag, double... values) {
    entry(tag, DOUBLE, values.length);
    directory.putInt(tailStart + tail.position());
    for (double value : values) {
      tail.putDouble(value);
    }
  }

  private void entry(int tag, int type, int count) {
    directory.putShort((short) tag).putShort((short) type).putInt(count);
    entries++;
  }

  private byte[] file(int start) {
    if (entries != ENTRIES) {
      throw new IllegalStateException("wrote " + entries + " entries");
    }
    directory.putInt(0);
    ByteBuffer out =
        ByteBuffer.allocate(tailStart + tail.position()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(data.toByteArray());
    out.putInt(0, 0x002A4949).putInt(4, start);
    out.position(start);
    out.put(directory.flip()).put(tail.flip());
    return out.array();
  }
}
