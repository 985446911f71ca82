package org.heartwood.inference.accuracy;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * Least-squares quadratic of cover on the inputs, with all squares and products, pixel by pixel:
 * what a model must beat to be worth its weights. Predictions are clipped to 0–100 per cent.
 */
public final class QuadraticBaseline {
  private final double[] means;
  private final double[] deviations;
  private final double[] coefficients;
  private final double residualDeviationPct;

  private QuadraticBaseline(
      double[] means, double[] deviations, double[] coefficients, double residualDeviationPct) {
    this.means = means;
    this.deviations = deviations;
    this.coefficients = coefficients;
    this.residualDeviationPct = residualDeviationPct;
  }

  /** Cover where the inputs have these values, per cent. */
  public double coverPct(double[] inputs) {
    double[] terms = terms(inputs, means, deviations);
    double value = 0;
    for (int i = 0; i < terms.length; i++) {
      value += coefficients[i] * terms[i];
    }
    return Math.max(0, Math.min(100, value));
  }

  /** Root mean square residual on the pixels it was fitted to, per cent. */
  public double residualDeviationPct() {
    return residualDeviationPct;
  }

  /** 1, the scaled inputs, and all their products of two. */
  private static double[] terms(double[] inputs, double[] means, double[] deviations) {
    int k = inputs.length;
    double[] terms = new double[1 + k + k * (k + 1) / 2];
    terms[0] = 1;
    int at = 1 + k;
    for (int i = 0; i < k; i++) {
      terms[1 + i] = (inputs[i] - means[i]) / deviations[i];
      for (int j = 0; j <= i; j++) {
        terms[at++] = terms[1 + i] * terms[1 + j];
      }
    }
    return terms;
  }

  /** Fits by normal equations on moments that are summed pixel by pixel. */
  public static final class Fit {
    private final double[] means;
    private final double[] deviations;
    private final double[][] normal;
    private final double[] products;
    private double squares;

    /**
     * @param means of the inputs, for scaling alone
     * @param deviations of the inputs, for scaling alone, > 0
     */
    public Fit(double[] means, double[] deviations) {
      this.means = means.clone();
      this.deviations = deviations.clone();
      int size = 1 + means.length + means.length * (means.length + 1) / 2;
      this.normal = new double[size][size];
      this.products = new double[size];
    }

    /** Adds a pixel. */
    public void add(double[] inputs, double coverPct) {
      double[] terms = terms(inputs, means, deviations);
      for (int i = 0; i < terms.length; i++) {
        products[i] += terms[i] * coverPct;
        for (int j = 0; j <= i; j++) {
          normal[i][j] += terms[i] * terms[j];
        }
      }
      squares += coverPct * coverPct;
    }

    /**
     * The regression.
     *
     * @throws IllegalArgumentException if the pixels do not determine it
     */
    public QuadraticBaseline solve() {
      for (int i = 0; i < normal.length; i++) {
        for (int j = 0; j < i; j++) {
          normal[j][i] = normal[i][j];
        }
      }
      try {
        RealVector solution =
            new QRDecomposition(new Array2DRowRealMatrix(normal, false), 1e-9)
                .getSolver()
                .solve(new ArrayRealVector(products));
        double explained = solution.dotProduct(new ArrayRealVector(products));
        double pixels = normal[0][0];
        return new QuadraticBaseline(
            means,
            deviations,
            solution.toArray(),
            Math.sqrt(Math.max(0, squares - explained) / pixels));
      } catch (SingularMatrixException e) {
        throw new IllegalArgumentException(
            "a quadratic needs more different pixels, was given " + (long) normal[0][0], e);
      }
    }
  }
}
