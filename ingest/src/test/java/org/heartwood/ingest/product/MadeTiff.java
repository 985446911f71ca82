package org.heartwood.ingest.product;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.grid.Grid;

/**
 * Writes small GeoTIFFs with made values in the encoding of a product: one band, one strip, no
 * compression, little-endian. Nothing in them was ever measured.
 */
final class MadeTiff {
  private static final int HEADER = 8;
  private static final int ENTRY = 12;

  /** How a product stores its numbers. */
  enum Sample {
    UINT8(1, 1),
    UINT16(2, 1),
    INT16(2, 2),
    FLOAT32(4, 3);

    private final int bytes;
    private final int format;

    Sample(int bytes, int format) {
      this.bytes = bytes;
      this.format = format;
    }

    void put(ByteBuffer target, double value) {
      switch (this) {
        case UINT8 -> target.put((byte) (int) value);
        case UINT16, INT16 -> target.putShort((short) (int) value);
        case FLOAT32 -> target.putFloat((float) value);
      }
    }
  }

  private record Field(int tag, int type, int count, ByteBuffer data) {}

  private final List<Field> fields = new ArrayList<>();

  private MadeTiff() {}

  /** Writes values, row by row from the north, on a grid whose CRS is EPSG:4326 or UTM. */
  static Path write(Path file, Grid grid, Sample sample, double... values) throws IOException {
    ByteBuffer pixels =
        ByteBuffer.allocate(values.length * sample.bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      sample.put(pixels, value);
    }
    MadeTiff tiff = new MadeTiff();
    tiff.shorts(256, grid.width());
    tiff.shorts(257, grid.height());
    tiff.shorts(258, 8 * sample.bytes);
    tiff.shorts(259, 1);
    tiff.shorts(262, 1);
    tiff.shorts(273, HEADER);
    tiff.shorts(277, 1);
    tiff.shorts(278, grid.height());
    tiff.shorts(279, pixels.capacity());
    tiff.shorts(339, sample.format);
    tiff.doubles(33550, grid.pixelSize(), grid.pixelSize(), 0);
    tiff.doubles(33922, 0, 0, 0, grid.originX(), grid.originY(), 0);
    int epsg = Integer.parseInt(grid.crs().substring("EPSG:".length()));
    int modelType = epsg == 4326 ? 2 : 1;
    int crsKey = epsg == 4326 ? 2048 : 3072;
    tiff.shorts(34735, 1, 1, 0, 3, 1024, 0, 1, modelType, 1025, 0, 1, 1, crsKey, 0, 1, epsg);
    return Files.write(file, tiff.bytes(pixels.array()));
  }

  private void shorts(int tag, int... values) {
    ByteBuffer data = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      data.putShort((short) value);
    }
    fields.add(new Field(tag, 3, values.length, data));
  }

  private void doubles(int tag, double... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      data.putDouble(value);
    }
    fields.add(new Field(tag, 12, values.length, data));
  }

  private byte[] bytes(byte[] pixels) {
    int directory = HEADER + pixels.length + (pixels.length & 1);
    int end = directory + 2 + fields.size() * ENTRY + 4;
    int size = end + fields.stream().mapToInt(field -> field.data().capacity()).sum();
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directory).put(pixels);
    out.position(directory).putShort((short) fields.size());
    for (Field field : fields) {
      out.putShort((short) field.tag()).putShort((short) field.type()).putInt(field.count());
      if (field.data().capacity() <= 4) {
        out.put(field.data().array()).position(out.position() + 4 - field.data().capacity());
      } else {
        out.putInt(end);
        System.arraycopy(field.data().array(), 0, out.array(), end, field.data().capacity());
        end += field.data().capacity();
      }
    }
    return out.array();
  }
}
