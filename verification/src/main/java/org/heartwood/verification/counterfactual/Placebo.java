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
    Estimate own = estimate.avoidedPerYear();
    double above = 1;
    double below = 1;
    if (own != null) {
      above = (1.0 + told.stream().filter(e -> e.mean() >= own.mean()).count()) / (1 + told.size());
      below = (1.0 + told.stream().filter(e -> e.mean() <= own.mean()).count()) / (1 + told.size());
    }
    return new Placebo(
        estimate.specification(),
        placebos.size(),
        told.stream().map(Estimate::mean).sorted().toList(),
        above,
        below,
        passed.size(),
        passed.isEmpty() ? 0 : (double) wrong / passed.size());
  }

  /** Whether there are enough of them to rank against. */
  public boolean isEnough() {
    return avoidedPerYear.size() >= MIN_PLACEBOS;
  }
}
