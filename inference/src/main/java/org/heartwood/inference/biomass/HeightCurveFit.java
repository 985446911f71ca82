package org.heartwood.inference.biomass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.util.Pair;
import org.heartwood.inference.biomass.HeightCurve.Form;

/**
 * Least squares of ln H on diameter in each {@link Form}, the best taken by leave-one-out error. A
 * left-out residual is {@code e / (1 − h)} with h the leverage: exact for the quadratic, first
 * order for the other two.
 */
final class HeightCurveFit {
  private HeightCurveFit() {}

  /** A tree whose diameter, cm, and height, m, are both measured. */
  record Pairing(double diameterCm, double heightM) {}

  /**
   * The form with the least leave-one-out error.
   *
   * @throws IllegalArgumentException if there are fewer than 10 trees or no form can be fitted
   */
  static HeightCurve best(List<Pairing> trees) {
    if (trees.size() < 10) {
      throw new IllegalArgumentException(
          "a height curve needs at least 10 trees, had " + trees.size());
    }
    return Arrays.stream(Form.values())
        .flatMap(form -> fit(form, trees).stream())
        .min(Comparator.comparingDouble(HeightCurve::leaveOneOutLogError))
        .orElseThrow(
            () -> new IllegalArgumentException("no height curve fits " + trees.size() + " trees"));
  }

  /** One form fitted; empty if the trees do not determine its parameters. */
  static Optional<HeightCurve> fit(Form form, List<Pairing> trees) {
    double[] observed = trees.stream().mapToDouble(t -> StrictMath.log(t.heightM())).toArray();
    Optimum optimum;
    RealMatrix inverse;
    try {
      optimum =
          new LevenbergMarquardtOptimizer()
              .optimize(
                  new LeastSquaresBuilder()
                      .start(form.start())
                      .target(observed)
                      .model(at -> model(form, trees, at.toArray()))
                      .lazyEvaluation(false)
                      .maxEvaluations(500)
                      .maxIterations(500)
                      .build());
      RealMatrix jacobian = optimum.getJacobian();
      inverse =
          new LUDecomposition(jacobian.transpose().multiply(jacobian)).getSolver().getInverse();
    } catch (MathIllegalStateException | SingularMatrixException e) {
      return Optional.empty();
    }
    double[] parameters = optimum.getPoint().toArray();
    int freedom = trees.size() - form.size();
    double squares = 0;
    double leftOut = 0;
    for (Pairing tree : trees) {
      double residual =
          StrictMath.log(tree.heightM()) - form.logHeight(parameters, tree.diameterCm());
      RealMatrix row = new Array2DRowRealMatrix(form.gradient(parameters, tree.diameterCm()));
      double leverage = row.transpose().multiply(inverse).multiply(row).getEntry(0, 0);
      squares += residual * residual;
      leftOut += residual * residual / ((1 - leverage) * (1 - leverage));
    }
    double variance = squares / freedom;
    List<List<Double>> covariance = new ArrayList<>();
    for (double[] row : inverse.scalarMultiply(variance).getData()) {
      covariance.add(boxed(row));
    }
    return Optional.of(
        new HeightCurve(
            form,
            boxed(parameters),
            covariance,
            Math.sqrt(variance),
            Math.sqrt(leftOut / trees.size()),
            trees.size(),
            0,
            0,
            HeightCurve.Origin.SITE));
  }

  private static Pair<RealVector, RealMatrix> model(
      Form form, List<Pairing> trees, double[] parameters) {
    double[] values = new double[trees.size()];
    double[][] gradients = new double[trees.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = form.logHeight(parameters, trees.get(i).diameterCm());
      gradients[i] = form.gradient(parameters, trees.get(i).diameterCm());
    }
    return new Pair<>(
        new ArrayRealVector(values, false), new Array2DRowRealMatrix(gradients, false));
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
