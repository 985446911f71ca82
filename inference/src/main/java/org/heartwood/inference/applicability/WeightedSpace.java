package org.heartwood.inference.applicability;

import java.util.Arrays;

/**
 * Training points in the space in which dissimilarity is measured: every input is brought to mean 0
 * and standard deviation 1 over the points, then multiplied by its weight. An input that is the
 * same at all points tells nothing and is left out of all distances.
 */
final class WeightedSpace {
  private final double[] means;
  private final double[] factors;
  private final double[] points;

  private WeightedSpace(double[] means, double[] factors, double[] points) {
    this.means = means;
    this.factors = factors;
    this.points = points;
  }

  /**
   * @param values point by point, in the inputs' units; at least two points
   * @param weights weight of each input, ≥ 0
   */
  static WeightedSpace of(double[] values, double[] weights) {
    int inputs = weights.length;
    int count = values.length / inputs;
    double[] means = new double[inputs];
    double[] factors = new double[inputs];
    for (int d = 0; d < inputs; d++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += values[i * inputs + d];
      }
      means[d] = sum / count;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        squares += square(values[i * inputs + d] - means[d]);
      }
      double deviation = Math.sqrt(squares / (count - 1));
      factors[d] = deviation > 0 ? weights[d] / deviation : 0;
    }
    double[] points = new double[values.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = (values[i] - means[i % inputs]) * factors[i % inputs];
    }
    return new WeightedSpace(means, factors, points);
  }

  private static double square(double value) {
    return value * value;
  }

  int inputs() {
    return means.length;
  }

  int count() {
    return points.length / inputs();
  }

  /** A value of an input in this space. */
  double scaled(int input, double value) {
    return (value - means[input]) * factors[input];
  }

  NearestCells nearest() {
    return new NearestCells(points, inputs());
  }

  private double distance(int a, int b) {
    double sum = 0;
    for (int d = 0; d < inputs(); d++) {
      sum += square(points[a * inputs() + d] - points[b * inputs() + d]);
    }
    return Math.sqrt(sum);
  }

  /** Mean distance over all pairs of points. */
  double meanDistance() {
    double sum = 0;
    for (int a = 0; a < count(); a++) {
      for (int b = a + 1; b < count(); b++) {
        sum += distance(a, b);
      }
    }
    return sum / (0.5 * count() * (count() - 1));
  }

  /** Dissimilarity of every point to the points of the other folds. */
  double[] trainingDissimilarity(int[] folds) {
    double mean = meanDistance();
    double[] dissimilarity = new double[count()];
    Arrays.fill(dissimilarity, Double.POSITIVE_INFINITY);
    for (int a = 0; a < count(); a++) {
      for (int b = a + 1; b < count(); b++) {
        if (folds[a] != folds[b]) {
          double ratio = distance(a, b) / mean;
          dissimilarity[a] = Math.min(dissimilarity[a], ratio);
          dissimilarity[b] = Math.min(dissimilarity[b], ratio);
        }
      }
    }
    return dissimilarity;
  }

  /** {@code min(max, Q75 + 1.5 · (Q75 − Q25))} of the training points' dissimilarity. */
  double threshold(int[] folds) {
    double[] ascending = trainingDissimilarity(folds);
    Arrays.sort(ascending);
    double upper = quantile(ascending, 0.75);
    double lower = quantile(ascending, 0.25);
    return Math.min(ascending[ascending.length - 1], upper + 1.5 * (upper - lower));
  }

  /** Type 7 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566. */
  static double quantile(double[] ascending, double share) {
    double position = share * (ascending.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, ascending.length - 1);
    return ascending[below] + (position - below) * (ascending[above] - ascending[below]);
  }
}
