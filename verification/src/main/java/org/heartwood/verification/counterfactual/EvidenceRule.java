package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.Answer;
import org.heartwood.verification.finding.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Puts estimators together. Two of different kinds must agree, each with an interval that leaves
 * out zero, a comparison that passes its own checks, and a rank among placebos of at most 0.10. One
 * estimator is never enough, and none has a veto: taking a witness away, or widening its interval,
 * never turns "cannot tell" into "no flag".
 */
public final class EvidenceRule {
  private static final int KINDS_NEEDED = 2;
  private static final double MAX_RANK = 0.10;

  private EvidenceRule() {}

  /**
   * An estimator's answer and what it finds where nothing happened.
   *
   * @param placebo null where none was computed
   */
  public record Witness(EffectEstimate estimate, @Nullable Placebo placebo) {
    private boolean says(double bound, double rank) {
      return estimate.reasonAgainst().isEmpty() && bound > 0 && rank <= MAX_RANK;
    }

    private boolean avoided() {
      Estimate effect = estimate.avoidedPerYear();
      return effect != null
          && says(effect.ci90Low(), rank(placebo == null ? 1 : placebo.rankAvoided()));
    }

    private boolean excess() {
      Estimate effect = estimate.avoidedPerYear();
      return effect != null
          && says(-effect.ci90High(), rank(placebo == null ? 1 : placebo.rankExcess()));
    }

    private double rank(double found) {
      return placebo == null || !placebo.isEnough() ? 1 : found;
    }
  }

  /**
   * Whether a project avoided loss.
   *
   * @return flag when two kinds find more loss than without the project, no flag when two kinds
   *     find less, cannot tell otherwise; flag when both hold
   */
  public static Answer additional(List<Witness> witnesses) {
    return agreed(
        witnesses,
        "More forest was lost than without the project.",
        "Less forest was lost than without the project.",
        "Whether the project avoided loss cannot be told.",
        "older maps, a larger comparison area, or covariates in which project and controls are"
            + " alike");
  }

  /**
   * Whether loss moved into a zone around a project. The placebos are those of the project's shape,
   * mostly smaller than the zone: they spread wider than a zone's own would, so ranks are cautious.
   *
   * @return flag when two kinds find more loss than without the project, no flag when two kinds
   *     find less, cannot tell otherwise; flag when both hold
   */
  public static Answer displaced(List<Witness> witnesses) {
    return agreed(
        witnesses,
        "More forest was lost around the project than without it.",
        "Less forest was lost around the project than without it.",
        "Whether loss moved here cannot be told.",
        "a larger comparison area, or more dates");
  }

  private static Answer agreed(
      List<Witness> witnesses, String more, String less, String untold, String wouldSettle) {
    Set<Family> avoided = EnumSet.noneOf(Family.class);
    Set<Family> excess = EnumSet.noneOf(Family.class);
    for (Witness witness : witnesses) {
      if (witness.avoided()) {
        avoided.add(witness.estimate().family());
      }
      if (witness.excess()) {
        excess.add(witness.estimate().family());
      }
    }
    if (excess.size() >= KINDS_NEEDED) {
      return new Answer(Verdict.FLAG, more, foundBy(excess), null);
    }
    if (avoided.size() >= KINDS_NEEDED) {
      return new Answer(Verdict.NO_FLAG, less, foundBy(avoided), null);
    }
    return new Answer(
        Verdict.CANNOT_TELL,
        untold,
        "two kinds of estimators must agree; " + reasons(witnesses),
        wouldSettle);
  }

  private static String foundBy(Set<Family> families) {
    return "found by "
        + String.join(" and ", families.stream().map(Family::label).toList())
        + ", beyond their intervals and placebos";
  }

  private static String reasons(List<Witness> witnesses) {
    List<String> reasons = new ArrayList<>();
    for (Witness witness : witnesses) {
      EffectEstimate estimate = witness.estimate();
      reasons.add(
          estimate.specification()
              + ": "
              + estimate.reasonAgainst().orElseGet(() -> found(witness)));
    }
    return String.join("; ", reasons);
  }

  private static String found(Witness witness) {
    Estimate effect = Objects.requireNonNull(witness.estimate().avoidedPerYear());
    Placebo placebo = witness.placebo();
    String text =
        String.format(
            Locale.ROOT,
            "avoided %.3f %% of the forest a year (%.3f to %.3f)",
            100 * effect.mean(),
            100 * effect.ci90Low(),
            100 * effect.ci90High());
    return placebo == null || !placebo.isEnough()
        ? text + ", too few placebos"
        : text
            + String.format(
                Locale.ROOT,
                ", rank among placebos %.2f for avoided loss and %.2f for excess loss",
                placebo.rankAvoided(),
                placebo.rankExcess());
  }
}
