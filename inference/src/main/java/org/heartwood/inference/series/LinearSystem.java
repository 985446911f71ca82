package org.heartwood.inference.series;

/** Small systems of linear equations, by elimination with the largest pivot of a column. */
final class LinearSystem {
  private static final double SINGULAR = 1e-12;

  private LinearSystem() {}

  /**
   * Solves {@code A x = b}. An unknown that the equations do not fix is 0.
   *
   * @param augmented {@code [A | b]}, n rows of n + 1; overwritten
   */
  static double[] solve(double[][] augmented) {
    int unknowns = augmented.length;
    double scale = 0;
    for (double[] row : augmented) {
      for (int col = 0; col < unknowns; col++) {
        scale = Math.max(scale, Math.abs(row[col]));
      }
    }
    for (int col = 0; col < unknowns; col++) {
      int pivot = col;
      for (int row = col + 1; row < unknowns; row++) {
        if (Math.abs(augmented[row][col]) > Math.abs(augmented[pivot][col])) {
          pivot = row;
        }
      }
      double[] swapped = augmented[col];
      augmented[col] = augmented[pivot];
      augmented[pivot] = swapped;
      for (int row = 0; row < unknowns; row++) {
        if (row != col && Math.abs(augmented[col][col]) > SINGULAR * scale) {
          double factor = augmented[row][col] / augmented[col][col];
          for (int k = col; k <= unknowns && factor != 0; k++) {
            augmented[row][k] -= factor * augmented[col][k];
          }
        }
      }
    }
    double[] solution = new double[unknowns];
    for (int i = 0; i < unknowns; i++) {
      boolean fixed = Math.abs(augmented[i][i]) > SINGULAR * scale;
      solution[i] = fixed ? augmented[i][unknowns] / augmented[i][i] : 0;
    }
    return solution;
  }
}
