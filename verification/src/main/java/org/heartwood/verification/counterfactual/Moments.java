package org.heartwood.verification.counterfactual;

/** Weighted mean and variance of one quantity. */
final class Moments {
  private static final double APART = 99;

  private double weight;
  private double sum;
  private double squares;

  void add(double value, double times) {
    weight += times;
    sum += times * value;
    squares += times * value * value;
  }

  double mean() {
    return weight == 0 ? 0 : sum / weight;
  }

  double variance() {
    return weight == 0 ? 0 : Math.max(0, squares / weight - mean() * mean());
  }

  /**
   * Standardised mean difference: of the means, over the root mean of both variances. A difference
   * between groups without any spread is given as ±{@value #APART}: they are not alike.
   */
  double smd(Moments other) {
    double difference = mean() - other.mean();
    double spread = Math.sqrt((variance() + other.variance()) / 2);
    if (Math.abs(difference) <= 1e-9 * Math.max(Math.abs(mean()), Math.abs(other.mean()))) {
      return 0;
    }
    return spread == 0 ? Math.copySign(APART, difference) : difference / spread;
  }
}
