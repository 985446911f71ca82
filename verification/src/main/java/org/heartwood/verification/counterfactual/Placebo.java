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
 * @param avoidedPerYear what it found on those on which it could tell and passed its own checks,
 *     rising; share of the forest at the start
 * @param rankAvoided share of placebos that seem to avoid at least as much as the project, the
 *     project counted among them: the p-value of "nothing avoided"
 * @param rankExcess share that seem to avoid at most as much: the p-value of "no excess loss"
 * @param falsePositiveFraction share of placebos whose own 90 % interval leaves out zero; a tenth
 *     if the intervals are right; 0 when there is none
 */
public record Placebo(
    String specification,
    int placed,
    List<Double> avoidedPerYear,
    double rankAvoided,
    double rankExcess,
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
        placebos.stream()
            .filter(placebo -> placebo.reasonAgainst().isEmpty())
            .flatMap(placebo -> Stream.ofNullable(placebo.avoidedPerYear()))
            .toList();
    long wrong = told.stream().filter(e -> e.ci90Low() > 0 || e.ci90High() < 0).count();
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
        told.isEmpty() ? 0 : (double) wrong / told.size());
  }

  /** Whether there are enough of them to rank against. */
  public boolean isEnough() {
    return avoidedPerYear.size() >= MIN_PLACEBOS;
  }
}
