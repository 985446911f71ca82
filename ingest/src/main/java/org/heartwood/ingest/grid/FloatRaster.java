package org.heartwood.ingest.grid;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Pixels of one band over a window, row-major, NaN = no data. It owns its array: {@link #data()} is
 * the array itself, not a copy.
 */
public final class FloatRaster {
  private final PixelWindow window;
  private final float[] data;

  /**
   * @param window where the pixels lie on their grid
   * @param data {@code window.height() × window.width()} values, row-major, NaN = no data
   */
  public FloatRaster(PixelWindow window, float[] data) {
    if (data.length != Math.multiplyExact(window.width(), window.height())) {
      throw new IllegalArgumentException(
          "a raster of "
              + window.width()
              + " × "
              + window.height()
              + " pixels needs as many values, was "
              + data.length);
    }
    this.window = window;
    this.data = data;
  }

  /** A raster without any data. */
  public static FloatRaster empty(PixelWindow window) {
    float[] data = new float[Math.multiplyExact(window.width(), window.height())];
    Arrays.fill(data, Float.NaN);
    return new FloatRaster(window, data);
  }

  /** Reads what {@link #toBytes()} wrote. */
  public static FloatRaster fromBytes(PixelWindow window, byte[] bytes) {
    float[] data = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(data);
    return new FloatRaster(window, data);
  }

  /** Little-endian float32, row-major: {@code numpy.frombuffer(bytes, '<f4')} reads it. */
  public byte[] toBytes() {
    ByteBuffer buffer =
        ByteBuffer.allocate(data.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(data);
    return buffer.array();
  }

  public PixelWindow window() {
    return window;
  }

  /** The values themselves, row-major; changing them changes the raster. */
  public float[] data() {
    return data;
  }

  /** The value at a column and row of the grid (not of the window). */
  public float at(int col, int row) {
    return data[index(col, row)];
  }

  /** Position of a grid column and row in {@link #data()}. */
  public int index(int col, int row) {
    return (row - window.row()) * window.width() + col - window.col();
  }

  /**
   * The pixels of a window inside this one, as a raster of its own.
   *
   * @throws IllegalArgumentException if the window reaches outside this one's
   */
  public FloatRaster crop(PixelWindow part) {
    requireInside(part);
    float[] out = new float[part.width() * part.height()];
    for (int row = 0; row < part.height(); row++) {
      System.arraycopy(
          data, index(part.col(), part.row() + row), out, row * part.width(), part.width());
    }
    return new FloatRaster(part, out);
  }

  /**
   * Copies another raster's pixels into this one.
   *
   * @throws IllegalArgumentException if its window reaches outside this one's
   */
  public void paste(FloatRaster part) {
    PixelWindow from = part.window;
    requireInside(from);
    for (int row = 0; row < from.height(); row++) {
      System.arraycopy(
          part.data, row * from.width(), data, index(from.col(), from.row() + row), from.width());
    }
  }

  private void requireInside(PixelWindow part) {
    if (!window.contains(part)) {
      throw new IllegalArgumentException(part + " must lie inside " + window);
    }
  }
}
