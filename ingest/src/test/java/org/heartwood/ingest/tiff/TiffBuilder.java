package org.heartwood.ingest.tiff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.heartwood.ingest.access.LocalBytes;

/**
 * Little-endian classic TIFFs of any content, honest or not: one image of one tile at first, any
 * field of which can be replaced.
 */
final class TiffBuilder {
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int DOUBLE = 12;
  private static final int ASCII = 2;

  private record Field(int tag, int type, int count, ByteBuffer values) {}

  private final List<Field> fields = new ArrayList<>();
  private byte[] payload = new byte[0];
  private int nextDirectory;

  /** A tile of 16 × 16 bytes that is not compressed, 30 m pixels in EPSG:32636. */
  static TiffBuilder tile() {
    return new TiffBuilder()
        .longs(256, 16)
        .longs(257, 16)
        .shorts(258, 8)
        .shorts(259, 1)
        .shorts(277, 1)
        .longs(322, 16)
        .longs(323, 16)
        .longs(324, 8)
        .longs(325, 256)
        .doubles(33550, 30, 30, 0)
        .doubles(33922, 0, 0, 0, 500_000, 900_000, 0)
        .shorts(34735, 1, 1, 0, 2, 1025, 0, 1, 1, 3072, 0, 1, 32636)
        .payload(new byte[256]);
  }

  /** The same with another compression and payload. */
  static TiffBuilder compressed(int compression, byte[] payload) {
    return tile().shorts(259, compression).payload(payload);
  }

  TiffBuilder shorts(int tag, int... values) {
    ByteBuffer buffer = buffer(2 * values.length);
    Arrays.stream(values).forEach(value -> buffer.putShort((short) value));
    return set(tag, SHORT, values.length, buffer);
  }

  TiffBuilder longs(int tag, long... values) {
    ByteBuffer buffer = buffer(4 * values.length);
    Arrays.stream(values).forEach(value -> buffer.putInt((int) value));
    return set(tag, LONG, values.length, buffer);
  }

  TiffBuilder doubles(int tag, double... values) {
    ByteBuffer buffer = buffer(8 * values.length);
    Arrays.stream(values).forEach(buffer::putDouble);
    return set(tag, DOUBLE, values.length, buffer);
  }

  TiffBuilder text(int tag, String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
    return set(tag, ASCII, bytes.length, ByteBuffer.wrap(bytes));
  }

  /** A field whose count and value (or its position) are what they are. */
  TiffBuilder raw(int tag, int type, int count, int value) {
    remove(tag);
    fields.add(new Field(tag, type, count, buffer(4).putInt(value)));
    return this;
  }

  /** A field that stands there twice. */
  TiffBuilder twice(int tag) {
    fields.add(fields.stream().filter(field -> field.tag == tag).findFirst().orElseThrow());
    return this;
  }

  TiffBuilder remove(int tag) {
    fields.removeIf(field -> field.tag == tag);
    return this;
  }

  /** What lies at byte 8, and its length as the tile's byte count. */
  TiffBuilder payload(byte[] bytes) {
    payload = bytes;
    return longs(325, bytes.length);
  }

  /** Position of the directory that is said to follow; 0 = none. */
  TiffBuilder nextDirectory(int position) {
    nextDirectory = position;
    return this;
  }

  /** Where the directory begins. */
  int directory() {
    return 8 + payload.length;
  }

  private TiffBuilder set(int tag, int type, int count, ByteBuffer values) {
    remove(tag);
    fields.add(new Field(tag, type, count, values));
    return this;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {'I', 'I', 42, 0});
    out.writeBytes(buffer(4).putInt(directory()).array());
    out.writeBytes(payload);
    out.writeBytes(buffer(2).putShort((short) fields.size()).array());
    ByteArrayOutputStream tail = new ByteArrayOutputStream();
    int tailStart = directory() + 2 + 12 * fields.size() + 4;
    for (Field field : fields) {
      out.writeBytes(
          buffer(8)
              .putShort((short) field.tag)
              .putShort((short) field.type)
              .putInt(field.count)
              .array());
      byte[] values = new byte[field.values.capacity()];
      field.values.rewind().get(values);
      if (values.length <= 4) {
        out.writeBytes(Arrays.copyOf(values, 4));
      } else {
        out.writeBytes(buffer(4).putInt(tailStart + tail.size()).array());
        tail.writeBytes(values);
      }
    }
    out.writeBytes(buffer(4).putInt(nextDirectory).array());
    out.writeBytes(tail.toByteArray());
    return out.toByteArray();
  }

  /** Writes it into a folder and opens it. */
  TiffFile open(Path folder) throws IOException {
    return open(folder, bytes());
  }

  static TiffFile open(Path folder, byte[] bytes) throws IOException {
    return TiffFile.open(LocalBytes.open(Files.write(folder.resolve("made.tif"), bytes)));
  }
}
