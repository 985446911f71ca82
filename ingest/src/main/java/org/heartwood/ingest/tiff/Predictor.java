package org.heartwood.ingest.tiff;

/**
 * Undoes the differencing that came before compression (TIFF 6.0 section 14; Adobe Photoshop TIFF
 * Technical Note 3 for floating point). Works in place on whole rows; the result is little-endian.
 */
enum Predictor {
  NONE {
    @Override
    void undo(byte[] pixels, int rows, int rowBytes, int samples, int sampleBytes) {}
  },

  /** Each value is stored as its difference from the one of the same band left of it. */
  HORIZONTAL {
    @Override
    void undo(byte[] pixels, int rows, int rowBytes, int samples, int sampleBytes) {
      int step = samples * sampleBytes;
      for (int row = 0; row < rows; row++) {
        int start = row * rowBytes + step;
        int end = (row + 1) * rowBytes;
        switch (sampleBytes) {
          case 1 -> addBytes(pixels, start, end, step);
          case 2 -> addShorts(pixels, start, end, step);
          case 4 -> addInts(pixels, start, end, step);
          default -> addLongs(pixels, start, end, step);
        }
      }
    }
  },

  /**
   * The bytes of a row are sorted by significance, the highest of all values first, and each is
   * stored as its difference from the one before.
   */
  FLOATING_POINT {
    @Override
    void undo(byte[] pixels, int rows, int rowBytes, int samples, int sampleBytes) {
      byte[] line = new byte[rowBytes];
      int values = rowBytes / sampleBytes;
      for (int row = 0; row < rows; row++) {
        int start = row * rowBytes;
        addBytes(pixels, start + samples, start + rowBytes, samples);
        System.arraycopy(pixels, start, line, 0, rowBytes);
        if (sampleBytes == Float.BYTES) {
          interleave(line, values, pixels, start);
          continue;
        }
        for (int significance = 0; significance < sampleBytes; significance++) {
          int from = significance * values;
          int to = start + sampleBytes - 1 - significance;
          for (int i = 0; i < values; i++) {
            pixels[to + i * sampleBytes] = line[from + i];
          }
        }
      }
    }
  };

  /**
   * @param rows rows to restore
   * @param rowBytes bytes of a row
   * @param samples values a pixel that are stored beside each other
   * @param sampleBytes bytes of a value
   */
  abstract void undo(byte[] pixels, int rows, int rowBytes, int samples, int sampleBytes);

  /** The four planes of a row of floats, the highest first, to the floats themselves. */
  private static void interleave(byte[] planes, int values, byte[] pixels, int start) {
    for (int i = 0; i < values; i++) {
      int bits =
          planes[i] << 24
              | (planes[values + i] & 0xFF) << 16
              | (planes[2 * values + i] & 0xFF) << 8
              | (planes[3 * values + i] & 0xFF);
      Samples.INTS.set(pixels, start + i * Float.BYTES, bits);
    }
  }

  private static void addBytes(byte[] pixels, int start, int end, int step) {
    if (step == 1) {
      byte sum = pixels[start - 1];
      for (int i = start; i < end; i++) {
        sum += pixels[i];
        pixels[i] = sum;
      }
      return;
    }
    for (int i = start; i < end; i++) {
      pixels[i] += pixels[i - step];
    }
  }

  private static void addShorts(byte[] pixels, int start, int end, int step) {
    for (int i = start; i < end; i += 2) {
      int sum =
          (short) Samples.SHORTS.get(pixels, i) + (short) Samples.SHORTS.get(pixels, i - step);
      Samples.SHORTS.set(pixels, i, (short) sum);
    }
  }

  private static void addInts(byte[] pixels, int start, int end, int step) {
    for (int i = start; i < end; i += 4) {
      int sum = (int) Samples.INTS.get(pixels, i) + (int) Samples.INTS.get(pixels, i - step);
      Samples.INTS.set(pixels, i, sum);
    }
  }

  private static void addLongs(byte[] pixels, int start, int end, int step) {
    for (int i = start; i < end; i += 8) {
      long sum = (long) Samples.LONGS.get(pixels, i) + (long) Samples.LONGS.get(pixels, i - step);
      Samples.LONGS.set(pixels, i, sum);
    }
  }
}
