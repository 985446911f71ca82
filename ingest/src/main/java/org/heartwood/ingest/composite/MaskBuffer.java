package org.heartwood.ingest.composite;

import java.util.Arrays;
import java.util.BitSet;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * Distances to a mask, and masks grown by a distance: the edges of clouds and shadows are thin and
 * escape their masks.
 *
 * <p>Distances are exact and Euclidean, between pixel centres, by the lower envelope of parabolas
 * (Felzenszwalb and Huttenlocher 2012, doi:10.4086/toc.2012.v008a019); their cost does not depend
 * on the distance. What is masked outside the window is not seen: to have the same result in every
 * tiling, give windows with a halo as wide as the buffer.
 *
 * <p>Masks are bits of a window, row-major.
 */
public final class MaskBuffer {
  private MaskBuffer() {}

  /**
   * The mask and all pixels whose centre is at most some pixels from a masked one's.
   *
   * @param bufferPx ≥ 0; 0 leaves the mask as it is
   * @return a new mask
   */
  public static BitSet grow(PixelWindow window, BitSet masked, double bufferPx) {
    if (!(bufferPx >= 0)) {
      throw new IllegalArgumentException("bufferPx must be ≥ 0 px, was " + bufferPx);
    }
    BitSet out = new BitSet(window.width() * window.height());
    double[] squares = squaredDistances(window, masked);
    for (int pixel = 0; pixel < squares.length; pixel++) {
      if (squares[pixel] <= bufferPx * bufferPx) {
        out.set(pixel);
      }
    }
    return out;
  }

  /**
   * Distance of every pixel to the nearest masked one.
   *
   * @return pixels, row-major; 0 on the mask, positive infinity where the window has none
   */
  public static float[] distancesPx(PixelWindow window, BitSet masked) {
    double[] squares = squaredDistances(window, masked);
    float[] out = new float[squares.length];
    for (int pixel = 0; pixel < out.length; pixel++) {
      out[pixel] = (float) Math.sqrt(squares[pixel]);
    }
    return out;
  }

  private static double[] squaredDistances(PixelWindow window, BitSet masked) {
    int width = window.width();
    int height = window.height();
    double[] squares = new double[Math.multiplyExact(width, height)];
    Arrays.fill(squares, Double.POSITIVE_INFINITY);
    masked.stream().forEach(pixel -> squares[pixel] = 0);
    Envelope envelope = new Envelope(Math.max(width, height));
    for (int col = 0; col < width; col++) {
      envelope.lower(squares, col, width, height);
    }
    for (int row = 0; row < height; row++) {
      envelope.lower(squares, row * width, 1, width);
    }
    return squares;
  }

  /** Replaces values f(i) of a line by the smallest f(j) + (i − j)². */
  private static final class Envelope {
    private final double[] values;
    private final int[] vertices;

    /** Where the parabola of each vertex begins to be the lowest. */
    private final double[] starts;

    Envelope(int length) {
      this.values = new double[length];
      this.vertices = new int[length];
      this.starts = new double[length];
    }

    void lower(double[] data, int offset, int stride, int length) {
      int last = -1;
      for (int i = 0; i < length; i++) {
        values[i] = data[offset + i * stride];
        if (values[i] < Double.POSITIVE_INFINITY) {
          double start = Double.NEGATIVE_INFINITY;
          while (last >= 0) {
            start = crossing(vertices[last], i);
            if (start > starts[last]) {
              break;
            }
            last--;
            start = Double.NEGATIVE_INFINITY;
          }
          vertices[++last] = i;
          starts[last] = start;
        }
      }
      for (int i = length - 1; i >= 0 && last >= 0; i--) {
        while (starts[last] > i) {
          last--;
        }
        double away = i - vertices[last];
        data[offset + i * stride] = values[vertices[last]] + away * away;
      }
    }

    private double crossing(int i, int j) {
      return (values[j] + (double) j * j - values[i] - (double) i * i) / (2.0 * (j - i));
    }
  }
}
