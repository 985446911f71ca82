package org.heartwood.verification.layer;

import java.io.IOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Tiles to bytes and back: TIFF predictors 1 to 3 followed by deflate in a way that depends on the
 * pixels alone, so that equal pixels give equal bytes. A tile is {@code blockSize × blockSize}
 * pixels, row-major, the bands of a pixel side by side, NaN = no data. Safe for several threads.
 *
 * <p>Measured floats are noise behind their first byte: looking for repeated strings in it takes
 * most of the time and saves nothing. Where a sample of rows says so, bytes are only given short
 * and long codes (deflate's Huffman coding), which takes a fifth of the time.
 */
final class TileCodec {
  private static final int DEFLATE_LEVEL = 6;

  /** Every so many rows belong to the sample. */
  private static final int SAMPLED_ROWS_APART = 32;

  /** Huffman coding is taken if it makes the sample at most this much as large as strings do. */
  private static final double LARGER_BY = 1.05;

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
  private final int bands;
  private final int rowSamples;
  private final int rows;
  private final int noData;

  /**
   * @param noData stored value of NaN; unused with {@link Predictor#FLOATING_POINT}, which stores
   *     NaN itself
   */
  TileCodec(Predictor predictor, int blockSize, int bands, int noData) {
    this.predictor = predictor;
    this.bands = bands;
    this.rowSamples = Math.multiplyExact(blockSize, bands);
    this.rows = blockSize;
    this.noData = noData;
    Math.multiplyExact(rows, rowBytes());
  }

  private int rowBytes() {
    return predictor == Predictor.FLOATING_POINT ? rowSamples * Float.BYTES : rowSamples;
  }

  /** The stored bytes of a tile; its values must fit the file's sample type. */
  byte[] encode(float[] tile) {
    byte[] raw = new byte[rows * rowBytes()];
    for (int row = 0; row < rows; row++) {
      if (predictor == Predictor.FLOATING_POINT) {
        planes(tile, row, raw);
      } else {
        for (int i = 0; i < rowSamples; i++) {
          float value = tile[row * rowSamples + i];
          raw[row * rowSamples + i] = (byte) (Float.isNaN(value) ? noData : (int) value);
        }
      }
      if (predictor != Predictor.NONE) {
        int start = row * rowBytes();
        for (int i = start + rowBytes() - 1; i >= start + bands; i--) {
          raw[i] -= raw[i - bands];
        }
      }
    }
    return deflated(raw);
  }

  /** Puts the bytes of a row's floats in four planes, the most significant bytes first. */
  private void planes(float[] tile, int row, byte[] raw) {
    int start = row * rowBytes();
    for (int i = 0; i < rowSamples; i++) {
      int bits = Float.floatToIntBits(tile[row * rowSamples + i]);
      for (int plane = 0; plane < Float.BYTES; plane++) {
        raw[start + plane * rowSamples + i] = (byte) (bits >> (24 - 8 * plane));
      }
    }
  }

  private byte[] deflated(byte[] raw) {
    if (predictor == Predictor.FLOATING_POINT) {
      byte[] sample = sample(raw);
      int huffman = deflated(sample, Deflater.HUFFMAN_ONLY).length;
      if (huffman <= LARGER_BY * deflated(sample, Deflater.DEFAULT_STRATEGY).length) {
        return deflated(raw, Deflater.HUFFMAN_ONLY);
      }
    }
    return deflated(raw, Deflater.DEFAULT_STRATEGY);
  }

  private byte[] sample(byte[] raw) {
    int apart = Math.min(SAMPLED_ROWS_APART, rows);
    byte[] sample = new byte[rows / apart * rowBytes()];
    for (int i = 0; i < rows / apart; i++) {
      int row = i * apart + apart / 2;
      System.arraycopy(raw, row * rowBytes(), sample, i * rowBytes(), rowBytes());
    }
    return sample;
  }

  private static byte[] deflated(byte[] raw, int strategy) {
    Deflater deflater = new Deflater(DEFLATE_LEVEL);
    try {
      deflater.setStrategy(strategy);
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

  /** The tile whose stored bytes these are. */
  float[] decode(byte[] stored) throws IOException {
    byte[] raw = inflated(stored);
    float[] tile = new float[rows * rowSamples];
    for (int row = 0; row < rows; row++) {
      int start = row * rowBytes();
      if (predictor != Predictor.NONE) {
        for (int i = start + bands; i < start + rowBytes(); i++) {
          raw[i] += raw[i - bands];
        }
      }
      for (int i = 0; i < rowSamples; i++) {
        tile[row * rowSamples + i] =
            predictor == Predictor.FLOATING_POINT
                ? fromPlanes(raw, start + i)
                : fromByte(raw[start + i] & 0xFF);
      }
    }
    return tile;
  }

  private float fromPlanes(byte[] raw, int first) {
    int bits = 0;
    for (int plane = 0; plane < Float.BYTES; plane++) {
      bits = (bits << 8) | (raw[first + plane * rowSamples] & 0xFF);
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
      byte[] raw = new byte[rows * rowBytes()];
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
