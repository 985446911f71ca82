package org.heartwood.verification.layer;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * One band of a tile to bytes and back: TIFF predictors 1 to 3 followed by deflate, so that equal
 * pixels give equal bytes. A band is {@code blockSize × blockSize} pixels, row-major, NaN = no
 * data. Safe for several threads.
 *
 * <p>Floats are deflated at level 1: behind the first bytes, measured values hold next to no
 * repeated strings but runs of zeros, which any level finds; level 6 takes two to six times as long
 * and makes canopy predictions 6 % smaller.
 */
final class TileCodec {
  private static final int BYTE_LEVEL = 6;
  private static final int FLOAT_LEVEL = 1;

  /** How the stored bytes of a tile differ from its values (TIFF tag 317). */
  enum Predictor {
    NONE(1),
    HORIZONTAL(2),
    FLOATING_POINT(3);

    final int tagValue;

    Predictor(int tagValue) {
      this.tagValue = tagValue;
    }
  }

  private final Predictor predictor;
  private final int edge;
  private final int noData;

  /**
   * @param blockSize edge of a tile, pixels
   * @param noData stored value of NaN; unused with {@link Predictor#FLOATING_POINT}, which stores
   *     NaN itself
   */
  TileCodec(Predictor predictor, int blockSize, int noData) {
    this.predictor = predictor;
    this.edge = blockSize;
    this.noData = noData;
    Math.multiplyExact(edge, rowBytes());
  }

  private int rowBytes() {
    return predictor == Predictor.FLOATING_POINT ? edge * Float.BYTES : edge;
  }

  /**
   * The stored bytes of one band; its values must fit the file's sample type.
   *
   * @param from where in the tile the band begins
   */
  byte[] encode(float[] tile, int from) {
    byte[] raw = new byte[edge * rowBytes()];
    for (int row = 0; row < edge; row++) {
      if (predictor == Predictor.FLOATING_POINT) {
        planes(tile, from + row * edge, raw, row * rowBytes());
      } else {
        bytes(tile, from + row * edge, raw, row * edge);
      }
    }
    return deflated(raw, predictor == Predictor.FLOATING_POINT ? FLOAT_LEVEL : BYTE_LEVEL);
  }

  private void bytes(float[] tile, int from, byte[] raw, int start) {
    for (int i = 0; i < edge; i++) {
      float value = tile[from + i];
      raw[start + i] = (byte) (Float.isNaN(value) ? noData : (int) value);
    }
    if (predictor == Predictor.HORIZONTAL) {
      for (int i = start + edge - 1; i > start; i--) {
        raw[i] -= raw[i - 1];
      }
    }
  }

  /**
   * Puts the bytes of a row's floats in four planes, the most significant bytes first, each less
   * the byte before it.
   */
  private void planes(float[] tile, int from, byte[] raw, int start) {
    int before = 0;
    for (int i = 0; i < edge; i++) {
      int bits = Float.floatToIntBits(tile[from + i]);
      raw[start + i] = (byte) ((bits >> 24) - (before >> 24));
      raw[start + edge + i] = (byte) ((bits >> 16) - (before >> 16));
      raw[start + 2 * edge + i] = (byte) ((bits >> 8) - (before >> 8));
      raw[start + 3 * edge + i] = (byte) (bits - before);
      before = bits;
    }
    // The first of a plane comes after the last of the plane before.
    for (int plane = 1; plane < Float.BYTES; plane++) {
      raw[start + plane * edge] -= (byte) (before >> (32 - 8 * plane));
    }
  }

  private static byte[] deflated(byte[] raw, int level) {
    Deflater deflater = new Deflater(level);
    try {
      deflater.setInput(raw);
      deflater.finish();
      byte[] out = new byte[raw.length / 2 + 64];
      int length = 0;
      while (!deflater.finished()) {
        if (length == out.length) {
          out = Arrays.copyOf(out, out.length + out.length / 2);
        }
        length += deflater.deflate(out, length, out.length - length);
      }
      return Arrays.copyOf(out, length);
    } finally {
      deflater.end();
    }
  }

  /**
   * Undoes {@link #encode}.
   *
   * @param from where in the tile the band begins
   */
  void decode(byte[] stored, float[] tile, int from) throws IOException {
    byte[] raw = inflated(stored);
    for (int row = 0; row < edge; row++) {
      int start = row * rowBytes();
      if (predictor != Predictor.NONE) {
        for (int i = start + 1; i < start + rowBytes(); i++) {
          raw[i] += raw[i - 1];
        }
      }
      for (int i = 0; i < edge; i++) {
        tile[from + row * edge + i] =
            predictor == Predictor.FLOATING_POINT
                ? fromPlanes(raw, start + i)
                : fromByte(raw[start + i] & 0xFF);
      }
    }
  }

  private float fromPlanes(byte[] raw, int first) {
    int bits = 0;
    for (int plane = 0; plane < Float.BYTES; plane++) {
      bits = (bits << 8) | (raw[first + plane * edge] & 0xFF);
    }
    return Float.intBitsToFloat(bits);
  }

  private float fromByte(int value) {
    return value == noData ? Float.NaN : value;
  }

  private byte[] inflated(byte[] stored) throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored);
      byte[] raw = new byte[edge * rowBytes()];
      int length = 0;
      while (length < raw.length) {
        int read = inflater.inflate(raw, length, raw.length - length);
        if (read == 0) {
          throw new IOException("a spooled tile ends after " + length + " of " + raw.length);
        }
        length += read;
      }
      return raw;
    } catch (DataFormatException e) {
      throw new IOException("a spooled tile cannot be inflated", e);
    } finally {
      inflater.end();
    }
  }
}
