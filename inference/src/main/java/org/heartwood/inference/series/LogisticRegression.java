package org.heartwood.inference.series;

import java.util.List;

/**
 * Logistic regression with a ridge: {@code P(y) = 1 / (1 + exp(−(b + Σ w·x)))} on features scaled
 * to mean 0 and deviation 1, the weights found by Newton's method with the penalty {@code ½·Σ w²}
 * (Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, §4.4.1). It is what
 * a network must beat.
 */
final class LogisticRegression {
  private static final int ITERATIONS = 25;
  private static final double CONVERGED = 1e-8;
  private static final double RIDGE = 1;

  private final double[] mean;
  private final double[] deviation;
  private final double[] weights;

  private LogisticRegression(double[] mean, double[] deviation, double[] weights) {
    this.mean = mean;
    this.deviation = deviation;
    this.weights = weights;
  }

  /** Fits; {@code features} are as long as {@code events}, each of one length, without NaN. */
  static LogisticRegression fit(List<double[]> features, List<Boolean> events) {
    int count = features.get(0).length;
    double[] mean = new double[count];
    double[] deviation = new double[count];
    for (double[] row : features) {
      for (int i = 0; i < count; i++) {
        mean[i] += row[i] / features.size();
      }
    }
    for (double[] row : features) {
      for (int i = 0; i < count; i++) {
        deviation[i] += (row[i] - mean[i]) * (row[i] - mean[i]) / features.size();
      }
    }
    for (int i = 0; i < count; i++) {
      deviation[i] = deviation[i] > 0 ? Math.sqrt(deviation[i]) : 1;
    }
    LogisticRegression model = new LogisticRegression(mean, deviation, new double[count + 1]);
    double largest = 1;
    for (int i = 0; i < ITERATIONS && largest > CONVERGED; i++) {
      largest = model.step(features, events);
    }
    return model;
  }

  private double step(List<double[]> features, List<Boolean> events) {
    int unknowns = weights.length;
    double[][] system = new double[unknowns][unknowns + 1];
    for (int row = 0; row < features.size(); row++) {
      double[] x = scaled(features.get(row));
      double p = probability(x, weights);
      double residual = (events.get(row) ? 1 : 0) - p;
      for (int i = 0; i < unknowns; i++) {
        double weighted = p * (1 - p) * x[i];
        for (int j = 0; j <= i; j++) {
          system[i][j] += weighted * x[j];
        }
        system[i][unknowns] += residual * x[i];
      }
    }
    for (int i = 0; i < unknowns; i++) {
      for (int j = 0; j < i; j++) {
        system[j][i] = system[i][j];
      }
      if (i > 0) {
        system[i][i] += RIDGE;
        system[i][unknowns] -= RIDGE * weights[i];
      }
    }
    double[] change = LinearSystem.solve(system);
    double largest = 0;
    for (int i = 0; i < unknowns; i++) {
      weights[i] += change[i];
      largest = Math.max(largest, Math.abs(change[i]));
    }
    return largest;
  }

  /** Features with a leading 1. */
  private double[] scaled(double[] features) {
    double[] x = new double[weights.length];
    x[0] = 1;
    for (int i = 0; i < features.length; i++) {
      x[i + 1] = (features[i] - mean[i]) / deviation[i];
    }
    return x;
  }

  private static double probability(double[] x, double[] weights) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += weights[i] * x[i];
    }
    return 1 / (1 + StrictMath.exp(-sum));
  }

  double probability(double[] features) {
    return probability(scaled(features), weights);
  }
}
