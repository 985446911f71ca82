package org.heartwood.verification.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Dossier.Activity;
import org.heartwood.ingest.project.Dossier.AreaReference;
import org.heartwood.ingest.project.Dossier.AreaRole;
import org.heartwood.ingest.project.Statements;
import org.heartwood.ingest.project.Statements.LossArea;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.baseline.RegionBalance;
import org.heartwood.verification.change.AreaBlock;
import org.heartwood.verification.change.ErrorStructure;
import org.heartwood.verification.event.Cause;
import org.heartwood.verification.event.Event;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.reversal.LedgerBuilder;
import org.heartwood.verification.reversal.ObservedLoss;
import org.heartwood.verification.rule.RunEvidence.BurnedArea;
import org.junit.jupiter.api.Test;

/** Rules that look at a run's imagery; composites are 2005 to 2011, the start is that of 2008. */
class ImageryRulesTest {
  private static final int START = 2008;
  private static final ErrorStructure ERRORS = new ErrorStructure(0.05, 0.25, 0.7, 0.4);

  private static Measurements measured() {
    return MadeUpMeasurements.of(MadeUpMeasurements.vintages(), 10, 1, 1);
  }

  /**
   * Blocks of 20 ha of forest that lose a share a year, with some spread between blocks.
   *
   * @param spread relative, of every second block up and the others down
   */
  private static List<AreaBlock> blocks(String area, int count, double lossPerYear, double spread) {
    List<AreaBlock> blocks = new ArrayList<>();
    for (int block = 0; block < count; block++) {
      double factor = block % 2 == 0 ? 1 + spread : 1 - spread;
      List<AreaBlock.Year> years = new ArrayList<>();
      for (int year = 2005; year <= 2011; year++) {
        years.add(new AreaBlock.Year(year, 23, 20, year == 2005 ? 0 : 20 * lossPerYear * factor));
      }
      blocks.add(new AreaBlock(area, block, 0, years));
    }
    return blocks;
  }

  private static RunEvidence.Areas areas(
      double belt, double beyond, double spread, List<BurnedArea> fires) {
    return new RunEvidence.Areas(
        blocks("belt", 30, belt, spread),
        "the declared belt",
        blocks("beyond", 30, beyond, spread),
        List.of(),
        OptionalDouble.empty(),
        List.of(),
        List.of(),
        fires);
  }

  private static MadeUpProject project(Measurements measured, RunEvidence.Areas areas) {
    return new MadeUpProject()
        .activity(Activity.REDD)
        .start(LocalDate.of(START, 1, 1))
        .issued(1000)
        .run(
            new RunFacts(
                OptionalDouble.empty(),
                List.of(),
                Optional.of(
                    new RunEvidence(
                        measured,
                        Optional.of(ERRORS),
                        0.09,
                        START,
                        areas,
                        LedgerBuilder.build(
                            measured, START, List.of(), LocalDate.of(2011, 6, 1))))));
  }

  private static AreaReference area(AreaRole role) {
    return new AreaReference("a", "a.geojson", role, "date", null, null);
  }

  @Test
  void withoutARunImageryRulesHaveNoSubject() {
    for (Rule rule :
        List.of(
            new ReferenceRegionRule(),
            new FireRule(),
            new BeltHotSpotRule(),
            new CorrelationRule())) {
      assertThat(rule.check(new MadeUpProject().project())).isEmpty();
    }
  }

