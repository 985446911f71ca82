package org.heartwood.inference.challenge;

/**
 * When a submission is accepted, and when a group that was accepted earlier is repaired.
 *
 * @param alpha the least {@code share × gain} that counts, in the unit of the loss; 0 to 1 where
 *     the loss is bounded
 * @param comparison whether {@code share × gain} must reach alpha or exceed it
 * @param minimumPixels fewest held-out pixels of a group, > 0
 * @param minimumBlocks fewest held-out blocks that a group must have pixels in, > 0
 */
record AcceptanceRule(double alpha, Comparison comparison, long minimumPixels, int minimumBlocks) {
  AcceptanceRule {
    if (!(alpha > 0) || !Double.isFinite(alpha)) {
      throw new IllegalArgumentException("alpha must be > 0, was " + alpha);
    }
    if (minimumPixels <= 0 || minimumBlocks <= 0) {
      throw new IllegalArgumentException(
          "minimumPixels and minimumBlocks must be > 0, were "
              + minimumPixels
              + " and "
              + minimumBlocks);
    }
  }

  /** How {@code share × gain} is compared with alpha. */
  enum Comparison {
    /** {@code ≥}, as in Globus-Harris, Kearns and Roth 2022. */
    AT_LEAST,
    /** {@code >}. */
    MORE_THAN
  }

  boolean accepts(double shareTimesGain) {
    return switch (comparison) {
      case AT_LEAST -> shareTimesGain >= alpha;
      case MORE_THAN -> shareTimesGain > alpha;
    };
  }
}
