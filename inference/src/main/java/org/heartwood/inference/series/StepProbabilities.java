package org.heartwood.inference.series;

/**
 * Probabilities that the disturbance of one series began in each of its steps; what is missing to 1
 * is the probability that there was none. It owns its array.
 */
final class StepProbabilities {
  private final double[] steps;

  StepProbabilities(double[] steps) {
    this.steps = steps;
  }

  /**
   * From logits: {@code exp(slope · z_t + shift) / (1 + Σ exp(slope · z + shift))}.
   *
   * @param slope 1 for the network's own probabilities
   * @param shift 0 for them
   */
  static StepProbabilities of(float[] logits, double slope, double shift) {
    double largest = 0;
    for (float logit : logits) {
      largest = Math.max(largest, slope * logit + shift);
    }
    double sum = StrictMath.exp(-largest);
    double[] steps = new double[logits.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = StrictMath.exp(slope * logits[i] + shift - largest);
      sum += steps[i];
    }
    for (int i = 0; i < steps.length; i++) {
      steps[i] /= sum;
    }
    return new StepProbabilities(steps);
  }

  /** Probability of a disturbance in any step. */
  double total() {
    double sum = 0;
    for (double step : steps) {
      sum += step;
    }
    return Math.min(1, sum);
  }

  /** Adds a share of another's probabilities to these. */
  void add(StepProbabilities other, double share) {
    for (int i = 0; i < steps.length; i++) {
      steps[i] += share * other.steps[i];
    }
  }

  /** The median step, given a disturbance, on the axis of steps and within a step linearly. */
  double medianStep() {
    double half = total() / 2;
    double sum = 0;
    for (int i = 0; i < steps.length; i++) {
      if (sum + steps[i] >= half && steps[i] > 0) {
        return i - 0.5 + (half - sum) / steps[i];
      }
      sum += steps[i];
    }
    return Double.NaN;
  }

  /** Root of the mean square distance from a step, given a disturbance, in steps. */
  double deviationFrom(double step) {
    double squares = 1.0 / 12 * total();
    for (int i = 0; i < steps.length; i++) {
      squares += steps[i] * (i - step) * (i - step);
    }
    return Math.sqrt(squares / total());
  }
}
