package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
    /**
     * Avoided loss a year, its interval widened by what the estimator finds where nothing happened
     * ({@link Placebo#widened}); empty if the estimator cannot tell, or if it cannot be ranked.
     */
    public Optional<Estimate> widened() {
      Estimate effect = estimate.avoidedPerYear();
      return effect == null ? Optional.empty() : ranked().map(among -> among.widened(effect));
    }

    /** The same where it can be widened, else as its own resampling has it. */
    public Optional<Estimate> widest() {
      return widened().or(() -> Optional.ofNullable(estimate.avoidedPerYear()));
    }

    /** The placebos, if there are enough of them. */
    private Optional<Placebo> ranked() {
      return Optional.ofNullable(placebo).filter(Placebo::suffices);
    }

    /** Whether its checks are passed and it can be ranked: whether it may carry a verdict. */
    public boolean isHeard() {
      return estimate.reasonAgainst().isEmpty() && widened().isPresent();
    }

    private boolean says(double bound, double rank) {
      return estimate.reasonAgainst().isEmpty() && bound > 0 && rank <= MAX_RANK;
    }

    /** Whether it finds avoided loss, by its interval and its rank. */
    public boolean avoided() {
      Estimate effect = estimate.avoidedPerYear();
      return effect != null && says(effect.ci90Low(), rankAvoided());
    }

    /** Whether it finds more loss than without the project, by its interval and its rank. */
    public boolean excess() {
      Estimate effect = estimate.avoidedPerYear();
      return effect != null && says(-effect.ci90High(), rankExcess());
    }

    /** Share of the placebos that seem to avoid at least as much; 1 where it cannot be ranked. */
    public double rankAvoided() {
      return ranked().map(Placebo::rankAvoided).orElse(1.0);
    }

    /** Share of the placebos that seem to lose at least as much; 1 where it cannot be ranked. */
    public double rankExcess() {
      return ranked().map(Placebo::rankExcess).orElse(1.0);
    }
  }

  /** Kinds of estimators that say the same. */
  public record Agreement(Set<Family> families) {
    public Agreement {
      families = Set.copyOf(families);
    }

    /** Whether a verdict may rest on them. */
    public boolean isEnough() {
      return families.size() >= KINDS_NEEDED;
    }

    /** Their names. */
    public String words() {
      return families.stream().sorted().map(Family::label).collect(Collectors.joining(" and "));
    }
  }

  /** The kinds of which at least one says something. */
  public static Agreement agreement(List<Witness> witnesses, Predicate<Witness> says) {
    return new Agreement(
        witnesses.stream()
            .filter(says)
            .map(witness -> witness.estimate().family())
            .collect(Collectors.toSet()));
  }

  /**
   * The one whose number stands for all: the middle one of those that may carry a verdict; of an
   * even number that of the two middle ones whose interval is shorter, so that neither side is
   * favoured.
   */
  public static Optional<Witness> middle(List<Witness> witnesses) {
    List<Witness> heard =
        witnesses.stream()
            .filter(Witness::isHeard)
            .sorted(
                Comparator.comparingDouble(
                    witness -> Objects.requireNonNull(witness.estimate().avoidedPerYear()).mean()))
            .toList();
    int size = heard.size();
    return heard.stream()
        .skip((size - 1) / 2)
        .limit(2 - size % 2)
        .min(
            Comparator.comparingDouble(
                witness -> {
                  Estimate interval = witness.widened().orElseThrow();
                  return interval.ci90High() - interval.ci90Low();
                }));
  }

  /**
   * The one whose number is shown first: the middle one of those that may carry a verdict, or,
   * where none may, the first that tells at all.
   */
  public static Optional<Witness> speaker(List<Witness> witnesses) {
    return middle(witnesses)
        .or(
            () ->
                witnesses.stream()
                    .filter(witness -> witness.estimate().avoidedPerYear() != null)
                    .findFirst());
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
    Agreement avoided = agreement(witnesses, Witness::avoided);
    Agreement excess = agreement(witnesses, Witness::excess);
    if (excess.isEnough()) {
      return new Answer(Verdict.FLAG, more, foundBy(excess), null);
    }
    if (avoided.isEnough()) {
      return new Answer(Verdict.NO_FLAG, less, foundBy(avoided), null);
    }
    return new Answer(
        Verdict.CANNOT_TELL,
        untold,
        "two kinds of estimators must agree; " + reasons(witnesses),
        wouldSettle);
  }

  private static String foundBy(Agreement agreement) {
    return "found by " + agreement.words() + ", beyond their intervals and placebos";
  }

  /** Why the witnesses do not agree, one after the other. */
  public static String reasons(List<Witness> witnesses) {
    return reasons(witnesses, EvidenceRule::found);
  }

  /**
   * The same of an effect that has words of its own.
   *
   * @param found what a witness found, in words
   */
  public static String reasons(List<Witness> witnesses, Function<Witness, String> found) {
    List<String> reasons = new ArrayList<>();
    for (Witness witness : witnesses) {
      EffectEstimate estimate = witness.estimate();
      reasons.add(
          estimate.specification()
              + ": "
              + estimate.reasonAgainst().orElseGet(() -> found.apply(witness)));
    }
    return String.join("; ", reasons);
  }

  private static String found(Witness witness) {
    Estimate effect = Objects.requireNonNull(witness.estimate().avoidedPerYear());
    return String.format(
            Locale.ROOT,
            "avoided %.3f %% of the forest a year (%.3f to %.3f)",
            100 * effect.mean(),
            100 * effect.ci90Low(),
            100 * effect.ci90High())
        + ranks(witness, "avoided loss", "excess loss");
  }

  /**
   * A witness's ranks, in words that follow others.
   *
   * @param avoided what a good effect is called
   * @param excess what a bad one is called
   */
  public static String ranks(Witness witness, String avoided, String excess) {
    return witness
        .ranked()
        .map(
            among ->
                String.format(
                    Locale.ROOT,
                    ", rank among placebos %.2f for %s and %.2f for %s",
                    among.rankAvoided(),
                    avoided,
                    among.rankExcess(),
                    excess))
        .orElse(", too few placebos");
  }
}
