package org.heartwood.ingest.tiff;

import org.jspecify.annotations.Nullable;

/** What the bits of a stored value mean. */
enum SampleType {
  UINT8(1, 0, 0xFF),
  INT8(1, Byte.MIN_VALUE, Byte.MAX_VALUE),
  UINT16(2, 0, 0xFFFF),
  INT16(2, Short.MIN_VALUE, Short.MAX_VALUE),
  UINT32(4, 0, 0xFFFFFFFFL),
  INT32(4, Integer.MIN_VALUE, Integer.MAX_VALUE),
  FLOAT32(4, -Float.MAX_VALUE, Float.MAX_VALUE),
  FLOAT64(8, -Double.MAX_VALUE, Double.MAX_VALUE);

  private static final int UNSIGNED = 1;
  private static final int SIGNED = 2;
  private static final int FLOATING = 3;

  private final int bytes;
  private final double min;
  private final double max;

  SampleType(int bytes, double min, double max) {
    this.bytes = bytes;
    this.min = min;
    this.max = max;
  }

  /** The type of a width in bits and a TIFF SampleFormat; absent if it is not one that is read. */
  static @Nullable SampleType of(long bits, long format) {
    if (format == UNSIGNED || format == SIGNED) {
      boolean signed = format == SIGNED;
      if (bits == 8) {
        return signed ? INT8 : UINT8;
      }
      if (bits == 16) {
        return signed ? INT16 : UINT16;
      }
      return bits == 32 ? (signed ? INT32 : UINT32) : null;
    }
    if (format == FLOATING && bits == 32) {
      return FLOAT32;
    }
    return format == FLOATING && bits == 64 ? FLOAT64 : null;
  }

  /** Bytes of a value. */
  int bytes() {
    return bytes;
  }

  boolean floating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  /** Whether float32 holds every value exactly. */
  boolean exactInFloat() {
    return bytes < 4 || this == FLOAT32;
  }

  /** Whether a number can be a value of this type, so that a pixel can equal it. */
  boolean holds(double number) {
    return nearest(number) == number
        || (this == FLOAT32 && Float.isFinite((float) number))
        || (floating() && Double.isInfinite(number));
  }

  /** The value of this type that GDAL writes for a number: clamped, and rounded if an integer. */
  double nearest(double number) {
    double inRange = Math.max(min, Math.min(max, number));
    return floating() ? inRange : Math.rint(inRange);
  }
}
