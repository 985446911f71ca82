package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;
import org.heartwood.verification.finding.Verdict;
import org.junit.jupiter.api.Test;

final class EvidenceRulePropertiesTest {
  private static final int TRIES = 5000;
  private static final List<Family> FAMILIES = List.copyOf(EnumSet.allOf(Family.class));

  private static Witness witness(
      Family family,
      double mean,
      double halfWidth,
      double smd,
      double unmatched,
      double rank,
      int placebos) {
    return new Witness(
        new EffectEstimate(
            family,
            family.label(),
            null,
            List.of(),
            new Estimate(mean, halfWidth, mean - halfWidth, mean + halfWidth),
            "",
            List.of(new Balance("x", "m", 0, 0, 0, smd, smd)),
            unmatched,
            null,
            List.of()),
        new Placebo(
            family.label(),
            placebos,
            List.of(),
            IntStream.range(0, placebos).mapToObj(i -> (double) i).toList(),
            rank,
            1 - rank,
            placebos,
            0));
  }

  private static Witness good(Family family, double mean) {
    return witness(family, mean, 0.01, 0, 0, mean > 0 ? 0.01 : 0.99, 100);
  }

  private static Verdict verdict(List<Witness> witnesses) {
    return EvidenceRule.additional(witnesses).verdict();
  }

  @Test
  void twoKindsThatAgreeCarryAVerdict() {
    assertThat(
            verdict(
                List.of(good(Family.PIXEL_MATCHING, 0.1), good(Family.SYNTHETIC_CONTROL, 0.05))))
        .isEqualTo(Verdict.NO_FLAG);
    assertThat(
            verdict(
                List.of(good(Family.PIXEL_MATCHING, -0.1), good(Family.SYNTHETIC_CONTROL, -0.05))))
        .isEqualTo(Verdict.FLAG);
  }

  @Test
  void twoOfOneKindAreOneWitness() {
    assertThat(
            verdict(
                List.of(
                    good(Family.DIFFERENCE_IN_DIFFERENCES, 0.1),
                    good(Family.DIFFERENCE_IN_DIFFERENCES, 0.1))))
        .isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void theMiddleOneSpeaksAndOfTwoTheOneThatKnowsMore() {
    Witness low = witness(Family.PIXEL_MATCHING, -0.1, 300, 0, 0, 0.5, 100);
    Witness wide = witness(Family.DIFFERENCE_IN_DIFFERENCES, 0, 200, 0, 0, 0.5, 100);
    Witness narrow = witness(Family.DIFFERENCE_IN_DIFFERENCES, 0.1, 150, 0, 0, 0.5, 100);
    Witness high = witness(Family.SYNTHETIC_CONTROL, 0.2, 100, 0, 0, 0.5, 100);
    assertThat(EvidenceRule.middle(List.of(low, wide, narrow, high))).contains(narrow);
    assertThat(EvidenceRule.middle(List.of(high, narrow, wide, low))).contains(narrow);
    assertThat(EvidenceRule.middle(List.of(low, wide, high))).contains(wide);
    assertThat(EvidenceRule.middle(List.of(low, wide))).contains(wide);
    assertThat(EvidenceRule.middle(List.of(low))).contains(low);
    assertThat(EvidenceRule.middle(List.of())).isEmpty();
  }

  @Test
  void eachConditionIsNeeded() {
    Witness first = good(Family.PIXEL_MATCHING, 0.1);
    Family other = Family.SYNTHETIC_CONTROL;
    for (Witness second :
        List.of(
            witness(other, 0.1, 0.2, 0, 0, 0.01, 100),
            witness(other, 0.1, 0.01, 0.3, 0, 0.01, 100),
            witness(other, 0.1, 0.01, 0, 0.3, 0.01, 100),
            witness(other, 0.1, 0.01, 0, 0, 0.2, 100),
            witness(other, 0.1, 0.01, 0, 0, 0.01, 18),
            new Witness(good(other, 0.1).estimate(), null),
            new Witness(EffectEstimate.cannotTell(other, "", "too few", List.of()), null))) {
      assertThat(verdict(List.of(first, second))).isEqualTo(Verdict.CANNOT_TELL);
    }
  }

  @Test
  void lessDataNeverTurnsCannotTellIntoNoFlag() {
    SplittableRandom random = new SplittableRandom(1);
    int noFlags = 0;
    for (int t = 0; t < TRIES; t++) {
      List<Witness> witnesses = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        witnesses.add(
            witness(
                FAMILIES.get(random.nextInt(FAMILIES.size())),
                random.nextDouble(-0.1, 0.2),
                random.nextDouble(0, 0.1),
                random.nextDouble(0, 0.3),
                random.nextDouble(0, 0.25),
                random.nextDouble(0, 0.15),
                random.nextInt(15, 60)));
      }
      List<Witness> less = lessData(witnesses, random);
      noFlags += verdict(less) == Verdict.NO_FLAG ? 1 : 0;
      if (verdict(witnesses) == Verdict.CANNOT_TELL) {
        assertThat(verdict(less)).isNotEqualTo(Verdict.NO_FLAG);
      }
    }
    assertThat(noFlags).isGreaterThan(10);
  }

  /** A witness goes, its interval widens, its balance is not known to hold, or placebos go. */
  private static List<Witness> lessData(List<Witness> witnesses, SplittableRandom random) {
    List<Witness> less = new ArrayList<>(witnesses);
    int i = random.nextInt(less.size());
    Witness old = less.remove(i);
    Estimate effect = Objects.requireNonNull(old.estimate().avoidedPerYear());
    Placebo placebo = Objects.requireNonNull(old.placebo());
    double halfWidth = (effect.ci90High() - effect.ci90Low()) / 2;
    switch (random.nextInt(4)) {
      case 0 -> {}
      case 1 ->
          less.add(
              witness(
                  old.estimate().family(),
                  effect.mean(),
                  halfWidth + random.nextDouble(0, 0.1),
                  old.estimate().maxSmd(),
                  old.estimate().unmatchedFraction(),
                  placebo.rankAvoided(),
                  placebo.placed()));
      case 2 -> less.add(new Witness(old.estimate(), null));
      default ->
          less.add(
              new Witness(
                  EffectEstimate.cannotTell(old.estimate().family(), "", "gone", List.of()), null));
    }
    return less;
  }
}
