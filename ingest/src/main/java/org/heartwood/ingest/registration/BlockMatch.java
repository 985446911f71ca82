package org.heartwood.ingest.registration;

import java.util.Optional;

/**
 * Finds a block of one smoothed image in another: first the whole-pixel shift of the highest
 * correlation, then by least squares the fraction, a gain and an offset (Gruen 1985, adaptive least
 * squares correlation). Pixels that are not valid on both are left out.
 */
final class BlockMatch {
  /** Whole pixels searched in each direction. */
  static final int SEARCH_PX = 5;

  /** Pixels around a block that its match may touch. */
  static final int MARGIN_PX = SEARCH_PX + 2;

  /** Two fields of noise, smoothed, correlate by up to 0.4 somewhere among the shifts. */
  private static final double MIN_CORRELATION = 0.5;

  private static final double MAX_STANDARD_ERROR_PX = 0.2;

  /** Neighbours of a smoothed image repeat each other: as many pixels count as one, 4π σ². */
  private static final double PIXELS_PER_OBSERVATION = 4 * Math.PI;

  private static final int MAX_STEPS = 15;
  private static final double LAST_STEP_PX = 1e-3;

  private final double[] reference;
  private final double[] moved;
  private final int width;
  private final int firstCol;
  private final int firstRow;
  private final int size;

  BlockMatch(double[] reference, double[] moved, int width, int firstCol, int firstRow, int size) {
    this.reference = reference;
    this.moved = moved;
    this.width = width;
    this.firstCol = firstCol;
    this.firstRow = firstRow;
    this.size = size;
  }

  /** A shift in pixels, east and south. */
  record Match(double colPx, double rowPx) {}

  /** Whether at least half of the block is valid on both images, unshifted. */
  boolean hasOverlap() {
    int valid = 0;
    for (int i = 0; i < size * size; i++) {
      int at = index(i);
      valid += Double.isNaN(reference[at] + moved[at]) ? 0 : 1;
    }
    return 2 * valid >= size * size;
  }

  private int index(int i) {
    int row = i / size;
    return (firstRow + row) * width + firstCol + i % size;
  }

  /** The block's shift; empty if it cannot be told. */
  Optional<Match> match() {
    double best = MIN_CORRELATION;
    int bestCol = SEARCH_PX;
    int bestRow = SEARCH_PX;
    for (int row = -SEARCH_PX; row <= SEARCH_PX; row++) {
      for (int col = -SEARCH_PX; col <= SEARCH_PX; col++) {
        double correlation = correlation(row * width + col);
        if (correlation > best) {
          best = correlation;
          bestCol = col;
          bestRow = row;
        }
      }
    }
    boolean isInside = Math.max(Math.abs(bestCol), Math.abs(bestRow)) < SEARCH_PX;
    return isInside ? refined(bestCol, bestRow) : Optional.empty();
  }

