package org.heartwood.inference.biomass;

import java.util.List;

/** Lower triangular roots of covariance matrices. */
final class Cholesky {
  private Cholesky() {}

  /** L with L·Lᵀ = the matrix; a direction without variance gets a column of zeros. */
  static double[][] root(List<List<Double>> covariance) {
    int size = covariance.size();
    double[][] root = new double[size][size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column <= row; column++) {
        double rest = covariance.get(row).get(column);
        for (int i = 0; i < column; i++) {
          rest -= root[row][i] * root[column][i];
        }
        if (row == column) {
          root[row][row] = Math.sqrt(Math.max(0, rest));
        } else if (root[column][column] > 0) {
          root[row][column] = rest / root[column][column];
        }
      }
    }
    return root;
  }
}