  @Test
  void aHotSpotBeyondTheBeltIsFlaggedWithTheCarbonThatMayHaveMoved() {
    Rule rule = new BeltHotSpotRule();
    Finding flag = project(measured(), areas(0.01, 0.04, 0.3, List.of())).by(rule);
    assertThat(flag.verdict()).isEqualTo(Verdict.FLAG);
    // 30 blocks of 20 ha lose 3 % a year more than the belt, for three years: 54 ha.
    assertThat(Objects.requireNonNull(flag.sizeCo2eTonnes()).value())
        .isCloseTo(54 * measured().density().co2eTonnesPerHa(), within(1e-6));
    assertThat(project(measured(), areas(0.01, 0.012, 0.3, List.of())).by(rule).verdict())
        .isEqualTo(Verdict.NO_FLAG);
    assertThat(project(measured(), areas(0.01, 0.02, 0.9, List.of())).by(rule).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
    // No loss inside and some outside: no division, and a flag.
    assertThat(project(measured(), areas(0, 0.01, 0.3, List.of())).by(rule).verdict())
        .isEqualTo(Verdict.FLAG);
    assertThat(project(measured(), areas(0, 0, 0, List.of())).by(rule).verdict())
        .isEqualTo(Verdict.NO_FLAG);
  }

  @Test
  void moreLossBeyondTheBeltNeverTurnsAFlagBack() {
    boolean flagged = false;
    for (double beyond = 0; beyond < 0.2; beyond += 0.005) {
      Verdict verdict =
          project(measured(), areas(0.01, beyond, 0.3, List.of()))
              .by(new BeltHotSpotRule())
              .verdict();
      assertThat(flagged && verdict != Verdict.FLAG).isFalse();
      flagged = verdict == Verdict.FLAG;
    }
    assertThat(flagged).isTrue();
  }

  private static MadeUpProject region(
      double smd, double regionLoss, double landscapeLoss, double inside) {
    RunEvidence.Areas areas =
        new RunEvidence.Areas(
            List.of(),
            "the belt",
            List.of(),
            blocks("region", 40, regionLoss, 0.3),
            OptionalDouble.of(inside),
            blocks("landscape", 200, landscapeLoss, 0.3),
            List.of(
                new RegionBalance.Difference("forest around", "share", 0.9, 0.8, smd),
                new RegionBalance.Difference("canopy cover at the start", "share", 0.7, 0.7, 0)),
            List.of());
    return project(measured(), areas).areas(area(AreaRole.REFERENCE_REGION));
  }

  @Test
  void aReferenceRegionThatIsUnlikeOrTooFastIsFlagged() {
    Rule rule = new ReferenceRegionRule();
    assertThat(region(0.1, 0.011, 0.01, 1).by(rule).verdict()).isEqualTo(Verdict.NO_FLAG);
    assertThat(region(-0.26, 0.011, 0.01, 1).by(rule).verdict()).isEqualTo(Verdict.FLAG);
    assertThat(region(0.1, 0.04, 0.01, 1).by(rule).verdict()).isEqualTo(Verdict.FLAG);
    assertThat(region(0.1, 0.0201, 0.01, 1).by(rule).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    Finding part = region(0.9, 0.04, 0.01, 0.3).by(rule);
    assertThat(part.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(part.reason()).contains("30 %");
    Finding none = project(measured(), areas(0.01, 0.01, 0.3, List.of())).by(rule);
    assertThat(none.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(none.wouldSettle()).contains("REFERENCE_REGION");
    assertThat(rule.check(region(0.9, 0.04, 0.01, 1).activity(Activity.ARR).project())).isEmpty();
  }

  private static Finding fires(BurnedArea... fires) {
    return project(measured(), areas(0.01, 0.01, 0.3, List.of(fires)))
        .areas(area(AreaRole.FIRES))
        .by(new FireRule());
  }

  private static BurnedArea fire(LocalDate day, double burnedHa, double lostHa) {
    return new BurnedArea("F", day, burnedHa, OptionalDouble.of(lostHa));
  }

  @Test
  void aFireThatTookMoreThanAHundredthOfTheStockIsFlagged() {
    // The project has 800 ha of forest at the start: a hundredth is 8 ha.
    LocalDate day = LocalDate.of(2009, 8, 1);
    Finding flag = fires(fire(day, 60, 40));
    assertThat(flag.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(Objects.requireNonNull(flag.sizeCo2eTonnes()).value())
        .isCloseTo(40 * measured().density().co2eTonnesPerHa(), within(1e-6));
    assertThat(fires(fire(day, 7.9, 3)).verdict()).isEqualTo(Verdict.NO_FLAG);
    assertThat(fires(fire(day, 60, 1)).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(fires(fire(LocalDate.of(2004, 8, 1), 60, 40)).verdict()).isEqualTo(Verdict.NO_FLAG);
    Finding unseen = fires(new BurnedArea("F", day, 60, OptionalDouble.empty()));
    assertThat(unseen.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(unseen.reason()).contains("No composite after the fire");
    Finding none = project(measured(), areas(0.01, 0.01, 0.3, List.of())).by(new FireRule());
    assertThat(none.verdict()).isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void aFireIsJudgedByTheCompositeBeforeItAndTheTwoAfter() {
    Measurements measured = measured();
    FireRule.Composites years =
        FireRule.Composites.of(measured.of(Zone.PROJECT), measured, LocalDate.of(2008, 8, 1));
    assertThat(years.before()).isEqualTo(2008);
    assertThat(years.after()).containsExactly(2009, 2010);
  }

  private static MadeUpProject claiming(double areaHa, double standardErrorHa) {
    return project(measured(), areas(0.01, 0.01, 0.3, List.of()))
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
                List.of(),
                null,
                new LossArea(areaHa, standardErrorHa, 2005, 2010),
                List.of()));
  }

  @Test
  void anErrorThatTakesPixelsAsIndependentIsFlagged() {
    Rule rule = new CorrelationRule();
    // Ours: 60 ha with about √6 ha, four per cent.
    Finding flag = claiming(60, 0.5).by(rule);
    assertThat(flag.verdict()).isEqualTo(Verdict.FLAG);
    // 0.4307 · (2.45 − 0.5) ha · 400 tCO2e/ha, the density that the project claims.
    assertThat(Objects.requireNonNull(flag.sizeCo2eTonnes()).value())
        .isCloseTo(0.4307 * (Math.sqrt(6) - 0.5) * 400, within(40.0));
    assertThat(claiming(60, 6).by(rule).verdict()).isEqualTo(Verdict.NO_FLAG);
    assertThat(claiming(60, 0).by(rule).verdict()).isEqualTo(Verdict.FLAG);
    assertThat(claiming(60, 1.75).by(rule).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(project(measured(), areas(0.01, 0.01, 0.3, List.of())).by(rule).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void correlationCostsNothingWhereThereIsNone() {
    assertThat(CorrelationRule.ratio(new ErrorStructure(0, 0, 1, 1), 5000)).isEqualTo(1);
    assertThat(CorrelationRule.ratio(new ErrorStructure(1, 0, 0, 1), 5000)).isEqualTo(5000);
    assertThat(CorrelationRule.ratio(new ErrorStructure(0, 1, 0, 1), 5000)).isEqualTo(64);
    assertThat(CorrelationRule.ratio(ERRORS, 1)).isCloseTo(1, within(1e-12));
  }

  @Test
  void aModelThatDoesNotApplyCarriesNoAnswer() {
    Measurements plain = measured();
    Measurements outside =
        new Measurements(
            plain.dossier(), plain.totals(), plain.density(), Optional.of("another season"));
    MadeUpProject project = project(outside, areas(0.01, 0.09, 0.3, List.of()));
    for (Rule rule : List.of(new BeltHotSpotRule(), new ReversalClockRule())) {
      Finding finding = project.by(rule);
      assertThat(finding.verdict()).isEqualTo(Verdict.CANNOT_TELL);
      assertThat(finding.reason()).contains("another season");
    }
  }

  @Test
  void unreportedEventsRunAgainstADeadlineThatIsKnown() {
    Finding flag = clock("CAFR5029", LocalDate.of(2008, 9, 1));
    assertThat(flag.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(flag.headline()).contains("seen, not reported");
    assertThat(Objects.requireNonNull(flag.sizeCo2eTonnes()).value())
        .isCloseTo(10 * measured().density().co2eTonnesPerHa(), within(1e-6));
    assertThat(clock("CAFR5029", LocalDate.of(2010, 9, 1)).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
    Finding unknown = clock("VCS1", LocalDate.of(2008, 9, 1));
    assertThat(unknown.verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(unknown.reason()).contains("not known to this program");
  }

  private static Finding clock(String id, LocalDate first) {
    Measurements measured = measured();
    ObservedLoss loss =
        new ObservedLoss(
            1,
            Event.Kind.DEFORESTATION,
            first,
            first,
            first,
            10,
            new Cause.Guess(Cause.CLEARING, Cause.Witness.SERIES, "planted"));
    return new MadeUpProject()
        .id(id)
        .run(
            new RunFacts(
                OptionalDouble.empty(),
                List.of(),
                Optional.of(
                    new RunEvidence(
                        measured,
                        Optional.of(ERRORS),
                        0.09,
                        2005,
                        areas(0.01, 0.01, 0.3, List.of()),
                        LedgerBuilder.build(
                            measured, 2005, List.of(loss), LocalDate.of(2011, 6, 1))))))
        .by(new ReversalClockRule());
  }

  @Test
  void theProjectsOwnHazardStandsInForAPoolThatIsNotStated() {
    Finding finding =
        project(measured(), areas(0.01, 0.01, 0.3, List.of())).by(new BufferSolvencyRule());
    // 18,000 · (1 − 0.9875^20) = 4,004 of a buffer of 3,600: more than half.
    assertThat(finding.verdict()).isEqualTo(Verdict.FLAG);
    assertThat(finding.quantities())
        .extracting(quantity -> quantity.name())
        .contains("the project's own hazard");
  }
}
