package org.heartwood.verification.area;

import java.util.List;
import org.heartwood.verification.carbon.Estimate;

/**
 * Mean of a quantity over units of unequal size, drawn at random: ratio of two means.
 *
 * <pre>
 *   R̂ = Σ t / Σ m        V = (1 − n/N) Σ (t − R̂ m)² / (n (n − 1) m̄²)
 * </pre>
 *
 * (Cochran 1977, Sampling Techniques, §6.4.) The interval takes Student's t with n − 1 degrees of
 * freedom. The bias of a ratio, of order 1/n, is not corrected.
 */
public final class RatioEstimator {
  private RatioEstimator() {}

  /**
   * Mean per unit of size.
   *
   * @param sampledFraction n/N, 0 to 1; 0 where there is no end of units
   */
  public static Outcome<Estimate> mean(List<Cluster> clusters, double sampledFraction) {
    if (!(sampledFraction >= 0 && sampledFraction <= 1)) {
      throw new IllegalArgumentException(
          "sampledFraction must lie between 0 and 1, was " + sampledFraction);
    }
    int n = clusters.size();
    if (n < 2) {
      return new Outcome.CannotTell<>(
          "a mean with its error needs 2 sampled units or more, has " + n + "; sample more");
    }
    double size = clusters.stream().mapToDouble(Cluster::size).sum();
    double ratio = clusters.stream().mapToDouble(Cluster::total).sum() / size;
    double squares = 0;
    for (Cluster cluster : clusters) {
      squares += Math.pow(cluster.total() - ratio * cluster.size(), 2);
    }
    double variance = (1 - sampledFraction) * squares / (n * (n - 1.0)) / Math.pow(size / n, 2);
    return new Outcome.Known<>(StudentT.estimate(ratio, variance, n - 1), List.of());
  }
}
