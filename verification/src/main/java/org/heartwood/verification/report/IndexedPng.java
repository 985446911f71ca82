package org.heartwood.verification.report;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.heartwood.verification.layer.Rgb;

/** A PNG whose pixels are numbers of colours (ISO/IEC 15948, colour type 3, eight bits). */
final class IndexedPng {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private IndexedPng() {}

  /**
   * The bytes of a PNG file.
   *
   * @param colours of each pixel, row by row from the top
   * @param palette at most 256 colours
   */
  static byte[] bytes(int width, int height, byte[] colours, List<Rgb> palette) {
    IndexedPng png = new IndexedPng();
    png.out.writeBytes(SIGNATURE);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    writeInt(header, width);
    writeInt(header, height);
    header.writeBytes(new byte[] {8, 3, 0, 0, 0});
    png.chunk("IHDR", header.toByteArray());
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    palette.forEach(
        colour -> {
          entries.write(colour.red());
          entries.write(colour.green());
          entries.write(colour.blue());
        });
    png.chunk("PLTE", entries.toByteArray());
    png.chunk("IDAT", deflated(width, height, colours));
    png.chunk("IEND", new byte[0]);
    return png.out.toByteArray();
  }

  private static byte[] deflated(int width, int height, byte[] colours) {
    ByteArrayOutputStream rows = new ByteArrayOutputStream(colours.length + height);
    for (int row = 0; row < height; row++) {
      rows.write(0);
      rows.write(colours, row * width, width);
    }
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(rows.toByteArray());
      deflater.finish();
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 14];
      while (!deflater.finished()) {
        compressed.write(buffer, 0, deflater.deflate(buffer));
      }
      return compressed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private void chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    writeInt(out, data.length);
    out.writeBytes(name);
    out.writeBytes(data);
    writeInt(out, (int) crc.getValue());
  }

  private static void writeInt(ByteArrayOutputStream to, int value) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      to.write(value >> shift);
    }
  }
}
