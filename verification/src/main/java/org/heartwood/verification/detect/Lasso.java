package org.heartwood.verification.detect;

/**
 * Regression with an L1 penalty: the minimum of {@code (1/2n)·Σ(y − b − Xw)² + α·Σ|w|}, by cyclic
 * coordinate descent on centred columns until the duality gap is below 10⁻⁴·Σ(y − ȳ)² or 1,000
 * rounds are done (Friedman, Hastie and Tibshirani 2010, doi:10.18637/jss.v033.i01; the stopping
 * rule is that of scikit-learn, whose fits the published breaks rest on).
 */
final class Lasso {
  private static final int MOST_ROUNDS = 1000;
  private static final double TOLERANCE = 1e-4;

  private final double[] weights;
  private final double intercept;
  private final double[] residuals;

  private Lasso(double[] weights, double intercept, double[] residuals) {
    this.weights = weights;
    this.intercept = intercept;
    this.residuals = residuals;
  }

  /**
   * Fits a series.
   *
   * @param columns regressors without a constant, one array each
   */
  static Lasso fit(double[][] columns, double[] y, double alpha) {
    int n = y.length;
    int terms = columns.length;
    double[] means = new double[terms];
    double[][] x = new double[terms][];
    double[] squares = new double[terms];
    for (int j = 0; j < terms; j++) {
      means[j] = mean(columns[j]);
      x[j] = new double[n];
      for (int i = 0; i < n; i++) {
        x[j][i] = columns[j][i] - means[j];
        squares[j] += x[j][i] * x[j][i];
      }
    }
    double meanY = mean(y);
    double[] centred = new double[n];
    for (int i = 0; i < n; i++) {
      centred[i] = y[i] - meanY;
    }
    double[] weights = descend(x, squares, centred, alpha * n);
    double intercept = meanY;
    for (int j = 0; j < terms; j++) {
      intercept -= weights[j] * means[j];
    }
    double[] residuals = new double[n];
    for (int i = 0; i < n; i++) {
      residuals[i] = y[i] - intercept;
      for (int j = 0; j < terms; j++) {
        residuals[i] -= weights[j] * columns[j][i];
      }
    }
    return new Lasso(weights, intercept, residuals);
  }

  private static double[] descend(double[][] x, double[] squares, double[] y, double penalty) {
    double[] weights = new double[x.length];
    double[] left = y.clone();
    double tolerance = TOLERANCE * dot(y, y);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double largest = 0;
      double change = 0;
      for (int j = 0; j < x.length; j++) {
        if (squares[j] == 0) {
          continue;
        }
        double before = weights[j];
        double pull = dot(x[j], left) + before * squares[j];
        double after = Math.signum(pull) * Math.max(Math.abs(pull) - penalty, 0) / squares[j];
        for (int i = 0; i < left.length; i++) {
          left[i] -= (after - before) * x[j][i];
        }
        weights[j] = after;
        largest = Math.max(largest, Math.abs(after));
        change = Math.max(change, Math.abs(after - before));
      }
      boolean settled = largest == 0 || change / largest < TOLERANCE;
      if (settled && gap(x, weights, left, y, penalty) < tolerance) {
        break;
      }
    }
    return weights;
  }

  private static double gap(
      double[][] x, double[] weights, double[] left, double[] y, double penalty) {
    double steepest = 0;
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      steepest = Math.max(steepest, Math.abs(dot(x[j], left)));
      sum += Math.abs(weights[j]);
    }
    double squares = dot(left, left);
    double scale = steepest > penalty ? penalty / steepest : 1;
    return 0.5 * squares * (1 + scale * scale) + penalty * sum - scale * dot(left, y);
  }

  /** The regression's value for one row of regressors. */
  double at(double[] row) {
    double sum = intercept;
    for (int j = 0; j < weights.length; j++) {
      sum += weights[j] * row[j];
    }
    return sum;
  }

  /** Weight of a column. */
  double weight(int column) {
    return weights[column];
  }

  /** Observed minus fitted, by observation. */
  double residual(int observation) {
    return residuals[observation];
  }

  /** Root of the sum of squared residuals over observations less columns and constant. */
  double rmse() {
    return Math.sqrt(dot(residuals, residuals) / (residuals.length - weights.length - 1));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
