package org.heartwood.verification.area;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.verification.area.AreaEstimate.Estimator;
import org.heartwood.verification.area.ProportionInterval.Limits;
import org.heartwood.verification.area.ProportionInterval.Share;
import org.heartwood.verification.carbon.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * Areas from a simple random sample whose points are sorted into strata of known area afterwards.
 *
 * <pre>
 *   p̂ = Σ W p        V = (1/n) Σ W s² + (1/n²) Σ (1 − W) s²        s² = n p (1 − p) / (n − 1) of each
 * </pre>
 *
 * (Cochran 1977, Sampling Techniques, §5A.9.) The second term is what the chance of how many points
 * fell into each stratum costs. The interval is that of a stratified sample of the points that
 * fell, made wider by the ratio of the standard errors.
 */
public final class PostStratifiedEstimator {
  private PostStratifiedEstimator() {}

  /**
   * Area of a class of the reference.
   *
   * @param sample a simple random sample, its strata those of afterwards
   */
  public static Outcome<AreaEstimate> area(StratifiedSample sample, String className) {
    List<String> empty = sample.unsampled();
    if (!empty.isEmpty()) {
      return new Outcome.CannotTell<>(
          "no reference point fell into "
              + String.join(", ", empty)
              + "; join it with another stratum");
    }
    double total = sample.points();
    double value = 0;
    double within = 0;
    double chance = 0;
    List<Share> shares = new ArrayList<>();
    List<String> cautions = new ArrayList<>();
    for (Stratum stratum : sample.strata()) {
      long n = points(sample, stratum, null);
      double p = (double) points(sample, stratum, className) / n;
      double weight = stratum.areaHa() / sample.areaHa();
      double variance = n > 1 ? p * (1 - p) * n / (n - 1) : 0.25;
      if (n == 1) {
        cautions.add(
            "stratum "
                + stratum.name()
                + " has one point: its variance is not known and taken as the greatest possible");
      }
      value += weight * p;
      within += weight * variance / total;
      chance += (1 - weight) * variance / (total * total);
      shares.add(new Share(weight, n, p, 0));
    }
    double widening = within > 0 ? Math.sqrt((within + chance) / within) : 1;
    Limits limits = ProportionInterval.sum(shares);
    Estimate share =
        new Estimate(
            value,
            Math.sqrt(within + chance),
            Math.max(0, value - widening * (value - limits.low())),
            Math.min(1, value + widening * (limits.high() - value)));
    return new Outcome.Known<>(
        new AreaEstimate(
            Estimator.POST_STRATIFIED,
            className,
            share.times(sample.areaHa()),
            sample.mappedHa(className),
            sample.points()),
        cautions);
  }

  private static long points(
      StratifiedSample sample, Stratum stratum, @Nullable String referenceClass) {
    return sample.tallies().stream()
        .filter(tally -> tally.stratum().equals(stratum.name()))
        .filter(tally -> referenceClass == null || tally.referenceClass().equals(referenceClass))
        .mapToLong(Tally::points)
        .sum();
  }
}
