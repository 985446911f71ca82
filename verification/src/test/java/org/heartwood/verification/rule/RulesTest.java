package org.heartwood.verification.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.heartwood.ingest.boundary.BoundaryCheck;
import org.heartwood.ingest.boundary.BoundaryReader;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.ingest.boundary.Portfolio;
import org.heartwood.ingest.product.Product;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.Activity;
import org.heartwood.ingest.project.Statements;
import org.heartwood.ingest.project.Statements.Agreement;
import org.heartwood.ingest.project.Statements.BaselinePeriods;
import org.heartwood.ingest.project.Statements.BaselineStocks;
import org.heartwood.ingest.project.Statements.BufferPool;
import org.heartwood.ingest.project.Statements.CreditedArea;
import org.heartwood.ingest.project.Statements.Donor;
import org.heartwood.ingest.project.Statements.FirstActivity;
import org.heartwood.ingest.project.Statements.HarvestLeakage;
import org.heartwood.ingest.project.Statements.Price;
import org.heartwood.ingest.project.Statements.Reversal;
import org.heartwood.ingest.project.Statements.RiskReport;
import org.heartwood.ingest.project.Statements.SpeciesMatched;
import org.heartwood.ingest.project.Statements.StatedBenchmark;
import org.heartwood.ingest.project.Statements.StatedInterval;
import org.heartwood.ingest.project.Statements.StatedUncertainty;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Severity;
import org.heartwood.verification.finding.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each rule flags its planted defect, passes what is sound, and cannot tell without its data. */
class RulesTest {
  /** Statements with one part each; the others stay absent. */
  private record Parts(
      @Nullable Price price,
      @Nullable BaselineStocks stocks,
      @Nullable HarvestLeakage leakage,
      @Nullable StatedUncertainty uncertainty,
      @Nullable RiskReport risk,
      @Nullable BufferPool pool,
      @Nullable BaselinePeriods periods,
      @Nullable StatedBenchmark benchmark,
      @Nullable CreditedArea area,
      @Nullable FirstActivity activity) {
    Statements statements() {
      return new Statements(
          price,
          null,
          stocks,
          leakage,
          uncertainty,
          risk,
          pool,
          periods,
          benchmark,
          area,
          activity,
          List.of(),
          List.of(),
          null,
          null,
          List.of());
    }
  }

  private static Statements stocks(double baseline, @Nullable SpeciesMatched matched) {
    return new Parts(
            new Price(10, "USD", null),
            new BaselineStocks(baseline, 100.0, null, matched),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null)
        .statements();
  }

  private static SpeciesMatched matched(double low, double value, double high) {
    return new SpeciesMatched(
        new StatedInterval(value, low, high), new StatedInterval(5000, 2000, 8000), null);
  }

  private static Verdict verdict(Rule rule, MadeUpProject project) {
    return project.by(rule).verdict();
  }

