package org.heartwood.inference.series;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.model.Weights;

/**
 * A line through logits, {@code slope · z + shift}, that makes the probabilities of an ensemble
 * agree with labels that its networks did not see: the one with the smallest mean of {@code −ln
 * p(label)} (after Platt 1999 and Guo et al. 2017, arXiv:1706.04599). It is written into the
 * weights of the networks' heads.
 *
 * @param slope in 0.1 to 10
 * @param shift added to every step's logit
 */
record LogitScale(double slope, double shift) {
  private static final double LEAST_PROBABILITY = 1e-9;
  private static final double FIRST_STRIDE = 0.5;
  private static final double LAST_STRIDE = 0.01;
  private static final double MAX_LOG_SLOPE = StrictMath.log(10);

  /**
   * One sample: the logits of its steps by every network that did not see it.
   *
   * @param event whether it was disturbed
   */
  record Scored(List<float[]> logits, boolean event) {
    StepProbabilities probabilities(LogitScale scale) {
      StepProbabilities mean = new StepProbabilities(new double[logits.get(0).length]);
      for (float[] one : logits) {
        mean.add(StepProbabilities.of(one, scale.slope(), scale.shift()), 1.0 / logits.size());
      }
      return mean;
    }
  }

  /** Searches along both axes with strides that halve. */
  static LogitScale fit(List<Scored> samples) {
    double logSlope = 0;
    double shift = 0;
    double best = loss(samples, logSlope, shift);
    double stride = FIRST_STRIDE;
    while (stride >= LAST_STRIDE) {
      double[][] tries = {{stride, 0}, {-stride, 0}, {0, stride}, {0, -stride}};
      boolean better = false;
      for (double[] one : tries) {
        double triedSlope = Math.max(-MAX_LOG_SLOPE, Math.min(MAX_LOG_SLOPE, logSlope + one[0]));
        double triedShift = shift + one[1];
        double loss = loss(samples, triedSlope, triedShift);
        if (loss < best) {
          best = loss;
          logSlope = triedSlope;
          shift = triedShift;
          better = true;
        }
      }
      stride = better ? stride : stride / 2;
    }
    return new LogitScale(StrictMath.exp(logSlope), shift);
  }

  private static double loss(List<Scored> samples, double logSlope, double shift) {
    LogitScale scale = new LogitScale(StrictMath.exp(logSlope), shift);
    double sum = 0;
    for (Scored one : samples) {
      double total = one.probabilities(scale).total();
      sum -= StrictMath.log(Math.max(LEAST_PROBABILITY, one.event() ? total : 1 - total));
    }
    return sum / samples.size();
  }

  /** The same weights, their logits scaled. */
  Weights in(Weights weights) {
    Map<String, float[]> values = new LinkedHashMap<>();
    weights
        .shapes()
        .keySet()
        .forEach(
            name -> {
              float[] scaled = weights.values(name).clone();
              for (int i = 0; i < scaled.length && name.startsWith("head."); i++) {
                scaled[i] = (float) (slope * scaled[i] + (name.equals("head.bias") ? shift : 0));
              }
              values.put(name, scaled);
            });
    return new Weights(weights.shapes(), values);
  }
}
