package org.heartwood.verification.counterfactual;

import java.util.List;
import java.util.stream.Stream;
import org.heartwood.verification.carbon.Estimate;

/**
 * What an estimator finds where nothing happened: the same code on pseudo-projects of the project's
 * size and shape.
 *
 * @param specification the estimator
 * @param placed pseudo-projects
 * @param avoidedPerYear what it found on those on which it could tell, rising; share of the forest
 *     at the start. Badly matched ones are among them: they spread wider, so a rank is no smaller
 *     for them
 * @param rankAvoided share of placebos that seem to avoid at least as much as the project, the
 *     project counted among them: the p-value of "nothing avoided"
 * @param rankExcess share that seem to avoid at most as much: the p-value of "no excess loss"
 * @param passed pseudo-projects on which it passed its own checks too
 * @param falsePositiveFraction share of those whose 90 % interval leaves out zero; a tenth if the
 *     intervals are right; 0 when there is none
 */
public record Placebo(
    String specification,
    int placed,
    List<Double> avoidedPerYear,
    double rankAvoided,
    double rankExcess,
    int passed,
    double falsePositiveFraction) {
  /** With fewer, a rank cannot tell a twentieth apart. */
  static final int MIN_PLACEBOS = 19;

  public Placebo {
    avoidedPerYear = List.copyOf(avoidedPerYear);
  }

  /**
   * Ranks an estimate among those of pseudo-projects.
   *
   * @param estimate of the project
   * @param placebos of the pseudo-projects, by the same estimator
   */
  public static Placebo of(EffectEstimate estimate, List<EffectEstimate> placebos) {
    List<Estimate> told =
        placebos.stream().flatMap(placebo -> Stream.ofNullable(placebo.avoidedPerYear())).toList();
    List<Estimate> passed =
        placebos.stream()
            .filter(placebo -> placebo.reasonAgainst().isEmpty())
            .flatMap(placebo -> Stream.ofNullable(placebo.avoidedPerYear()))
            .toList();
    long wrong = passed.stream().filter(e -> e.ci90Low() > 0 || e.ci90High() < 0).count();
    Placebo unranked =
        new Placebo(
            estimate.specification(),
            placebos.size(),
            told.stream().map(Estimate::mean).sorted().toList(),
            1,
            1,
            passed.size(),
            passed.isEmpty() ? 0 : (double) wrong / passed.size());
    return unranked.ranking(estimate);
  }

  /** The same places with another estimate of the same estimator ranked among them. */
  public Placebo ranking(EffectEstimate estimate) {
    Estimate own = estimate.avoidedPerYear();
    if (own == null) {
      return new Placebo(
          specification, placed, avoidedPerYear, 1, 1, passed, falsePositiveFraction);
    }
    double all = 1.0 + avoidedPerYear.size();
    return new Placebo(
        specification,
        placed,
        avoidedPerYear,
        (1 + avoidedPerYear.stream().filter(mean -> mean >= own.mean()).count()) / all,
        (1 + avoidedPerYear.stream().filter(mean -> mean <= own.mean()).count()) / all,
        passed,
        falsePositiveFraction);
  }

  /**
   * An interval that holds both what the estimator's own resampling gives and what its errors on
   * places where nothing happened give: the effects that the placebos do not reject at a twentieth
   * on either side, as randomisation inference has it (Rosenbaum 2002, Observational Studies, §2.6;
   * Imbens and Rubin 2015, §5.7).
   *
   * @param own avoided loss a year with its 90 % interval
   * @return the same mean; the interval reaches at least as far as {@code own}'s on either side
   * @throws IllegalStateException if there are too few placebos
   */
  public Estimate widened(Estimate own) {
    if (!suffices()) {
      throw new IllegalStateException("only " + avoidedPerYear.size() + " placebos");
    }
    int n = avoidedPerYear.size();
    // The k-th from either end, so that at most a twentieth of n + 1 lie beyond it.
    int k = (int) Math.floor((n + 1) / 20.0);
    double low = Math.min(own.ci90Low(), own.mean() - avoidedPerYear.get(n - k));
    double high = Math.max(own.ci90High(), own.mean() - avoidedPerYear.get(k - 1));
    return new Estimate(own.mean(), own.standardError(), low, high);
  }

  /** Whether there are enough of them to rank against. */
  public boolean suffices() {
    return avoidedPerYear.size() >= MIN_PLACEBOS;
  }
}
