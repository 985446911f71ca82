package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;

/**
 * Weights that sum to one and are not negative, and whose mix of columns comes nearest to a target:
 *
 * <pre>min ‖A w − b‖² + ε‖w‖²   with   w ≥ 0,   Σ w = 1</pre>
 *
 * <p>A primal active-set method: the problem with equality alone is solved on the columns that have
 * weight; a weight that would turn negative stops the step and leaves, and the column whose
 * multiplier is most negative comes in, until none is. The objective falls at every step, so it
 * ends; {@code ε} (1e-9 of the mean squared column) makes the answer unique.
 */
final class SimplexLeastSquares {
  private static final double RIDGE = 1e-9;
  private static final double TOLERANCE = 1e-10;

  private SimplexLeastSquares() {}

  /**
   * Solves the problem.
   *
   * @param columns one array a column of A, all as long as {@code target}, at least one
   * @return weights, one a column
   */
  static double[] weights(double[][] columns, double[] target) {
    int n = columns.length;
    double[][] gram = new double[n][n];
    double[] right = new double[n];
    double trace = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = dot(columns[i], columns[j]);
        gram[j][i] = gram[i][j];
      }
      right[i] = dot(columns[i], target);
      trace += gram[i][i];
    }
    double scale = Math.max(trace / n, Double.MIN_NORMAL);
    for (int i = 0; i < n; i++) {
      gram[i][i] += RIDGE * scale;
    }
    return solve(gram, right, scale);
  }

  private static double[] solve(double[][] gram, double[] right, double scale) {
    int n = right.length;
    double[] w = new double[n];
    int best = 0;
    for (int i = 1; i < n; i++) {
      if (gram[i][i] - 2 * right[i] < gram[best][best] - 2 * right[best]) {
        best = i;
      }
    }
    w[best] = 1;
    List<Integer> active = new ArrayList<>(List.of(best));
    for (int step = 0; step < 50 * n + 100; step++) {
      double[] solution = onSubset(gram, right, active);
      double length = 1;
      int leaves = -1;
      for (int a = 0; a < active.size(); a++) {
        double from = w[active.get(a)];
        if (solution[a] < 0 && from / (from - solution[a]) < length) {
          length = from / (from - solution[a]);
          leaves = a;
        }
      }
      for (int a = 0; a < active.size(); a++) {
        int i = active.get(a);
        w[i] += length * (solution[a] - w[i]);
      }
      if (leaves >= 0) {
        w[active.remove(leaves)] = 0;
        continue;
      }
      int enters = entering(gram, right, w, active, scale);
      if (enters < 0) {
        return w;
      }
      active.add(enters);
    }
    return w;
  }

  /** The column whose multiplier is most negative; −1 at the optimum. */
  private static int entering(
      double[][] gram, double[] right, double[] w, List<Integer> active, double scale) {
    double level = gradient(gram, right, w, active.get(0));
    int enters = -1;
    double lowest = -TOLERANCE * scale;
    for (int i = 0; i < w.length; i++) {
      double multiplier = active.contains(i) ? 0 : gradient(gram, right, w, i) - level;
      if (multiplier < lowest) {
        lowest = multiplier;
        enters = i;
      }
    }
    return enters;
  }

  private static double gradient(double[][] gram, double[] right, double[] w, int i) {
    return dot(gram[i], w) - right[i];
  }

  /** The minimum with Σ w = 1 on some columns: Lagrange's equations. */
  private static double[] onSubset(double[][] gram, double[] right, List<Integer> active) {
    int m = active.size();
    double[][] matrix = new double[m + 1][m + 1];
    double[] rhs = new double[m + 1];
    double scale = 0;
    for (int a : active) {
      scale = Math.max(scale, gram[a][a]);
    }
    for (int a = 0; a < m; a++) {
      for (int b = 0; b < m; b++) {
        matrix[a][b] = gram[active.get(a)][active.get(b)] / scale;
      }
      matrix[a][m] = 1;
      matrix[m][a] = 1;
      rhs[a] = right[active.get(a)] / scale;
    }
    rhs[m] = 1;
    return new LUDecomposition(new Array2DRowRealMatrix(matrix, false), 1e-300)
        .getSolver()
        .solve(new ArrayRealVector(rhs, false))
        .toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
