package org.heartwood.inference.challenge;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * How many questions a holdout can answer before the answers mean nothing. Each answer tells
 * something about the holdout, and whoever asks often enough finds a submission that passes by
 * luck. So that {@code q} answers hold together with probability 1 − δ, each must hold with 1 − δ/q
 * (Bonferroni).
 *
 * <p>Two counts are kept apart. The worst case over all submissions (Hoeffding 1963,
 * doi:10.1080/01621459.1963.10500830, for mean differences of losses in −1 to 1) needs {@code n ≥
 * 2·ln(q/δ)/α²}, the order that adaptive data analysis asks for. The case at hand uses the spread
 * that this submission shows between blocks: its gain is told from none while {@code gain − t(n−1,
 * 1 − δ/q)·standard error > 0}, t being Student's quantile.
 *
 * <p>n counts blocks. Errors of neighbouring pixels go together, so a block of a thousand pixels
 * says hardly more than one pixel does; n in pixels would promise thousands of questions too many.
 */
final class HoldoutBudget {
  private final int blocks;
  private final double alpha;
  private final double errorProbability;

  /**
   * @param blocks blocks of the holdout
   * @param alpha smallest gain that counts
   * @param errorProbability δ, chance of any false acceptance over all questions, 0 to 1
   */
  HoldoutBudget(int blocks, double alpha, double errorProbability) {
    if (!(errorProbability > 0 && errorProbability < 1)) {
      throw new IllegalArgumentException(
          "errorProbability must be > 0 and < 1, was " + errorProbability);
    }
    this.blocks = blocks;
    this.alpha = alpha;
    this.errorProbability = errorProbability;
  }

  /** Blocks that the worst case asks for. */
  long blocksForWorstCase(long queries) {
    return (long) Math.ceil(2 * StrictMath.log(queries / errorProbability) / (alpha * alpha));
  }

  /** Lower bound of the gain that holds together with those of all {@code queries} questions. */
  double lowerBound(Certificate certificate, long queries) {
    if (blocks < 2) {
      return Double.NEGATIVE_INFINITY;
    }
    double quantile =
        new TDistribution(null, blocks - 1)
            .inverseCumulativeProbability(1 - errorProbability / queries);
    return certificate.shareTimesGain() - quantile * certificate.standardError();
  }

  /**
   * The most questions after which a gain would still be told from none: {@code δ / (1 −
   * T(gain/standard error))}; 0 if not even the first question would tell it.
   */
  long queriesSupported(Certificate certificate) {
    if (blocks < 2 || !(certificate.shareTimesGain() > 0)) {
      return 0;
    }
    if (certificate.standardError() == 0) {
      return Long.MAX_VALUE;
    }
    double ratio = certificate.shareTimesGain() / certificate.standardError();
    double tail = new TDistribution(null, blocks - 1).cumulativeProbability(-ratio);
    return tail == 0 ? Long.MAX_VALUE : (long) (errorProbability / tail);
  }
}
