package org.heartwood.verification.leakage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.change.ZoneTotals;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The belt's forest is 500 ha; 6 ha are deducted and another 6 ha would not be material. */
class LeakageAssessmentTest {
  private final Measurements measured =
      MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 0, 0, 1);

  private static Finding assess(Measurements measured, double excess, double error) {
    return LeakageAssessment.assess(
        measured, MadeUpMeasurements.comparison(Zone.BELT, excess, error));
  }

  @ParameterizedTest
  @CsvSource({
    "0.050, 0.005, FLAG", // 25 ha, 21 to 29
    "0.010, 0.005, NO_FLAG", // 5 ha, 1 to 9
    "0.030, 0.020, CANNOT_TELL", // 15 ha, −1 to 31
    "0.020, 0.001, NO_FLAG", // 10 ha, above the deduction but not material
    "-0.050, 0.005, NO_FLAG"
  })
  void answersByTheInterval(double excess, double error, Verdict verdict) {
    assertThat(assess(measured, excess, error).verdict()).isEqualTo(verdict);
  }

  @Test
  void withoutAClaimedBenefitNothingIsCleared() {
    assertThat(assess(MadeUpMeasurements.of(List.of(), 0, 0, 1), -0.05, 0.005).verdict())
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
    MatchedComparison none = MatchedComparison.of(List.of(), Zone.BELT, 2005, 2011, 10, 1);
    Finding finding = LeakageAssessment.assess(projectOnly, none);
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.reason()).contains("there was no forest in the belt");
  }

  @Test
  void claimsAreNotSetAgainstFewerYearsThanTheyCover() {
    Finding finding =
        LeakageAssessment.assess(
            measured, MadeUpMeasurements.comparison(Zone.BELT, 0.01, 0.005, 2008, 0.95, 50));
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.sizeCo2eTonnes()).isNull();
  }
}
