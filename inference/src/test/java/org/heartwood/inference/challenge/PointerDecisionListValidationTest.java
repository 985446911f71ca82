package org.heartwood.inference.challenge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.heartwood.inference.challenge.DecisionNode.Kind;
import org.junit.jupiter.api.Test;

/**
 * Twelve points run through the regression version of the authors' program
 * (github.com/Declancharrison/Bias-Bounties-Template, commit 49cb17e5, installation/pdl.py): plain
 * squared error, alpha 0.5, accepted if share × gain is greater. Tolerance: double rounding.
 */
class PointerDecisionListValidationTest {
  private static final double[] OBSERVED = {10, 12, 14, 16, 18, 20, 30, 32, 34, 40, 42, 44};
  private static final boolean[] A = group(id -> id <= 5);
  private static final boolean[] B = group(id -> id >= 5 && id <= 8);
  private static final boolean[] C = group(id -> id >= 9);
  private static final boolean[] D = group(id -> id == 11);

  private final PointerDecisionList list =
      new PointerDecisionList(
          new Holdout(OBSERVED, IntStream.range(0, OBSERVED.length).toArray()),
          Loss.raw(Loss.Kind.SQUARED),
          new AcceptanceRule(0.5, AcceptanceRule.Comparison.MORE_THAN, 1, 1),
          constant(26));

  private static boolean[] group(IntPredicate member) {
    boolean[] members = new boolean[OBSERVED.length];
    for (int id = 0; id < members.length; id++) {
      members[id] = member.test(id);
    }
    return members;
  }

  private static double[] constant(double value) {
    double[] values = new double[OBSERVED.length];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void everyUpdateGivesTheirErrorsPredictionsAndNodes() {
    assertErrors(140.66666666666666, 132.66666666666666, 38.0, 258.6666666666667, 324.0);

    assertThat(gain(A, 15)).isCloseTo(60.5, within(1e-12));
    assertThat(list.accept(A, constant(15))).isEmpty();
    assertErrors(80.16666666666667, 11.666666666666666, 35.25, 258.6666666666667, 324.0);
    assertThat(list.predictions()).containsExactly(15, 15, 15, 15, 15, 15, 26, 26, 26, 26, 26, 26);

    assertThat(gain(B, 31)).isCloseTo(0.75, within(1e-12));
    assertThat(list.accept(B, constant(31))).containsExactly(0);
    assertErrors(71.41666666666667, 11.666666666666666, 9.0, 258.6666666666667, 324.0);
    assertThat(list.predictions()).containsExactly(15, 15, 15, 15, 15, 15, 31, 31, 31, 26, 26, 26);

    assertThat(gain(C, 42)).isCloseTo(64.0, within(1e-12));
    assertThat(list.accept(C, constant(42))).isEmpty();
    assertErrors(7.416666666666667, 11.666666666666666, 9.0, 2.6666666666666665, 4.0);

    assertThat(gain(D, 43.9)).isCloseTo(0.3325, within(1e-12));
    assertThat(list.check(D, constant(43.9)).passes()).isFalse();
    assertErrors(7.416666666666667, 11.666666666666666, 9.0, 2.6666666666666665, 4.0);
    assertThat(list.predictions()).containsExactly(15, 15, 15, 15, 15, 15, 31, 31, 31, 42, 42, 42);
    // Theirs: node 0, node 1, repair of group 0 pointing to their entry 2, which is the node of A
    // (entries 0 and 1 are the head and a note of the group), node 2. Our version 1 ends with it.
    assertThat(list.nodes())
        .containsExactly(
            new DecisionNode(Kind.UPDATE, 0, 0),
            new DecisionNode(Kind.UPDATE, 1, 1),
            new DecisionNode(Kind.REPAIR, 0, 1),
            new DecisionNode(Kind.UPDATE, 2, 3));
  }

  @Test
  void atLeastAlphaAndMoreThanAlphaDifferAtAlphaAlone() {
    double certificate = gain(A, 15);
    for (AcceptanceRule.Comparison comparison : AcceptanceRule.Comparison.values()) {
      AcceptanceRule rule = new AcceptanceRule(certificate, comparison, 1, 1);
      assertThat(rule.accepts(certificate))
          .isEqualTo(comparison == AcceptanceRule.Comparison.AT_LEAST);
      assertThat(rule.accepts(Math.nextUp(certificate))).isTrue();
      assertThat(rule.accepts(Math.nextDown(certificate))).isFalse();
    }
  }

  private double gain(boolean[] group, double value) {
    return list.check(group, constant(value)).shareTimesGain();
  }

  private void assertErrors(double overall, double a, double b, double c, double d) {
    assertThat(list.overallLoss()).isCloseTo(overall, within(1e-12));
    assertThat(list.loss(A)).isCloseTo(a, within(1e-12));
    assertThat(list.loss(B)).isCloseTo(b, within(1e-12));
    assertThat(list.loss(C)).isCloseTo(c, within(1e-12));
    assertThat(list.loss(D)).isCloseTo(d, within(1e-12));
  }
}
