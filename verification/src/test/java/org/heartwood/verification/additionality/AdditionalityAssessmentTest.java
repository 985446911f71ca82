package org.heartwood.verification.additionality;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.counterfactual.Family;
import org.heartwood.verification.counterfactual.MadeUpResult;
import org.heartwood.verification.counterfactual.MapScale;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The project claims 60 ha; its forest is 800 ha over six years, so that an effect of 0.02 a year
 * is 96 ha.
 */
class AdditionalityAssessmentTest {
  private static final int END = MadeUpMeasurements.LAST_YEAR;

  private final Measurements measured =
      MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 0, 0, 1);

  private static Finding assess(Measurements measured, ProjectResult result) {
    return assess(measured, result, MapScale.NONE);
  }

  private static Finding assess(Measurements measured, ProjectResult result, MapScale scale) {
    return AdditionalityAssessment.assess(
        measured,
        result,
        scale,
        Optional.of(MadeUpMeasurements.comparison(Zone.PROJECT, -0.1, 0.005)));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0170, 0.001, NO_FLAG", // 82 ha, 74 to 90
    "0.0080, 0.001, FLAG", // 38 ha, 30 to 46: below the claim
    "0.0080, 0.010, CANNOT_TELL", // 38 ha, -41 to 117
    "0.0000, 0.001, FLAG",
    "-0.0080, 0.001, FLAG", // lost more than it would have
    "0.0120, 0.002, NO_FLAG" // 58 ha, 42 to 73: below the claim, but not beyond the interval
  })
  void answersByTheIntervals(double avoided, double error, Verdict verdict) {
    assertThat(assess(measured, MadeUpResult.of(END, avoided, error)).verdict()).isEqualTo(verdict);
  }

  @Test
  void oneKindOfEstimatorIsNeverEnough() {
    for (double avoided : new double[] {-0.02, 0, 0.017, 0.03}) {
      assertThat(
              assess(
                      measured,
                      MadeUpResult.of(
                          END,
                          avoided,
                          0.001,
                          List.of(Family.PIXEL_MATCHING, Family.PIXEL_MATCHING)))
                  .verdict())
          .isEqualTo(Verdict.CANNOT_TELL);
    }
  }

  @Test
  void theSizeIsTheClaimBeyondTheEstimate() {
    Finding finding = assess(measured, MadeUpResult.of(END, 0.005, 0.0005));
    assertThat(requireNonNull(finding.sizeCo2eTonnes()).value())
        .isCloseTo((60 - 0.005 * 6 * 800) * 400, within(1e-6));
  }

  @Test
  void theRatioIsTheClaimedBaselineOverTheLossWithoutTheProject() {
    Quantity ratio =
        assess(measured, MadeUpResult.of(END, 0.01, 0.0005)).quantities().stream()
            .filter(quantity -> quantity.name().startsWith("claimed baseline over"))
            .findFirst()
            .orElseThrow();
    // 27,000 tCO2e at 400 a hectare; observed 2 % a year of 800 ha over six years, avoided 1 %.
    assertThat(ratio.value()).isCloseTo(67.5 / (0.03 * 6 * 800), within(1e-9));
  }

  @Test
  void aMapThatMissesHalfOfTheLossFlagsNoClaimThatTheOtherHalfWouldSupport() {
    ProjectResult result = MadeUpResult.of(END, 0.008, 0.001); // 38 ha mapped, 30 to 46
    assertThat(assess(measured, result).verdict()).isEqualTo(Verdict.FLAG);
    Finding scaled = assess(measured, result, new MapScale(1.5, 1, 2));
    assertThat(scaled.verdict()).isEqualTo(Verdict.NO_FLAG); // 58 ha, 30 to 93
    Quantity avoided =
        scaled.quantities().stream()
            .filter(quantity -> quantity.name().equals("loss avoided, estimated"))
            .findFirst()
            .orElseThrow();
    assertThat(avoided.value()).isCloseTo(1.5 * 0.008 * 4800, within(1e-9));
    assertThat(assess(measured, result, MapScale.UNKNOWN).verdict()).isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void saysSoWhenMoreWasLostThanWithoutIt() {
    assertThat(assess(measured, MadeUpResult.of(END, -0.01, 0.001)).headline())
        .contains("it lost more than it would have without the project");
  }

  @Test
  void withoutClaimsThereIsNothingToTest() {
    Finding finding =
        assess(MadeUpMeasurements.of(List.of(), 0, 0, 1), MadeUpResult.of(END, 0.02, 0.001));
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.sizeCo2eTonnes()).isNull();
    assertThat(finding.wouldSettle()).isEqualTo("Baseline and project emissions of every vintage.");
  }

  @Test
  void claimsAreNotSetAgainstFewerYearsThanTheyCover() {
    String unseen = "the claims run to 2010, the composites show changes to 2007 only";
    Finding honest = assess(measured, MadeUpResult.of(2008, 0.03, 0.001));
    assertThat(honest.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(honest.reason()).contains(unseen);
    assertThat(honest.sizeCo2eTonnes()).isNull();
    // What the years seen do not support is not supported by others.
    Finding inflated = assess(measured, MadeUpResult.of(2008, 0.001, 0.0005));
    assertThat(inflated.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(inflated.reason()).contains(unseen);
    assertThat(inflated.headline()).contains("loss of 30 ha");
  }

  @Test
  void vintagesAddUpToTheFinding() {
    ProjectResult result = MadeUpResult.of(END, 0.005, 0.0005);
    List<VintageSupport> vintages = VintageSupport.of(measured, result, MapScale.NONE);
    assertThat(vintages)
        .extracting(VintageSupport::year)
        .containsExactly(2005, 2006, 2007, 2008, 2009, 2010);
    VintageSupport last = vintages.get(5);
    assertThat(last.claimedCo2eTonnes()).isCloseTo(24_000, within(1e-9));
    assertThat(last.avoidedCo2eTonnes().mean()).isCloseTo(0.005 * 6 * 800 * 400, within(1e-6));
    Quantity size = requireNonNull(assess(measured, result).sizeCo2eTonnes());
    assertThat(last.overCreditedCo2eTonnes().mean()).isCloseTo(size.value(), within(1e-6));
    assertThat(last.overCreditedCo2eTonnes().ci90Low())
        .isCloseTo(requireNonNull(size.ci90Low()), within(1e-6));
  }
}
