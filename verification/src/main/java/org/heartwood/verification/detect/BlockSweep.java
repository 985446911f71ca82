package org.heartwood.verification.detect;

import java.util.Arrays;

/**
 * The rotations of {@link HistoryFit} for many pixels side by side, which share their dates. The
 * innermost loops run over pixels, so that a compiler can do several at once; a missing observation
 * takes part with weight 0, which changes nothing. The results are, bit by bit, those of one pixel
 * at a time.
 */
final class BlockSweep {
  /** Pixels of a block; their triangles fit the cache of a core. */
  static final int LANES = 64;

  private final int terms;

  /** One array of lanes for each pivot, each coefficient, and each entry of the triangle. */
  final double[][] pivots;

  final double[][] theta;
  final double[][] upper;

  /** What the rotations leave of each date, one array of lanes a date. */
  final double[][] recursive;

  // Every array begins at lane 0: a loop whose arrays have offsets of their own is not vectorised.
  private final double[][] rows;
  private final double[] weight = new double[LANES];
  private final double[] left = new double[LANES];
  private final double[] cosine = new double[LANES];
  private final double[] sine = new double[LANES];

  BlockSweep(int terms, int most) {
    this.terms = terms;
    this.pivots = new double[terms][LANES];
    this.theta = new double[terms][LANES];
    this.upper = new double[terms * terms][LANES];
    this.recursive = new double[most][LANES];
    this.rows = new double[terms][LANES];
  }

  /**
   * Sweeps the histories of up to {@value #LANES} pixels, the last date first.
   *
   * @param values values by pixel, then by date
   * @param at where the first pixel's values begin
   * @param stride from one pixel's values to the next one's
   * @param lanes how many pixels
   * @param dates how many dates the history has
   */
  void sweep(double[] regressors, float[] values, int at, int stride, int lanes, int dates) {
    fill(pivots, HistoryFit.NO_PIVOT);
    fill(upper, 0);
    fill(theta, 0);
    // Lanes without a pixel run along; what another block left in them must not slow them down.
    Arrays.fill(weight, lanes, LANES, 0);
    Arrays.fill(left, lanes, LANES, 0);
    for (int date = dates - 1; date >= 0; date--) {
      for (int lane = 0; lane < lanes; lane++) {
        int bits = Float.floatToRawIntBits(values[at + lane * stride + date]);
        int none = HistoryFit.noneMask(bits);
        weight[lane] = 1 + none;
        left[lane] = Float.intBitsToFloat(bits & ~none);
      }
      for (int i = 0; i < terms; i++) {
        Arrays.fill(rows[i], regressors[date * terms + i]);
      }
      for (int i = 0; i < terms; i++) {
        rotate(pivots[i], rows[i], weight, cosine, sine);
        for (int j = i + 1; j < terms; j++) {
          turn(upper[i * terms + j], rows[j], rows[i], cosine, sine);
        }
        turn(theta[i], left, rows[i], cosine, sine);
      }
      finish(recursive[date], weight, left);
    }
  }

  private static void fill(double[][] arrays, double value) {
    for (double[] array : arrays) {
      Arrays.fill(array, value);
    }
  }

  private static void rotate(
      double[] pivots, double[] x, double[] weight, double[] cosine, double[] sine) {
    for (int lane = 0; lane < LANES; lane++) {
      double before = pivots[lane];
      double weighted = weight[lane] * x[lane];
      double after = before + weighted * x[lane];
      double c = before / after;
      pivots[lane] = after;
      cosine[lane] = c;
      sine[lane] = weighted / after;
      weight[lane] = weight[lane] * c;
    }
  }

  private static void turn(
      double[] kept, double[] moved, double[] x, double[] cosine, double[] sine) {
    for (int lane = 0; lane < LANES; lane++) {
      double old = kept[lane];
      double now = moved[lane];
      moved[lane] = now - x[lane] * old;
      kept[lane] = cosine[lane] * old + sine[lane] * now;
    }
  }

  private static void finish(double[] recursive, double[] weight, double[] left) {
    for (int lane = 0; lane < LANES; lane++) {
      recursive[lane] = Math.sqrt(weight[lane]) * left[lane];
    }
  }
}
