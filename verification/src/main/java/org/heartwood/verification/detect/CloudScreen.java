package org.heartwood.verification.detect;

import java.util.Arrays;

/**
 * Finds clouds that a mask missed by a robust regression of a window: constant, annual cycle, and
 * one cycle over the whole years of the window, by Tukey's biweight in at most five rounds. A
 * residual counts as {@code e / √(1 − h)} for its weight, with h the leverage of its date, since a
 * date that the others do not hold in check draws the curve to itself. An observation is an outlier
 * where it differs by more than {@value #LIMIT} times the band's usual change from date to date
 * (Zhu and Woodcock 2014, doi:10.1016/j.rse.2014.06.012).
 */
final class CloudScreen {
  private static final double LIMIT = 4.89;
  private static final double BIWEIGHT = 4.685;
  private static final double NORMAL = 0.6745;
  private static final int ROUNDS = 5;
  private static final int TERMS = 5;
  private static final double MOST_LEVERAGE = 0.9999;

  private CloudScreen() {}

  /** Marks outliers of one band. */
  static void mark(double[] days, double[] values, double variogram, boolean[] outliers) {
    int n = days.length;
    double yearly = 2 * Math.PI / Ccdc.DAYS_PER_YEAR;
    double whole = yearly / Math.ceil((days[n - 1] - days[0]) / Ccdc.DAYS_PER_YEAR);
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] =
          new double[] {
            1,
            StrictMath.cos(yearly * days[i]),
            StrictMath.sin(yearly * days[i]),
            StrictMath.cos(whole * days[i]),
            StrictMath.sin(whole * days[i])
          };
    }
    double[] weights = new double[n];
    Arrays.fill(weights, 1);
    Regression regression = new Regression(rows, values, weights);
    double[] adjustment = regression.leverageAdjustment(rows);
    double[] residuals = regression.residuals(rows, values);
    for (int round = 1; round < ROUNDS; round++) {
      for (int i = 0; i < n; i++) {
        residuals[i] *= adjustment[i];
      }
      double scale = scale(residuals);
      if (scale < 1e-12) {
        break;
      }
      for (int i = 0; i < n; i++) {
        double u = residuals[i] / scale / BIWEIGHT;
        weights[i] = Math.abs(u) < 1 ? (1 - u * u) * (1 - u * u) : 0;
      }
      residuals = new Regression(rows, values, weights).residuals(rows, values);
    }
    for (int i = 0; i < n; i++) {
      outliers[i] |= Math.abs(residuals[i]) > variogram * LIMIT;
    }
  }

  /** Median of the absolute residuals but the four smallest, as standard deviation. */
  private static double scale(double[] residuals) {
    double[] sizes = Arrays.stream(residuals).map(Math::abs).sorted().toArray();
    return Ccdc.median(Arrays.copyOfRange(sizes, TERMS - 1, sizes.length)) / NORMAL;
  }

  /** A weighted regression, by rotations as in {@link HistoryFit}. */
  private static final class Regression {
    private final double[] pivots = new double[TERMS];
    private final double[] theta = new double[TERMS];
    private final double[][] upper = new double[TERMS][TERMS];

    Regression(double[][] rows, double[] values, double[] weights) {
      Arrays.fill(pivots, HistoryFit.NO_PIVOT);
      for (int t = 0; t < rows.length; t++) {
        add(rows[t].clone(), values[t], weights[t]);
      }
    }

    private void add(double[] row, double value, double observationWeight) {
      double weight = observationWeight;
      double y = value;
      for (int i = 0; i < TERMS; i++) {
        double x = row[i];
        double before = pivots[i];
        double after = before + weight * x * x;
        double cosine = before / after;
        double sine = weight * x / after;
        weight *= cosine;
        pivots[i] = after;
        for (int j = i + 1; j < TERMS; j++) {
          double old = upper[i][j];
          double now = row[j];
          row[j] = now - x * old;
          upper[i][j] = cosine * old + sine * now;
        }
        double old = theta[i];
        theta[i] = cosine * old + sine * y;
        y -= x * old;
      }
    }

    /**
     * {@code 1 / √(1 − h)} of each row, {@code h = xᵀ(XᵀX)⁻¹x}: with {@code XᵀX = UᵀDU}, U upper
     * triangular with ones, h is {@code Σ z²/D} where {@code Uᵀz = x}.
     */
    double[] leverageAdjustment(double[][] rows) {
      double[] adjustment = new double[rows.length];
      for (int t = 0; t < rows.length; t++) {
        double[] z = rows[t].clone();
        double leverage = 0;
        for (int i = 0; i < TERMS; i++) {
          leverage += z[i] * z[i] / pivots[i];
          for (int j = i + 1; j < TERMS; j++) {
            z[j] -= upper[i][j] * z[i];
          }
        }
        adjustment[t] = 1 / Math.sqrt(1 - Math.min(MOST_LEVERAGE, leverage));
      }
      return adjustment;
    }

    double[] residuals(double[][] rows, double[] values) {
      double[] fit = new double[TERMS];
      for (int i = TERMS - 1; i >= 0; i--) {
        fit[i] = theta[i];
        for (int j = i + 1; j < TERMS; j++) {
          fit[i] -= upper[i][j] * fit[j];
        }
      }
      double[] residuals = new double[rows.length];
      for (int t = 0; t < rows.length; t++) {
        residuals[t] = values[t];
        for (int i = 0; i < TERMS; i++) {
          residuals[t] -= fit[i] * rows[t][i];
        }
      }
      return residuals;
    }
  }
}
