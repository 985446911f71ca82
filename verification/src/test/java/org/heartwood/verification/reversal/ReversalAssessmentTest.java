package org.heartwood.verification.reversal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.ZoneTotals;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The first credits were issued in 2006, so the composites 2008 to 2011 count, which show the years
 * 2007 to 2010; 2,000 tCO2e are reported for them, and 900 would be material.
 */
class ReversalAssessmentTest {
  private static Finding assess(
      List<Vintage> vintages, double lossHa, double errorHa, double observed) {
    return ReversalAssessment.assess(MadeUpMeasurements.of(vintages, lossHa, errorHa, observed));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, NO_FLAG",
    "0, 0, 0.5, CANNOT_TELL", // half of it was not seen
    "1.25, 0.1, 1, CANNOT_TELL", // 2,100 tCO2e, and up to 2.4 times that
    "10, 1, 1, FLAG", // 16,800 tCO2e
    "10, 1, 0.5, FLAG"
  })
  void answersByTheInterval(double lossHa, double errorHa, double observed, Verdict verdict) {
    assertThat(assess(MadeUpMeasurements.vintages(), lossHa, errorHa, observed).verdict())
        .isEqualTo(verdict);
  }

  @Test
  void aModelThatDoesNotApplyGivesNoAnswer() {
    Measurements measured = MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 10, 1, 1);
    Finding finding =
        ReversalAssessment.assess(
            new Measurements(
                measured.dossier(),
                measured.totals(),
                measured.density(),
                Optional.of("it was taught on another planet")));
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.reason()).contains("it was taught on another planet");
  }

  @Test
  void whereNoForestIsSeenNoneCanBeSaidToStand() {
    Measurements measured = MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 0, 0, 1);
    List<ZoneYear> bare =
        measured.totals().zoneYears().stream()
            .map(
                row ->
                    new ZoneYear(
                        row.zone(),
                        row.year(),
                        row.zoneHa(),
                        row.observedHa(),
                        Estimate.nonNegative(0, 0),
                        row.lossHa(),
                        row.gainHa(),
                        row.canopyPct(),
                        row.validDates()))
            .toList();
    Finding finding =
        ReversalAssessment.assess(
            new Measurements(
                measured.dossier(),
                new ZoneTotals(bare, measured.totals().lossDraws()),
                measured.density(),
                Optional.empty()));
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.headline()).contains("no forest in the project");
  }

  @Test
  void yearsWithoutAReportAreNamed() {
    List<Vintage> vintages = new ArrayList<>(MadeUpMeasurements.vintages());
    Vintage v = vintages.get(3);
    vintages.set(
        3,
        new Vintage(
            v.year(),
            v.baselineCo2eTonnes(),
            null,
            v.leakageDeductionCo2eTonnes(),
            v.bufferShareFraction(),
            v.issuedCreditsCo2eTonnes(),
            v.issuanceDate()));
    assertThat(assess(vintages, 10, 1, 1).headline())
        .contains("against 1,500 tCO2e reported; no report for 2008");
  }

  @Test
  void withoutCreditsThereIsNothingToReverse() {
    assertThat(assess(List.of(), 10, 1, 1).verdict()).isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void noCreditsCannotBeReversed() {
    List<Vintage> none =
        MadeUpMeasurements.vintages().stream()
            .map(v -> new Vintage(v.year(), 4500.0, 500.0, 400.0, 0.15, 0.0, null))
            .toList();
    Finding finding = assess(none, 10, 1, 1);
    assertThat(finding.verdict()).isEqualTo(Verdict.NO_FLAG);
    assertThat(finding.reason()).contains("0 issued credits");
  }

  @Test
  void anIssuanceWithoutADateDoesNotShortenThePeriod() {
    List<Vintage> vintages = new ArrayList<>(MadeUpMeasurements.vintages());
    Vintage v = vintages.get(0);
    vintages.set(
        0,
        new Vintage(
            v.year(),
            v.baselineCo2eTonnes(),
            v.projectCo2eTonnes(),
            v.leakageDeductionCo2eTonnes(),
            v.bufferShareFraction(),
            v.issuedCreditsCo2eTonnes(),
            null));
    Finding finding = assess(vintages, 0, 0, 1);
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.reason())
        .isEqualTo("The dossier lacks issued credits or their dates for at least one vintage.");
  }

  @Test
  void creditsNewerThanTheImageryCannotBeJudged() {
    List<Vintage> vintages =
        List.of(new Vintage(2010, 4500.0, 500.0, 400.0, 0.15, 3000.0, LocalDate.of(2011, 7, 1)));
    Finding finding = assess(vintages, 10, 1, 1);
    assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(finding.wouldSettle()).isEqualTo("Imagery from 2013 on.");
  }
}
