package org.heartwood.verification.area;

import org.apache.commons.math3.distribution.TDistribution;
import org.heartwood.verification.carbon.Estimate;

/** Intervals of means from few units. */
final class StudentT {
  private static final double UPPER = 0.95;

  private StudentT() {}

  /** Value ± t · SE, 90 %. */
  static Estimate estimate(double value, double variance, int degreesOfFreedom) {
    double error = Math.sqrt(variance);
    double half =
        new TDistribution(null, degreesOfFreedom).inverseCumulativeProbability(UPPER) * error;
    return new Estimate(value, error, value - half, value + half);
  }
}
