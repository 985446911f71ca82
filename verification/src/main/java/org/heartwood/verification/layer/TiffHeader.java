package org.heartwood.verification.layer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything of a cloud-optimised GeoTIFF before its pixels: the TIFF 6.0 or BigTIFF header, the
 * block that tells GDAL how the tiles lie, then each image file directory followed by its values.
 * Little-endian.
 */
final class TiffHeader {
  /**
   * The layout promised to readers: tiles in row-major order, each after its size in four bytes and
   * before a copy of its own last four.
   */
  private static final String LAYOUT =
      """
      LAYOUT=IFDS_BEFORE_DATA
      BLOCK_ORDER=ROW_MAJOR
      BLOCK_LEADER=SIZE_AS_UINT4
      BLOCK_TRAILER=LAST_4_BYTES_REPEATED
      KNOWN_INCOMPATIBLE_EDITION=NO
      """;

  private TiffHeader() {}

  /** Type and bytes of a tag's values. */
  private static final class Values {
    final int type;
    final long count;
    final byte[] bytes;

    Values(int type, long count, byte[] bytes) {
      this.type = type;
      this.count = count;
      this.bytes = bytes;
    }
  }

  /** One image file directory: its tags, sorted as TIFF wants them. */
  static final class Directory {
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int DOUBLE = 12;
    private static final int LONG8 = 16;

    private final SortedMap<Integer, Values> tags = new TreeMap<>();

    Directory shorts(int tag, int... values) {
      byte[] bytes = new byte[values.length * Short.BYTES];
      ByteBuffer buffer = littleEndian(bytes);
      for (int value : values) {
        buffer.putShort((short) value);
      }
      return put(tag, SHORT, values.length, bytes);
    }

    Directory longs(int tag, int... values) {
      byte[] bytes = new byte[Math.multiplyExact(values.length, Integer.BYTES)];
      littleEndian(bytes).asIntBuffer().put(values);
      return put(tag, LONG, values.length, bytes);
    }

    Directory doubles(int tag, double... values) {
      byte[] bytes = new byte[values.length * Double.BYTES];
      littleEndian(bytes).asDoubleBuffer().put(values);
      return put(tag, DOUBLE, values.length, bytes);
    }

    Directory ascii(int tag, String text) {
      byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
      tags.put(tag, new Values(ASCII, bytes.length, bytes));
      return this;
    }

    /** File positions: four bytes each in a TIFF, eight in a BigTIFF. */
    Directory positions(int tag, boolean big, long... values) {
      byte[] bytes = new byte[Math.multiplyExact(values.length, big ? Long.BYTES : Integer.BYTES)];
      ByteBuffer buffer = littleEndian(bytes);
      for (long value : values) {
        if (big) {
          buffer.putLong(value);
        } else {
          buffer.putInt((int) value);
        }
      }
      return put(tag, big ? LONG8 : LONG, values.length, bytes);
    }

    private Directory put(int tag, int type, long count, byte[] bytes) {
      tags.put(tag, new Values(type, count, bytes));
      return this;
    }
  }

  /** The bytes from the start of the file to the first tile. */
  static byte[] bytes(List<Directory> directories, boolean big) {
    // The space after the last line is room for GDAL to say YES in place.
    byte[] ghost =
        String.format("GDAL_STRUCTURAL_METADATA_SIZE=%06d bytes\n%s ", LAYOUT.length() + 1, LAYOUT)
            .getBytes(StandardCharsets.US_ASCII);
    int first = even((big ? 16 : 8) + ghost.length);
    int size = first;
    for (Directory directory : directories) {
      size = Math.addExact(size, size(directory, big));
    }
    byte[] bytes = new byte[size];
    ByteBuffer out = littleEndian(bytes);
    out.put((byte) 'I').put((byte) 'I').putShort((short) (big ? 43 : 42));
    if (big) {
      out.putShort((short) Long.BYTES).putShort((short) 0).putLong(first);
    } else {
      out.putInt(first);
    }
    out.put(ghost).position(first);
    for (int i = 0; i < directories.size(); i++) {
      int next = out.position() + size(directories.get(i), big);
      write(directories.get(i), big, i + 1 < directories.size() ? next : 0, out);
      out.position(next);
    }
    return bytes;
  }

  private static void write(Directory directory, boolean big, int next, ByteBuffer out) {
    int valueAt = out.position() + tableSize(directory, big);
    int inline = big ? Long.BYTES : Integer.BYTES;
    position(directory.tags.size(), big ? Long.BYTES : Short.BYTES, out);
    for (var tag : directory.tags.entrySet()) {
      Values values = tag.getValue();
      out.putShort(tag.getKey().shortValue()).putShort((short) values.type);
      position(values.count, inline, out);
      if (values.bytes.length <= inline) {
        out.put(values.bytes).position(out.position() + inline - values.bytes.length);
      } else {
        position(valueAt, inline, out);
        out.put(valueAt, values.bytes);
        valueAt += even(values.bytes.length);
      }
    }
    position(next, inline, out);
  }

  private static void position(long value, int bytes, ByteBuffer out) {
    switch (bytes) {
      case Short.BYTES -> out.putShort((short) value);
      case Integer.BYTES -> out.putInt((int) value);
      default -> out.putLong(value);
    }
  }

  private static int tableSize(Directory directory, boolean big) {
    int tags = directory.tags.size();
    return even(big ? 8 + 20 * tags + 8 : 2 + 12 * tags + 4);
  }

  private static int size(Directory directory, boolean big) {
    int size = tableSize(directory, big);
    for (Values values : directory.tags.values()) {
      if (values.bytes.length > (big ? Long.BYTES : Integer.BYTES)) {
        size = Math.addExact(size, even(values.bytes.length));
      }
    }
    return size;
  }

  private static int even(int size) {
    return Math.addExact(size, size & 1);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