  @Test
  void aBaselineAtTheEdgeIsFlaggedWhereItsSpeciesHoldMore() {
    Rule rule = new CommonPracticeRule();
    MadeUpProject project = new MadeUpProject().issued(20_000);
    Finding finding = project.stating(stocks(101, matched(110, 120, 130))).by(rule);
    assertThat(finding.verdict()).isEqualTo(Verdict.FLAG);
    Finding weighed = finding.weighed(project.project().dossier().claims());
    assertThat(Objects.requireNonNull(weighed.standing().shareOfIssued()).value())
        .isCloseTo(25, within(1e-9));
    assertThat(Objects.requireNonNull(weighed.standing().money()).value()).isEqualTo(50_000);
    assertThat(Objects.requireNonNull(weighed.standing().money()).unit()).isEqualTo("USD");
    assertThat(weighed.standing().severity()).isEqualTo(Severity.HIGH);
    assertThat(verdict(rule, project.stating(stocks(101, matched(90, 95, 100)))))
        .isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, project.stating(stocks(101, matched(90, 120, 130)))))
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, project.stating(stocks(101, null)))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, project.stating(stocks(130, matched(110, 120, 130)))))
        .isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, project.stating(Statements.NONE))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(rule.check(project.activity(Activity.REDD).project())).isEmpty();
  }

  private static Portfolio.Overlap overlap(double ha, double first, @Nullable Long days) {
    return new Portfolio.Overlap(
        "VCS1", "VCS2", Portfolio.Relation.PARTIAL, ha, first, 0.5, 0.3, days);
  }

  @Test
  void sharedLandIsFlaggedUnlessTheYearsDiffer() {
    Rule rule = new OverlapRule();
    MadeUpProject project = new MadeUpProject().issued(1000).boundary(square());
    assertThat(verdict(rule, project)).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, project.among(3))).isEqualTo(Verdict.NO_FLAG);
    Finding shared = project.among(3, overlap(870, 0.87, 100L)).by(rule);
    assertThat(shared.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(Objects.requireNonNull(shared.sizeCo2eTonnes()).value())
        .isCloseTo(870, within(1e-9));
    assertThat(verdict(rule, project.among(3, overlap(870, 0.87, null)))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, project.among(3, overlap(870, 0.87, 0L)))).isEqualTo(Verdict.NO_FLAG);
    Finding fromTheOtherSide = project.id("VCS2").among(3, overlap(870, 0.87, 9L)).by(rule);
    assertThat(Objects.requireNonNull(fromTheOtherSide.sizeCo2eTonnes()).value())
        .isCloseTo(500, within(1e-9));
    assertThat(verdict(rule, new MadeUpProject().among(3))).isEqualTo(Verdict.CANNOT_TELL);
  }

  /** A square of about 1 km at the equator. */
  private static BoundaryReport square() {
    return report("[[[0,0],[0.01,0],[0.01,0.01],[0,0.01],[0,0]]]", null);
  }

  private static BoundaryReport report(String rings, @Nullable Double claimedHa) {
    try {
      Path file = Files.createTempFile("boundary", ".geojson");
      Files.writeString(
          file,
          "{\"type\":\"FeatureCollection\",\"features\":[{\"type\":\"Feature\",\"properties\":{},"
              + "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":"
              + rings
              + "}}]}");
      BoundaryReport report = BoundaryCheck.check(BoundaryReader.document(file), claimedHa, null);
      Files.delete(file);
      return report;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anAreaThatTheBoundaryLacksIsFlaggedWithItsCredits() {
    Rule rule = new ClaimedAreaRule();
    MadeUpProject project = new MadeUpProject().issued(1000);
    assertThat(verdict(rule, project)).isEqualTo(Verdict.CANNOT_TELL);
    Finding tooMuch =
        project.boundary(report("[[[0,0],[0.01,0],[0.01,0.01],[0,0.01],[0,0]]]", 1000.0)).by(rule);
    assertThat(tooMuch.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(Objects.requireNonNull(tooMuch.sizeCo2eTonnes()).value())
        .isCloseTo(1000 * (1 - 123.09 / 1000), within(1.0));
    assertThat(
            verdict(
                rule,
                project.boundary(
                    report("[[[0,0],[0.0812,0],[0.0812,0.01],[0,0.01],[0,0]]]", 1000.0))))
        .isEqualTo(Verdict.NO_FLAG);
  }

  @Test
  void aBoundaryThatCrossesItselfIsFlagged() {
    Rule rule = new BoundaryValidityRule();
    MadeUpProject project = new MadeUpProject();
    assertThat(verdict(rule, project)).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, project.boundary(square()))).isEqualTo(Verdict.NO_FLAG);
    assertThat(
            verdict(
                rule,
                project.boundary(report("[[[0,0],[0.01,0.01],[0.01,0],[0,0.01],[0,0]]]", null))))
        .isEqualTo(Verdict.FLAG);
  }

  @Test
  void creditsBeforeTheStartAndAStartWithoutActivityAreFlagged() {
    Rule rule = new StartDateRule();
    assertThat(verdict(rule, new MadeUpProject())).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, started(LocalDate.of(2015, 6, 1)))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, started(LocalDate.of(2017, 6, 1)))).isEqualTo(Verdict.FLAG);
    Finding early =
        new MadeUpProject()
            .periods(
                new Dossier.ReportingPeriod(
                    LocalDate.of(2014, 1, 1),
                    LocalDate.of(2015, 12, 31),
                    730.0,
                    null,
                    null,
                    null,
                    null,
                    null))
            .by(rule);
    assertThat(early.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(Objects.requireNonNull(early.sizeCo2eTonnes()).value()).isEqualTo(365);
  }

  private static MadeUpProject started(LocalDate day) {
    return new MadeUpProject()
        .stating(
            new Parts(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new FirstActivity(day, "planting"))
                .statements());
  }

  private static MadeUpProject reversal(@Nullable LocalDate estimate) {
    return new MadeUpProject()
        .stating(
            new Statements(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(
                    new Reversal(
                        "fire", LocalDate.of(2020, 8, 16), null, null, estimate, null, null, null)),
                List.of(),
                null,
                null,
                List.of()));
  }

  @Test
  void aReversalWithoutEstimateIsFlaggedAfterTwentyThreeMonths() {
    Rule rule = new ReversalClockRule();
    assertThat(verdict(rule, reversal(null))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, reversal(LocalDate.of(2022, 8, 15)))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, reversal(LocalDate.of(2022, 8, 16)))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, new MadeUpProject())).isEqualTo(Verdict.CANNOT_TELL);
  }

  private static MadeUpProject pool(double low, double hazard, double high) {
    return new MadeUpProject()
        .stating(
            new Parts(
                    null,
                    null,
                    null,
                    null,
                    null,
                    new BufferPool(100, 1000, new StatedInterval(hazard, low, high)),
                    null,
                    null,
                    null,
                    null)
                .statements());
  }

  @Test
  void aBufferIsFlaggedWhenExpectedLossesUseUpHalfOfIt() {
    Rule rule = new BufferSolvencyRule();
    // 1000·(1 − 0.99^20) = 182; 1000·(1 − 0.999^20) = 19.8; half of the buffer is 50.
    assertThat(verdict(rule, pool(0.01, 0.02, 0.03))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, pool(0, 0.001, 0.002))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, pool(0.001, 0.005, 0.01))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, new MadeUpProject())).isEqualTo(Verdict.CANNOT_TELL);
  }

  private static MadeUpProject leakage(double declared, boolean less, @Nullable Double ratio) {
    return new MadeUpProject()
        .issued(800)
        .stating(
            new Parts(
                    null,
                    null,
                    new HarvestLeakage(declared, less, ratio),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)
                .statements());
  }

  @Test
  void aLeakageFactorBelowTheTableIsFlagged() {
    Rule rule = new LeakageFactorRule();
    Finding low = leakage(0.2, true, 1.0).by(rule);
    assertThat(low.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(Objects.requireNonNull(low.sizeCo2eTonnes()).value())
        .isCloseTo(800 * 0.2 / 0.8, within(1e-9));
    assertThat(verdict(rule, leakage(0.4, true, 1.0))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, leakage(0.2, true, null))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, leakage(0.1, false, null))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, new MadeUpProject())).isEqualTo(Verdict.CANNOT_TELL);
  }

  private static MadeUpProject benchmark(double project, double issued) {
    return new MadeUpProject()
        .activity(Activity.ARR)
        .issued(issued)
        .stating(
            new Parts(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new StatedBenchmark(project, 0.6, 1.2, 0.5),
                    null,
                    null)
                .statements());
  }

  @Test
  void growthThatDoesNotDifferFromTheControlsEarnsNothing() {
    Rule rule = new BenchmarkRule();
    assertThat(verdict(rule, benchmark(2, 500))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, benchmark(2, 0))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, benchmark(5, 500))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, new MadeUpProject().activity(Activity.ARR)))
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(rule.check(new MadeUpProject().project())).isEmpty();
  }

  private static MadeUpProject uncertainty(double halfWidth, @Nullable Double deducted) {
    return new MadeUpProject()
        .issued(500)
        .stating(
            new Parts(
                    null,
                    null,
                    null,
                    new StatedUncertainty(halfWidth, deducted),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null)
                .statements());
  }

  @Test
  void anUncertaintyAboveTheBenefitIsFlaggedAndSoIsADeductionThatImpliesIt() {
    Rule rule = new HalfWidthRule();
    assertThat(verdict(rule, uncertainty(1.01, null))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, uncertainty(0.99, null))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, uncertainty(0.9, 0.3135))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, uncertainty(0.9, 0.2618))).isEqualTo(Verdict.NO_FLAG);
    assertThat(uncertainty(0.329, null).by(rule).quantities())
        .filteredOn(quantity -> quantity.name().startsWith("deduction of VCS Method"))
        .singleElement()
        .satisfies(quantity -> assertThat(quantity.value()).isCloseTo(8.6145, within(5e-5)));
    assertThat(verdict(rule, new MadeUpProject())).isEqualTo(Verdict.CANNOT_TELL);
  }

  private static MadeUpProject counted(double ha) {
    return new MadeUpProject()
        .stating(
            new Parts(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new CreditedArea(ha, 21_158, 45_000),
                    null)
                .statements());
  }

  @Test
  void aCountOutsideOfTheSampleIsFlagged() {
    Rule rule = new PixelCountRule();
    assertThat(verdict(rule, counted(18_000))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, counted(21_158))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, new MadeUpProject())).isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void aRunOutsideOfItsModelOrWithImpossibleDatesIsFlagged() {
    Rule applicability = new ApplicabilityRule();
    Rule dates = new AlertDateRule();
    assertThat(applicability.check(new MadeUpProject().project())).isEmpty();
    assertThat(dates.check(new MadeUpProject().project())).isEmpty();
    LocalDate start = LocalDate.of(2023, 1, 1);
    RunFacts.AlertSpan wrong =
        new RunFacts.AlertSpan("DIST-ALERT", start.minusYears(6), start, start, start.plusYears(1));
    MadeUpProject bad =
        new MadeUpProject()
            .run(new RunFacts(OptionalDouble.of(0.11), List.of(wrong), Optional.empty()));
    assertThat(verdict(applicability, bad)).isEqualTo(Verdict.FLAG);
    assertThat(verdict(dates, bad)).isEqualTo(Verdict.FLAG);
    RunFacts.AlertSpan right =
        new RunFacts.AlertSpan("DIST-ALERT", start, start, start, start.plusYears(1));
    MadeUpProject good =
        new MadeUpProject()
            .run(new RunFacts(OptionalDouble.of(0.1), List.of(right), Optional.empty()));
    assertThat(verdict(applicability, good)).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(dates, good)).isEqualTo(Verdict.NO_FLAG);
  }

  private static Dossier.MapReference map(int year, @Nullable String version) {
    return new Dossier.MapReference(
        "m" + year,
        "m.tif",
        Product.JRC_TMF,
        "AnnualChange",
        version,
        year,
        null,
        null,
        null,
        Set.of(),
        null,
        null);
  }

  @Test
  void mapsOfTwoVersionsAreFlagged() {
    Rule rule = new ProductVersionRule();
    assertThat(rule.check(new MadeUpProject().maps(map(2005, "v1_2023")).project())).isEmpty();
    assertThat(verdict(rule, new MadeUpProject().maps(map(2005, null), map(2010, null))))
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(verdict(rule, new MadeUpProject().maps(map(2005, "v1_2023"), map(2010, "v1_2023"))))
        .isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, new MadeUpProject().maps(map(2005, "v1_2022"), map(2010, "v1_2023"))))
        .isEqualTo(Verdict.FLAG);
  }

  private static MadeUpProject donors(Donor... donors) {
    return new MadeUpProject()
        .stating(
            new Statements(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                List.of(donors),
                null,
                null,
                List.of()));
  }

  @Test
  void aControlOfTwoDonorsIsFlagged() {
    Rule rule = new DonorRule();
    assertThat(
            verdict(
                rule,
                donors(
                    new Donor("a", 0.5, true, 10.0),
                    new Donor("b", 0.34, true, 10.0),
                    new Donor("c", 0.16, true, 10.0))))
        .isEqualTo(Verdict.FLAG);
    assertThat(
            verdict(
                rule,
                donors(
                    new Donor("a", 0.4, true, 10.0),
                    new Donor("b", 0.3, false, 900.0),
                    new Donor("c", 0.3, false, 900.0))))
        .isEqualTo(Verdict.NO_FLAG);
    assertThat(
            verdict(
                rule,
                donors(
                    new Donor("a", 0.4, false, 10.0),
                    new Donor("b", 0.3, false, 900.0),
                    new Donor("c", 0.3, false, 900.0))))
        .isEqualTo(Verdict.FLAG);
    assertThat(rule.check(new MadeUpProject().project())).isEmpty();
  }

  private static MadeUpProject risk(double longevity, double declared) {
    return new MadeUpProject()
        .vintages(new Dossier.Vintage(2015, 1000.0, 0.0, 0.0, 0.1, 900.0, null))
        .stating(
            new Parts(
                    null,
                    null,
                    null,
                    null,
                    new RiskReport(
                        0, 0, 0, longevity, Agreement.NONE, 0.1, List.of(), 1, true, declared),
                    null,
                    null,
                    null,
                    null,
                    null)
                .statements());
  }

  @Test
  void aRatingBelowTheScoresIsFlaggedWithWhatIsMissing() {
    Rule rule = new RiskRatingRule();
    Finding low = risk(40, 12).by(rule);
    assertThat(low.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(Objects.requireNonNull(low.sizeCo2eTonnes()).value()).isCloseTo(60, within(1e-9));
    assertThat(verdict(rule, risk(40, 18))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, risk(39, 30))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, new MadeUpProject())).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(rule.check(new MadeUpProject().id("ACR1").project())).isEmpty();
  }

  private static MadeUpProject periods(int referenceYears, @Nullable Integer validYears) {
    LocalDate start = LocalDate.of(2010, 1, 1);
    return new MadeUpProject()
        .activity(Activity.REDD)
        .stating(
            new Parts(
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    new BaselinePeriods(
                        start,
                        start.plusYears(referenceYears).minusDays(1),
                        validYears == null ? null : start,
                        validYears == null ? null : start.plusYears(validYears).minusDays(1)),
                    null,
                    null,
                    null)
                .statements());
  }

  @Test
  void aBaselineThatIsTooOldIsFlagged() {
    Rule rule = new BaselinePeriodRule();
    assertThat(verdict(rule, periods(10, 6))).isEqualTo(Verdict.NO_FLAG);
    assertThat(verdict(rule, periods(10, 7))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, periods(5, 6))).isEqualTo(Verdict.FLAG);
    assertThat(verdict(rule, periods(10, null))).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(rule.check(new MadeUpProject().project())).isEmpty();
  }

  @Test
  void creditsBeyondTheirSumAreFlaggedWhicheverWayTheBufferIsTaken() {
    Rule rule = new VintageSumRule();
    assertThat(rule.check(new MadeUpProject().project())).isEmpty();
    // 1000 − 100 − 0.1·1000 = 800 or (1000 − 100)·0.9 = 810.
    assertThat(verdict(rule, vintage(800))).isEqualTo(Verdict.NO_FLAG);
    assertThat(vintage(800).by(rule).reason()).contains("of the change of stocks");
    assertThat(vintage(810).by(rule).reason()).contains("after leakage; VCS");
    assertThat(verdict(rule, vintage(812))).isEqualTo(Verdict.FLAG);
    assertThat(Objects.requireNonNull(vintage(830).by(rule).sizeCo2eTonnes()).value())
        .isCloseTo(20, within(1e-9));
    assertThat(verdict(rule, new MadeUpProject().issued(10))).isEqualTo(Verdict.CANNOT_TELL);
  }

  private static MadeUpProject vintage(double issued) {
    return new MadeUpProject()
        .vintages(new Dossier.Vintage(2015, 1100.0, 100.0, 100.0, 0.1, issued, null));
  }

  @Test
  void everyRuleHasACardOfItsOwnAndASoundProjectIsNotFlagged() {
    assertThat(RuleBook.cards()).extracting(RuleCard::id).doesNotHaveDuplicates().hasSize(30);
    assertThat(RuleBook.cards()).allSatisfy(card -> assertThat(card.threshold()).isNotBlank());
    assertThat(RuleBook.check(new MadeUpProject().project()))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL))
        .allSatisfy(finding -> assertThat(finding.wouldSettle()).isNotBlank());
  }
}
