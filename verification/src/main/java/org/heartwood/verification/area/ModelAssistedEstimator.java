package org.heartwood.verification.area;

import java.util.List;
import org.heartwood.verification.carbon.Estimate;

/**
 * Mean of a mapped quantity, corrected by a simple random sample of it: the general regression
 * (difference) estimator.
 *
 * <pre>
 *   μ̂ = mean of ŷ over all pixels + mean of e over the sample,   e = y − ŷ
 *   V = (1 − n/N) Σ (e − ē)² / (n (n − 1))
 * </pre>
 *
 * (Särndal, Swensson and Wretman 1992, Model Assisted Survey Sampling, §6; McRoberts et al. 2013,
 * doi:10.1016/j.rse.2012.10.007.) It is unbiased whatever the model, if the model is an outsider's;
 * a model fitted to the same sample makes V somewhat small. The interval takes Student's t with n −
 * 1 degrees of freedom.
 */
public final class ModelAssistedEstimator {
  private ModelAssistedEstimator() {}

  /**
   * A reference measurement and what the map says there.
   *
   * @param observed measured, in the map's unit
   * @param predicted mapped
   */
  public record Pair(double observed, double predicted) {
    public Pair {
      if (!Double.isFinite(observed) || !Double.isFinite(predicted)) {
        throw new IllegalArgumentException(
            "a pair must be finite, was " + observed + " and " + predicted);
      }
    }
  }

  /**
   * The mean.
   *
   * @param mappedMean mean of the map over the whole area
   * @param sample pairs at pixels drawn at random
   * @param sampledFraction n/N, 0 to 1
   */
  public static Outcome<Estimate> mean(
      double mappedMean, List<Pair> sample, double sampledFraction) {
    if (!(sampledFraction >= 0 && sampledFraction <= 1)) {
      throw new IllegalArgumentException(
          "sampledFraction must lie between 0 and 1, was " + sampledFraction);
    }
    int n = sample.size();
    if (n < 2) {
      return new Outcome.CannotTell<>(
          "a mean with its error needs 2 reference measurements or more, has "
              + n
              + "; measure more");
    }
    double bias = sample.stream().mapToDouble(pair -> pair.observed() - pair.predicted()).sum() / n;
    double squares = 0;
    for (Pair pair : sample) {
      squares += Math.pow(pair.observed() - pair.predicted() - bias, 2);
    }
    return new Outcome.Known<>(
        StudentT.estimate(
            mappedMean + bias, (1 - sampledFraction) * squares / (n * (n - 1.0)), n - 1),
        List.of());
  }
}
