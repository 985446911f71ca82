package org.heartwood.inference.train;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Shortens a gradient that is too long, so that one strange batch cannot throw the weights far
 * away: with the length {@code n = √Σg²} over all weights together, {@code g ← g·limit/n} where
 * {@code n > limit} (Pascanu, Mikolov and Bengio 2013, arXiv 1211.5063, algorithm 1). Its direction
 * stays. The sum is in double precision and in the order of the list, so that the same gradients
 * always give the same bytes.
 */
final class GradientClip {
  private GradientClip() {}

  /**
   * Shortens gradients in place if they are too long together. A gradient that is not finite stays
   * as it is: no factor makes it a direction, and the validation loss will tell.
   *
   * @param gradients of all weights
   * @param normMax longest that they may be together, > 0
   */
  static void shorten(List<NDArray> gradients, double normMax) {
    double squares = 0;
    for (NDArray gradient : gradients) {
      for (float value : gradient.toFloatArray()) {
        squares += (double) value * value;
      }
    }
    double norm = Math.sqrt(squares);
    if (norm > normMax && Double.isFinite(norm)) {
      float factor = (float) (normMax / norm);
      gradients.forEach(gradient -> gradient.muli(factor));
    }
  }
}
