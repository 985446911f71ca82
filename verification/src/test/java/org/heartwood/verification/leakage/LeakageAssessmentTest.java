package org.heartwood.verification.leakage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.change.ZoneTotals;
import org.heartwood.verification.counterfactual.Family;
import org.heartwood.verification.counterfactual.MadeUpResult;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The belt's forest is 500 ha over six years, so that an excess of 0.01 a year is 30 ha; 6 ha are
 * deducted and another 6 ha would not be material.
 */
class LeakageAssessmentTest {
  private static final int END = MadeUpMeasurements.LAST_YEAR;

  private final Measurements measured =
      MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 0, 0, 1);

  private static Finding assess(Measurements measured, ProjectResult result) {
    return LeakageAssessment.assess(
        measured,
        result,
        MapScale.NONE,
        Optional.of(MadeUpMeasurements.comparison(Zone.BELT, 0.01, 0.005)));
  }

  @ParameterizedTest
  @CsvSource({
    "0.010, 0.001, FLAG", // 30 ha, 25 to 35
    "0.001, 0.001, NO_FLAG", // 3 ha, -2 to 8
    "0.005, 0.003, CANNOT_TELL", // 15 ha, 0 to 30
    "0.0035, 0.0001, NO_FLAG", // 10 ha, above the deduction but not material
    "-0.010, 0.001, NO_FLAG"
  })
  void answersByTheIntervals(double excess, double error, Verdict verdict) {
    assertThat(assess(measured, MadeUpResult.of(END, -excess, error)).verdict()).isEqualTo(verdict);
  }

  @Test
  void oneKindOfEstimatorIsNeverEnough() {
    assertThat(
            assess(measured, MadeUpResult.of(END, -0.02, 0.001, List.of(Family.SYNTHETIC_CONTROL)))
                .verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void withoutAClaimedBenefitNothingIsCleared() {
    assertThat(
            assess(MadeUpMeasurements.of(List.of(), 0, 0, 1), MadeUpResult.of(END, 0.01, 0.001))
                .verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void aBeltThatTheImageryDoesNotReachCannotBeJudged() {
    Measurements projectOnly =
        new Measurements(
            measured.dossier(),
            new ZoneTotals(measured.of(Zone.PROJECT), Map.of()),
            measured.density(),
            Optional.empty());
    Finding finding = assess(projectOnly, MadeUpResult.of(END, 0, 0.001));
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.reason()).contains("no forest in the belt");
  }

  @Test
  void claimsAreNotSetAgainstFewerYearsThanTheyCover() {
    Finding finding = assess(measured, MadeUpResult.of(2008, -0.002, 0.001));
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.sizeCo2eTonnes()).isNull();
    // Excess in the years seen is excess, whatever came after.
    Finding moved = assess(measured, MadeUpResult.of(2008, -0.05, 0.001));
    assertThat(moved.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(moved.reason()).contains("Only claims of the years seen were compared");
  }
}
