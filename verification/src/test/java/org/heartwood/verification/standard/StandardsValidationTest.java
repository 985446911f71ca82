package org.heartwood.verification.standard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.assertj.core.data.Offset;
import org.heartwood.ingest.project.Statements.Agreement;
import org.heartwood.ingest.project.Statements.NaturalHazard;
import org.heartwood.ingest.project.Statements.RiskReport;
import org.heartwood.verification.standard.ThreeDateCode.Cover;
import org.heartwood.verification.standard.Vm0045.HarvestReduction;
import org.heartwood.verification.standard.Vm0047.Kernel;
import org.junit.jupiter.api.Test;

/** Numbers recomputed outside of this program from the formulas as the standards print them. */
class StandardsValidationTest {
  private static final Offset<Double> DIGITS = within(1e-9);
  private static final double[] DISTANCES = {0.5, 0.8, 1.0, 1.5, 2.2};
  private static final double[] PROJECT = {30, 35, 40, 45, 50};
  private static final double[] CONTROL = {32, 36, 41, 47, 55};

  @Test
  void controlPlotsWeighAsPrintedOrAsSaid() {
    assertThat(Vm0047.weights(DISTANCES, Kernel.EXPONENTIAL))
        .containsExactly(
            new double[] {0.345076059, 0.255638632, 0.20929921, 0.126946388, 0.063039711},
            within(1e-9));
    assertThat(Vm0047.weights(DISTANCES, Kernel.INVERSE))
        .containsExactly(
            new double[] {0.37235543, 0.232722144, 0.186177715, 0.124118477, 0.084626234},
            within(1e-9));
    assertThat(weighted(Kernel.EXPONENTIAL)).isCloseTo(38.26035657998178, DIGITS);
    assertThat(weighted(Kernel.INVERSE)).isCloseTo(38.414668547249654, DIGITS);
  }

