package org.heartwood.verification.additionality;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Statements;
import org.heartwood.ingest.project.Statements.StatedBenchmark;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.growth.GrowthResult;
import org.heartwood.verification.growth.MadeUpPlots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Land of the project gains about 5 points of cover by itself, and what is planted beyond. */
final class GrowthAssessmentTest {
  private final Measurements measured =
      MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 0, 0, 1);

  private static GrowthResult growth(double extraPct, int placebos) {
    return GrowthResult.of(MadeUpPlots.of(21, extraPct, 0), MadeUpPlots.DATES, 1.44, placebos, 7);
  }

  private static Finding assess(Measurements measured, double extraPct) {
    return GrowthAssessment.assess(measured, Optional.of(growth(extraPct, 59)));
  }

  private Measurements stating(double projectGain, double controlGain) {
    Statements none = Statements.NONE;
    Dossier dossier = measured.dossier();
    Dossier.Claims claims = dossier.claims();
    return new Measurements(
        new Dossier(
            dossier.illustrative(),
            dossier.synthetic(),
            dossier.project(),
            dossier.boundary(),
            new Dossier.Claims(
                claims.areaHa(),
                claims.carbonDensityCo2eTonnesPerHa(),
                claims.vintages(),
                claims.reportingPeriods(),
                new Statements(
                    none.price(),
                    none.earlierProgramme(),
                    none.baselineStocks(),
                    none.harvestLeakage(),
                    none.uncertainty(),
                    none.risk(),
                    none.bufferPool(),
                    none.baselinePeriods(),
                    new StatedBenchmark(projectGain, 0.1, controlGain, 0.1),
                    none.creditedArea(),
                    none.firstActivity(),
                    none.reversals(),
                    none.donors(),
                    none.forestOrigin(),
                    none.lossArea(),
                    none.zonalClaims())),
            dossier.sources(),
            dossier.method()),
        measured.totals(),
        measured.density(),
        measured.modelOutside());
  }

  @ParameterizedTest
  @CsvSource({"12, NO_FLAG", "0.5, CANNOT_TELL", "-12, FLAG"})
  void answersByTheGrowthBeyondLikeLand(double extraPct, Verdict verdict) {
    assertThat(assess(measured, extraPct).verdict()).isEqualTo(verdict);
  }

  @Test
  void growthBelowThatOfLikeLandPutsAllCreditsAtStake() {
    Finding finding = assess(measured, -12);
    assertThat(requireNonNull(finding.sizeCo2eTonnes()).value()).isEqualTo(6 * 3000);
    assertThat(finding.headline())
        .startsWith("Credits were issued, and the project's land gained -1");
  }

  @Test
  void aStatedBenchmarkIsHeldAgainstTheMeasuredOne() {
    // Measured: about 5 of 11 points, 0.45.
    assertThat(assess(stating(10, 1), 6).verdict()).isEqualTo(Verdict.FLAG);
    assertThat(assess(stating(10, 1), 6).headline())
        .contains("stated benchmark of 0.10 is too low");
    assertThat(assess(stating(10, 6), 6).verdict()).isEqualTo(Verdict.NO_FLAG);
  }

  @Test
  void theNumbersAreThoseOfThePlots() {
    Finding finding = assess(measured, 12);
    assertThat(value(finding, "plots of the project")).isEqualTo(100);
    assertThat(
            value(finding, "gained in the project, 2005–2011")
                - value(finding, "gained by matched plots outside, 2005–2011"))
        .isCloseTo(12, within(2.0));
    assertThat(value(finding, "performance benchmark, matched plots (VM0047)"))
        .isBetween(0.15, 0.45);
  }

  private static double value(Finding finding, String name) {
    return finding.quantities().stream()
        .filter(quantity -> quantity.name().equals(name))
        .mapToDouble(Quantity::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutPlacebosOrCoverItCannotBeTold() {
    Finding unranked = GrowthAssessment.assess(measured, Optional.of(growth(12, 5)));
    assertThat(unranked.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(unranked.reason()).contains("too few placebos");
    Finding map = GrowthAssessment.assess(measured, Optional.empty());
    assertThat(map.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(map.headline()).contains("cannot be told from a map of forest and loss");
    Finding empty =
        GrowthAssessment.assess(
            measured, Optional.of(GrowthResult.of(List.of(), MadeUpPlots.DATES, 1.44, 5, 7)));
    assertThat(empty.headline()).contains("too few plots to compare");
  }

  @Test
  void aModelThatDoesNotApplySaysNothing() {
    Measurements outside =
        new Measurements(
            measured.dossier(), measured.totals(), measured.density(), Optional.of("made up"));
    assertThat(assess(outside, 12).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(assess(outside, -12).verdict()).isEqualTo(Verdict.CANNOT_TELL);
  }
}
