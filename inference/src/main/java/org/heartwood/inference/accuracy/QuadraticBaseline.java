package org.heartwood.inference.accuracy;

/**
 * Least-squares quadratic of cover on NDVI, {@code cover = a + b·x + c·x²}, pixel by pixel: what a
 * model must beat to be worth its weights. Predictions are clipped to 0–100 per cent.
 *
 * @param constant a, per cent
 * @param linear b, per cent per unit of NDVI
 * @param quadratic c, per cent per squared unit of NDVI
 * @param residualDeviationPct root mean square residual on the pixels it was fitted to
 */
record QuadraticBaseline(
    double constant, double linear, double quadratic, double residualDeviationPct) {
  /** Cover at an NDVI, per cent. */
  double coverPct(double ndvi) {
    double value = constant + ndvi * (linear + ndvi * quadratic);
    return Math.max(0, Math.min(100, value));
  }

  /** Fits by normal equations on moments that are summed pixel by pixel. */
  static final class Fit {
    /** Sums of x⁰…x⁴. */
    private final double[] powers = new double[5];

    /** Sums of y·x⁰…y·x². */
    private final double[] products = new double[3];

    private double squares;

    void add(double ndvi, double coverPct) {
      double power = 1;
      for (int i = 0; i < powers.length; i++) {
        powers[i] += power;
        if (i < products.length) {
          products[i] += power * coverPct;
        }
        power *= ndvi;
      }
      squares += coverPct * coverPct;
    }

    /** Solves the 3 × 3 normal equations by Cramer's rule. */
    QuadraticBaseline solve() {
      double[][] normal = new double[3][3];
      for (int row = 0; row < 3; row++) {
        System.arraycopy(powers, row, normal[row], 0, 3);
      }
      double determinant = determinant(normal);
      if (!(Math.abs(determinant) > 0)) {
        throw new IllegalArgumentException(
            "a quadratic needs at least three different NDVI values among "
                + (long) powers[0]
                + " pixels");
      }
      double[] solution = new double[3];
      for (int unknown = 0; unknown < 3; unknown++) {
        double[][] replaced = new double[3][];
        for (int row = 0; row < 3; row++) {
          replaced[row] = normal[row].clone();
          replaced[row][unknown] = products[row];
        }
        solution[unknown] = determinant(replaced) / determinant;
      }
      double explained = 0;
      for (int i = 0; i < 3; i++) {
        explained += solution[i] * products[i];
      }
      double deviation = Math.sqrt(Math.max(0, squares - explained) / powers[0]);
      return new QuadraticBaseline(solution[0], solution[1], solution[2], deviation);
    }

    private static double determinant(double[][] m) {
      return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
          - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
          + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }
  }
}