  private static double weighted(Kernel kernel) {
    double[] weights = Vm0047.weights(DISTANCES, kernel);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * CONTROL[i];
    }
    return sum;
  }

  @Test
  void balanceIsTheStandardisedDifference() {
    assertThat(Vm0047.standardisedDifference(PROJECT, CONTROL))
        .isCloseTo(0.2581988897471615, DIGITS);
  }

  @Test
  void aProjectThatDoesNotDifferFromItsControlsEarnsNothing() {
    Vm0047.Benchmark different = Vm0047.benchmark(4, 0.5, 1, 0.4);
    assertThat(different.z()).isCloseTo(4.685212856658182, DIGITS);
    assertThat(different.benchmark()).isEqualTo(0.25);
    Vm0047.Benchmark alike = Vm0047.benchmark(2, 0.6, 1.2, 0.5);
    assertThat(alike.z()).isCloseTo(1.0242950394631678, DIGITS);
    assertThat(alike.benchmark()).isEqualTo(1);
    assertThat(Vm0047.creditsCo2eTonnes(50_000, alike.benchmark(), 0, 0, 0)).isZero();
    assertThat(Vm0047.benchmark(4, 0.5, -1, 0.4).benchmark()).isZero();
    assertThat(Vm0047.benchmark(-4, 0.5, 1, 0.4).benchmark()).isEqualTo(1);
  }

  @Test
  void creditsOfARemovalFollowTheirEquations() {
    double halfWidth = Vm0047.halfWidthFraction(50_000, 1500, 3500, 0.3, 1.6604);
    assertThat(halfWidth).isCloseTo(0.11187695851425351, DIGITS);
    double deduction = Vm0047.deductionFraction(halfWidth);
    assertThat(deduction).isCloseTo(0.011876958514253508, DIGITS);
    assertThat(Vm0047.creditsCo2eTonnes(50_000, 0.25, deduction, 500, 1000))
        .isCloseTo(35554.614055715494, within(1e-6));
    assertThat(Vm0047.deductionFraction(1.01)).isEqualTo(1);
  }

  @Test
  void leakageOfHarvestIsThatOfTheTable() {
    assertThat(Vm0045.leakageFactor(HarvestReduction.NONE_PERMANENT, OptionalDouble.empty()))
        .hasValue(0.1);
    assertThat(factor(1.0)).hasValue(0.4);
    assertThat(factor(0.85)).hasValue(0.4);
    assertThat(factor(1.15)).hasValue(0.4);
    assertThat(factor(0.84)).hasValue(0.7);
    assertThat(factor(1.16)).hasValue(0.2);
    assertThat(Vm0045.leakageFactor(HarvestReduction.PERMANENT, OptionalDouble.empty())).isEmpty();
  }

  private static OptionalDouble factor(double ratio) {
    return Vm0045.leakageFactor(HarvestReduction.PERMANENT, OptionalDouble.of(ratio));
  }

  @Test
  void relativeDensityAndUncertaintyOfManagedForest() {
    assertThat(Vm0045.relativeDensity(0.5, 25.4)).isCloseTo(0.013609826381633328, within(1e-15));
    // 2·√(400/100 + 1200/10000)/20 − 0.15
    assertThat(Vm0045.deductionFraction(2, 400, 100, 1200, 20))
        .isCloseTo(2 * Math.sqrt(4.12) / 20 - 0.15, within(1e-12));
    assertThat(Vm0045.deductionFraction(2, 400, 100, 1200, 1)).isEqualTo(1);
  }

  @Test
  void ratingsAreThoseOfTheProcedure() {
    assertThat(NonPermanenceRisk.longevityScore(report(40, Agreement.NONE, 0, List.of())))
        .isEqualTo(17);
    assertThat(NonPermanenceRisk.longevityScore(report(100, Agreement.NONE, 0, List.of())))
        .isEqualTo(5);
    assertThat(NonPermanenceRisk.longevityScore(report(80, Agreement.BINDING, 0, List.of())))
        .isEqualTo(5);
    assertThat(NonPermanenceRisk.longevityScore(report(40, Agreement.HUNDRED_YEARS, 0, List.of())))
        .isZero();
    assertThat(NonPermanenceRisk.ratingPct(9.2)).isEqualTo(12);
    assertThat(NonPermanenceRisk.ratingPct(17.1)).isEqualTo(18);
    assertThat(NonPermanenceRisk.ratingPct(0.1 + 0.2 + 17.7)).isEqualTo(18);
    assertThat(NonPermanenceRisk.bufferCo2eTonnes(18, 100_000)).isCloseTo(18_000, within(1e-9));
    assertThat(NonPermanenceRisk.bufferCo2eTonnes(18, -100_000)).isZero();
  }

  @Test
  void hazardsOfNatureTakeTheirPointsFromTheTable() {
    NonPermanenceRisk.Rating rating =
        NonPermanenceRisk.rate(
            report(
                100,
                Agreement.NONE,
                3,
                List.of(
                    new NaturalHazard("fire", 0.3, 20, 0.5),
                    new NaturalHazard("pests", 0.02, 200, 1))));
    assertThat(rating.natural()).isCloseTo(1.2 * (5 * 0.5 + 1), within(1e-12));
    assertThat(rating.internal()).isEqualTo(5);
    assertThat(rating.total()).isCloseTo(5 + 3 + 4.2, within(1e-12));
    assertThat(rating.ratingPct()).isEqualTo(13);
    assertThat(rating.failures()).isEmpty();
  }

  @Test
  void whatTheProcedureRefusesFails() {
    assertThat(
            NonPermanenceRisk.rate(
                    report(
                        39,
                        Agreement.NONE,
                        21,
                        List.of(
                            new NaturalHazard("fire", 0.7, 9, 0.25),
                            new NaturalHazard("storm", 0.6, 5, 1))))
                .failures())
        .hasSize(5)
        .anyMatch(why -> why.contains("fire takes 70 %"))
        .anyMatch(why -> why.contains("external risk of 21.0"))
        .anyMatch(why -> why.contains("natural risk of 36.0"))
        .anyMatch(why -> why.contains("longevity of 39.0"));
  }

  private static RiskReport report(
      double longevity, Agreement agreement, double external, List<NaturalHazard> natural) {
    return new RiskReport(0, 0, 0, longevity, agreement, external, natural, 1.2, true, 12);
  }

  @Test
  void permanenceFollowsTheReferenceImplementation() {
    PactPermanence project = PactPermanence.of(List.of(4.4, 5.5, 7.7), List.of(3.3, 4.4, 5.5));
    assertThat(project.netSequestration(1)).isCloseTo(0, DIGITS);
    assertThat(project.release(2, 1)).isCloseTo(1.1, DIGITS);
    assertThat(project.adjusted(2, List.of(1.0, 1.0))).isCloseTo(1.1 - 2, DIGITS);
    PactPermanence falling =
        PactPermanence.of(
            List.of(800.0, 400.0, 200.0, 100.0, 50.0, 25.0, 12.5),
            List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0));
    assertThat(falling.release(6, 5)).isCloseTo(77.5, DIGITS);
    assertThatThrownBy(() -> falling.netSequestration(0))
        .hasMessageContaining("year must be 1 to 6");
  }

  @Test
  void aCreditThatReleasesNothingIsPermanentAndOneThatReleasesAllIsWorthNothing() {
    assertThat(
            PactPermanence.equivalentPermanence(
                1, 500, PactPermanence.damage(List.of(0.0, 0.0), List.of(500.0, 500.0), 0.03)))
        .isCloseTo(1, DIGITS);
    assertThat(
            PactPermanence.equivalentPermanence(
                1, 500, PactPermanence.damage(List.of(0.5, 0.5), List.of(500.0, 500.0), 0)))
        .isCloseTo(0, DIGITS);
    assertThat(
            PactPermanence.equivalentPermanence(
                1,
                500,
                PactPermanence.damage(List.of(0.5, 0.5), List.of(500.0, 500.0 * 1.03), 0.03)))
        .isCloseTo(0, DIGITS);
  }

  @Test
  void biomassBecomesCarbonAsThePactMethodologyHasIt() {
    assertThat(PactPermanence.carbonTonnesPerHa(250)).isCloseTo(153.925, DIGITS);
    assertThat(PactPermanence.carbonTonnesPerHa(250) * 44 / 12)
        .isCloseTo(564.3916666666665, DIGITS);
  }

  @Test
  void theMapCodeCountsForestThatCameBackAsLost() {
    assertThat(ThreeDateCode.of(Cover.FOREST, Cover.NOT_FOREST, Cover.FOREST).code()).isEqualTo(7);
    assertThat(ThreeDateCode.values())
        .extracting(ThreeDateCode::code)
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(ThreeDateCode.values())
        .filteredOn(ThreeDateCode::deforested)
        .extracting(ThreeDateCode::code)
        .containsExactly(6, 7, 8);
    assertThat(ThreeDateCode.FNF.deforestedForCalibration()).isTrue();
    assertThat(ThreeDateCode.FFN.deforestedForConfirmation()).isTrue();
  }

  @Test
  void aJurisdictionOfHighForestIsCreditedAboveItsHistory() {
    // 10 t a year + 0.6 · 0.05 % of 100 000 t
    assertThat(ArtTrees.creditingLevelCo2eTonnes(new double[] {8, 9, 10, 11, 12}, 0.6, 100_000))
        .isCloseTo(40, DIGITS);
  }
}
