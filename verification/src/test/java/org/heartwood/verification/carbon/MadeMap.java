package org.heartwood.verification.carbon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.heartwood.ingest.grid.Grid;

/** A GeoTIFF of 32-bit floats in one strip that is not compressed; NaN is no data. */
final class MadeMap {
  private static final int FIELDS = 14;

  private MadeMap() {}

  static Path write(Path file, Grid grid, float... values) throws IOException {
    int pixelBytes = Float.BYTES * values.length;
    int directory = 8 + pixelBytes;
    int tailAt = directory + 2 + 12 * FIELDS + 4;
    ByteBuffer out = ByteBuffer.allocate(tailAt + 104).order(ByteOrder.LITTLE_ENDIAN);
    out.put("II*\0".getBytes(StandardCharsets.US_ASCII)).putInt(directory);
    for (float value : values) {
      out.putFloat(value);
    }
    out.putShort((short) FIELDS);
    field(out, 256, 4, 1, grid.width());
    field(out, 257, 4, 1, grid.height());
    field(out, 258, 3, 1, 32);
    field(out, 259, 3, 1, 1);
    field(out, 262, 3, 1, 1);
    field(out, 273, 4, 1, 8);
    field(out, 277, 3, 1, 1);
    field(out, 278, 4, 1, grid.height());
    field(out, 279, 4, 1, pixelBytes);
    field(out, 339, 3, 1, 3);
    field(out, 33550, 12, 3, tailAt);
    field(out, 33922, 12, 6, tailAt + 24);
    field(out, 34735, 3, 16, tailAt + 72);
    field(out, 42113, 2, 4, 'n' | 'a' << 8 | 'n' << 16);
    out.putInt(0);
    out.putDouble(grid.pixelSize()).putDouble(grid.pixelSize()).putDouble(0);
    out.putDouble(0).putDouble(0).putDouble(0);
    out.putDouble(grid.originX()).putDouble(grid.originY()).putDouble(0);
    int epsg = Integer.parseInt(grid.crs().substring("EPSG:".length()));
    for (int key : new int[] {1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, epsg}) {
      out.putShort((short) key);
    }
    return Files.write(file, out.array());
  }

  private static void field(ByteBuffer out, int tag, int type, int count, int value) {
    out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
  }
}
