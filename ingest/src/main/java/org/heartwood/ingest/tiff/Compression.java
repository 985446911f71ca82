package org.heartwood.ingest.tiff;

import org.jspecify.annotations.Nullable;

/** How blocks are compressed. */
enum Compression {
  NONE(1),
  LZW(2730),
  DEFLATE(1032),
  PACK_BITS(64),
  ZSTD(1 << 16);

  private final int maxRatio;

  Compression(int maxRatio) {
    this.maxRatio = maxRatio;
  }

  /** The compression of a TIFF code; absent if it is not one that is read. */
  static @Nullable Compression of(long code) {
    return switch ((int) Math.min(code, Integer.MAX_VALUE)) {
      case 1 -> NONE;
      case 5 -> LZW;
      case 8, 32946 -> DEFLATE;
      case 32773 -> PACK_BITS;
      case 50000 -> ZSTD;
      default -> null;
    };
  }

  /** The most bytes that a payload can become: no buffer needs to be larger. */
  long maxBytes(long payloadBytes) {
    return payloadBytes * maxRatio;
  }

  /** Predictors are only for the codecs that look for repetition. */
  boolean takesPredictor() {
    return this == LZW || this == DEFLATE || this == ZSTD;
  }
}
