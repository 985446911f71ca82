package org.heartwood.verification.change;

import java.util.Arrays;

/** What lies around each pixel of a window. */
public final class Neighbourhood {
  private Neighbourhood() {}

  /**
   * Share of the seen pixels within a square that have a property.
   *
   * @param has the property, row-major
   * @param seen pixels that count at all
   * @param radiusPx the square reaches this far on each side
   * @return share 0–1, row-major; 0 where no pixel was seen
   */
  static double[] share(boolean[] has, boolean[] seen, int width, int height, int radiusPx) {
    int[] hasSums = sums(has, seen, width, height);
    int[] seenSums = sums(seen, seen, width, height);
    double[] shares = new double[has.length];
    for (int row = 0; row < height; row++) {
      for (int col = 0; col < width; col++) {
        int west = Math.max(0, col - radiusPx);
        int east = Math.min(width, col + radiusPx + 1);
        int north = Math.max(0, row - radiusPx);
        int south = Math.min(height, row + radiusPx + 1);
        int count = box(seenSums, width, west, east, north, south);
        shares[row * width + col] =
            count == 0 ? 0 : (double) box(hasSums, width, west, east, north, south) / count;
      }
    }
    return shares;
  }

  private static int[] sums(boolean[] mask, boolean[] seen, int width, int height) {
    int[] sums = new int[(width + 1) * (height + 1)];
    for (int row = 0; row < height; row++) {
      int line = 0;
      for (int col = 0; col < width; col++) {
        int pixel = row * width + col;
        line += mask[pixel] && seen[pixel] ? 1 : 0;
        sums[(row + 1) * (width + 1) + col + 1] = sums[row * (width + 1) + col + 1] + line;
      }
    }
    return sums;
  }

  private static int box(int[] sums, int width, int west, int east, int north, int south) {
    int stride = width + 1;
    return sums[south * stride + east]
        - sums[north * stride + east]
        - sums[south * stride + west]
        + sums[north * stride + west];
  }

  /**
   * Distance from each pixel's centre to the nearest pixel of a mask, exact (Felzenszwalb and
   * Huttenlocher 2012), in pixels.
   *
   * @param capPx larger distances are given as this
   */
  public static double[] distancePx(boolean[] mask, int width, int height, double capPx) {
    double far = (double) width * width + (double) height * height + capPx * capPx;
    double[] squared = new double[mask.length];
    for (int i = 0; i < mask.length; i++) {
      squared[i] = mask[i] ? 0 : far;
    }
    double[] line = new double[Math.max(width, height)];
    for (int col = 0; col < width; col++) {
      for (int row = 0; row < height; row++) {
        line[row] = squared[row * width + col];
      }
      double[] out = parabolas(line, height);
      for (int row = 0; row < height; row++) {
        squared[row * width + col] = out[row];
      }
    }
    for (int row = 0; row < height; row++) {
      System.arraycopy(squared, row * width, line, 0, width);
      System.arraycopy(parabolas(line, width), 0, squared, row * width, width);
    }
    return Arrays.stream(squared).map(d -> Math.min(capPx, Math.sqrt(d))).toArray();
  }

  /** Lower envelope of the parabolas rooted at each position. */
  private static double[] parabolas(double[] roots, int length) {
    int[] at = new int[length];
    double[] from = new double[length + 1];
    int last = 0;
    from[0] = Double.NEGATIVE_INFINITY;
    from[1] = Double.POSITIVE_INFINITY;
    for (int q = 1; q < length; q++) {
      double meet = meet(roots, q, at[last]);
      while (meet <= from[last]) {
        last--;
        meet = meet(roots, q, at[last]);
      }
      last++;
      at[last] = q;
      from[last] = meet;
      from[last + 1] = Double.POSITIVE_INFINITY;
    }
    double[] out = new double[length];
    int k = 0;
    for (int q = 0; q < length; q++) {
      while (from[k + 1] < q) {
        k++;
      }
      out[q] = (double) (q - at[k]) * (q - at[k]) + roots[at[k]];
    }
    return out;
  }

  private static double meet(double[] roots, int q, int v) {
    return (roots[q] + (double) q * q - roots[v] - (double) v * v) / (2.0 * (q - v));
  }
}