  /** NaN where fewer than half of the pixels are valid on both. */
  private double correlation(int offset) {
    int n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int row = 0; row < size; row++) {
      int at = (firstRow + row) * width + firstCol;
      for (int col = 0; col < size; col++, at++) {
        double a = reference[at];
        double b = moved[at + offset];
        if (!Double.isNaN(a + b)) {
          n++;
          x += a;
          y += b;
          xx += a * a;
          yy += b * b;
          xy += a * b;
        }
      }
    }
    if (2 * n < size * size) {
      return Double.NaN;
    }
    return (xy - x * y / n) / Math.sqrt((xx - x * x / n) * (yy - y * y / n));
  }

  private Optional<Match> refined(int startCol, int startRow) {
    double col = startCol;
    double row = startRow;
    for (int step = 0; step < MAX_STEPS; step++) {
      Normals normals = normals(col, row);
      double[] solution = normals.solve();
      col += solution[0];
      row += solution[1];
      if (!(Math.hypot(col - startCol, row - startRow) < 1.5)) {
        return Optional.empty();
      }
      if (Math.hypot(solution[0], solution[1]) < LAST_STEP_PX) {
        return normals.isSharp() ? Optional.of(new Match(col, row)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The linearised equations {@code M(x + d) = gain · R(x) + offset − ∇M · δ} of all pixels. */
  private Normals normals(double col, double row) {
    int wholeCol = (int) Math.floor(col);
    int wholeRow = (int) Math.floor(row);
    Cubic across = new Cubic(col - wholeCol);
    Cubic down = new Cubic(row - wholeRow);
    Normals normals = new Normals();
    for (int i = 0; i < size * size; i++) {
      int at = index(i);
      double value = 0;
      double slopeCol = 0;
      double slopeRow = 0;
      for (int j = 0; j < 4; j++) {
        int line = at + (wholeRow + j - 1) * width + wholeCol - 1;
        double sum = 0;
        double slope = 0;
        for (int k = 0; k < 4; k++) {
          sum += across.weights[k] * moved[line + k];
          slope += across.slopes[k] * moved[line + k];
        }
        value += down.weights[j] * sum;
        slopeCol += down.weights[j] * slope;
        slopeRow += down.slopes[j] * sum;
      }
      if (!Double.isNaN(value + reference[at])) {
        normals.add(-slopeCol, -slopeRow, reference[at], value);
      }
    }
    return normals;
  }

  /** Weights of the Catmull–Rom spline through four pixels, and their derivatives. */
  private static final class Cubic {
    private final double[] weights;
    private final double[] slopes;

    Cubic(double t) {
      weights =
          new double[] {
            ((-t + 2) * t - 1) * t / 2,
            ((3 * t - 5) * t * t + 2) / 2,
            ((-3 * t + 4) * t + 1) * t / 2,
            (t - 1) * t * t / 2
          };
      slopes =
          new double[] {
            ((-3 * t + 4) * t - 1) / 2,
            (9 * t - 10) * t / 2,
            ((-9 * t + 8) * t + 1) / 2,
            (3 * t - 2) * t / 2
          };
    }
  }

  /** Sums of products of the three regressors and the value, each with a mean. */
  private static final class Normals {
    private static final int VALUE = 3;
    private int n;
    private final double[] sums = new double[4];
    private final double[][] products = new double[4][4];

    void add(double... row) {
      n++;
      for (int i = 0; i < 4; i++) {
        sums[i] += row[i];
        for (int j = i; j < 4; j++) {
          products[i][j] += row[i] * row[j];
        }
      }
    }

    private double centred(int i, int j) {
      return products[Math.min(i, j)][Math.max(i, j)] - sums[i] * sums[j] / n;
    }

    /** Determinant of the regressors' products with some columns of another matrix. */
    private static double determinant(double[][] m) {
      return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
          - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
          + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }

    private double[][] matrix() {
      double[][] matrix = new double[3][3];
      for (int i = 0; i < 9; i++) {
        int row = i / 3;
        matrix[row][i % 3] = centred(row, i % 3);
      }
      return matrix;
    }

    /** Step east, step south, gain (Cramer's rule); NaN if singular. */
    double[] solve() {
      double whole = determinant(matrix());
      double[] solution = new double[3];
      for (int unknown = 0; unknown < 3; unknown++) {
        double[][] matrix = matrix();
        for (int i = 0; i < 3; i++) {
          matrix[i][unknown] = centred(i, VALUE);
        }
        solution[unknown] = determinant(matrix) / whole;
      }
      return solution;
    }

    /** Whether the scatter about the solution leaves the shift certain in every direction. */
    boolean isSharp() {
      double[] solution = solve();
      double residual = centred(VALUE, VALUE);
      for (int i = 0; i < 3; i++) {
        residual -= solution[i] * centred(i, VALUE);
      }
      double variance = Math.max(residual, 0) / n;
      double slopes = centred(0, 0) + centred(1, 1);
      double weakest = slopes / 2 - Math.hypot((centred(0, 0) - centred(1, 1)) / 2, centred(0, 1));
      double explained = 1 - residual / centred(VALUE, VALUE);
      return solution[2] > 0
          && explained > MIN_CORRELATION * MIN_CORRELATION
          && Math.sqrt(variance / weakest * PIXELS_PER_OBSERVATION) < MAX_STANDARD_ERROR_PX;
    }
  }
}
