package org.heartwood.verification.additionality;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The project claims 60 ha; its forest is 800 ha, so an excess of −0.1 is 80 ha avoided. */
class AdditionalityAssessmentTest {
  private final Measurements measured =
      MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 0, 0, 1);

  private static Finding assess(Measurements measured, double excess, double error) {
    return AdditionalityAssessment.assess(
        measured, MadeUpMeasurements.comparison(Zone.PROJECT, excess, error));
  }

  @ParameterizedTest
  @CsvSource({
    "-0.100, 0.005, NO_FLAG", // 80 ha, 73 to 87
    "-0.050, 0.005, FLAG", // 40 ha, 33 to 47: below the claim
    "-0.050, 0.050, CANNOT_TELL", // 40 ha, −26 to 106
    "-0.000, 0.005, FLAG",
    "0.050, 0.005, FLAG", // lost more than outside
    "-0.070, 0.010, NO_FLAG" // 56 ha, 43 to 69: below the claim, but not beyond the interval
  })
  void answersByTheInterval(double excess, double error, Verdict verdict) {
    assertThat(assess(measured, excess, error).verdict()).isEqualTo(verdict);
  }

  @Test
  void theSizeIsTheClaimBeyondTheEstimate() {
    Finding finding = assess(measured, -0.05, 0.005);
    assertThat(requireNonNull(finding.sizeCo2eTonnes()).value())
        .isCloseTo((60 - 40) * 400, within(1e-6));
  }

  @Test
  void saysSoWhenMoreWasLostThanOutside() {
    assertThat(assess(measured, 0.05, 0.005).headline()).contains("more than like forest outside");
  }

  @Test
  void withoutClaimsThereIsNothingToTest() {
    Finding finding = assess(MadeUpMeasurements.of(List.of(), 0, 0, 1), -0.1, 0.005);
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.sizeCo2eTonnes()).isNull();
    assertThat(finding.wouldSettle()).isEqualTo("Baseline and project emissions of every vintage.");
  }

  @Test
  void aComparisonThatDoesNotQualifyDecidesNothing() {
    Finding finding =
        AdditionalityAssessment.assess(
            measured, MadeUpMeasurements.comparison(Zone.PROJECT, 0.05, 0.005, 2011, 0.5, 50));
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.reason()).contains("only 50 % of the forest pixels");
  }

  @Test
  void claimsAreNotSetAgainstFewerYearsThanTheyCover() {
    Finding finding =
        AdditionalityAssessment.assess(
            measured, MadeUpMeasurements.comparison(Zone.PROJECT, -0.05, 0.005, 2008, 0.95, 50));
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.reason())
        .contains("the claims run to 2010, the composites show changes to 2007 only");
    assertThat(finding.sizeCo2eTonnes()).isNull();
  }
}
