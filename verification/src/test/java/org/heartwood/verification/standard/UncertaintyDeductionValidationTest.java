package org.heartwood.verification.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Deductions recomputed outside of this program from the formulas of the standards; to eight
 * decimals. The VCS text prints 32.9 % → 8.6 %.
 */
class UncertaintyDeductionValidationTest {
  @Test
  void everyStandardsDeductionIsThatOfTheTable() throws IOException {
    List<double[]> rows = rows();
    assertThat(rows).hasSize(16);
    for (double[] row : rows) {
      RelativeUncertainty uncertainty = new RelativeUncertainty(row[0]);
      assertThat(uncertainty.halfWidth90Fraction()).isCloseTo(row[1], within(1e-7));
      assertThat(uncertainty.halfWidth95Fraction()).isCloseTo(row[2], within(1e-7));
      UncertaintyDeduction[] order = {
        UncertaintyDeduction.ART_TREES,
        UncertaintyDeduction.VCS,
        UncertaintyDeduction.VM0047,
        UncertaintyDeduction.VM0045,
        UncertaintyDeduction.GOLD_STANDARD,
        UncertaintyDeduction.ACR
      };
      double[] expected = {row[3], row[4], row[6], row[7], row[8], row[9]};
      for (int i = 0; i < order.length; i++) {
        assertThat(order[i].fraction(uncertainty))
            .as("%s at %s", order[i], row[0])
            .isCloseTo(expected[i], within(1.0001e-8));
      }
      assertThat(UncertaintyDeduction.VCS.eligible(uncertainty)).isEqualTo(row[5] == 1);
    }
  }

  @Test
  void thePrintedExampleOfTheVcsTextComesOut() {
    assertThat(UncertaintyDeduction.VCS.fraction(RelativeUncertainty.ofHalfWidth90(0.329)))
        .isCloseTo(0.086145, within(5e-7));
  }

  @Test
  void aBandThatWasNotReadNeverDecides() {
    assertThat(UncertaintyDeduction.sideBySide(new RelativeUncertainty(0.2)))
        .filteredOn(row -> !row.rule().decides())
        .extracting(row -> row.rule().id())
        .containsExactly("ACR-10");
  }

  @Test
  void everyRuleHasAnIdentifierOfItsOwn() {
    assertThat(Standards.all()).extracting(StandardRule::id).doesNotHaveDuplicates().hasSize(17);
  }

  private static List<double[]> rows() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            UncertaintyDeductionValidationTest.class.getResourceAsStream(
                "uncertainty_deductions.csv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> Character.isDigit(line.charAt(0)))
          .map(
              line -> Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }
}
