package org.heartwood.verification.reversal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Dossier.Vintage;
import org.heartwood.ingest.project.Statements;
import org.heartwood.ingest.project.Statements.Reversal;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.event.Cause;
import org.heartwood.verification.event.Event;
import org.heartwood.verification.finding.MadeUpMeasurements;
import org.heartwood.verification.finding.Measurements;
import org.heartwood.verification.finding.Verdict;
import org.heartwood.verification.reversal.LedgerRow.Intent;
import org.heartwood.verification.reversal.LedgerRow.Source;
import org.heartwood.verification.reversal.LedgerRow.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The made-up project has 800 ha of forest, 10 ha lost in each of six years with an error of 1 ha,
 * first credits on 2006-07-01 and 500 tCO2e of emissions reported for each vintage to 2010.
 */
class ReversalLedgerTest {
  private static final LocalDate AS_OF = LocalDate.of(2011, 6, 1);
  private static final String CALIFORNIA = "ARB Compliance Offset Protocol U.S. Forest Projects";

  private static Measurements measured(
      @Nullable String methodology, List<Vintage> vintages, Reversal... reversals) {
    return measured(10, methodology, vintages, reversals);
  }

  private static Measurements measured(
      double lossHa, @Nullable String methodology, List<Vintage> vintages, Reversal... reversals) {
    Measurements plain = MadeUpMeasurements.of(vintages, lossHa, 0.1 * lossHa, 1);
    Dossier d = plain.dossier();
    Dossier.Project p = d.project();
    Statements none = Statements.NONE;
    return new Measurements(
        new Dossier(
            true,
            false,
            new Dossier.Project(
                p.id(),
                p.name(),
                null,
                methodology,
                p.country(),
                p.activity(),
                p.startDate(),
                p.creditingPeriodEnd(),
                null,
                p.forestDefinition()),
            d.boundary(),
            new Dossier.Claims(
                1000.0,
                400.0,
                vintages,
                List.of(),
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
                    List.of(reversals),
                    none.donors(),
                    null,
                    null,
                    List.of())),
            d.sources(),
            d.method()),
        plain.totals(),
        plain.density(),
        Optional.empty());
  }

  private static Measurements measured(Reversal... reversals) {
    return measured(CALIFORNIA, MadeUpMeasurements.vintages(), reversals);
  }

  private static ObservedLoss loss(LocalDate first, double ha) {
    return loss(1, Event.Kind.DEFORESTATION, first, ha, Cause.CLEARING);
  }

  private static ObservedLoss loss(
      long id, Event.Kind kind, LocalDate first, double ha, Cause cause) {
    return loss(id, kind, first, ha, new Cause.Guess(cause, Cause.Witness.SERIES, "planted"));
  }

  private static ObservedLoss loss(
      long id, Event.Kind kind, LocalDate first, double ha, Cause.Guess guess) {
    return new ObservedLoss(id, kind, first, first.plusDays(20), first.plusDays(90), ha, guess);
  }

  private static ReversalLedger ledger(Measurements measured, ObservedLoss... losses) {
    return ledger(measured, AS_OF, losses);
  }

  private static ReversalLedger ledger(
      Measurements measured, LocalDate asOf, ObservedLoss... losses) {
    return LedgerBuilder.build(measured, MadeUpMeasurements.FIRST_YEAR, List.of(losses), asOf);
  }

  private static LedgerRow row(ReversalLedger ledger) {
    return ledger.rows().get(0);
  }

  private static Reversal stated(
      LocalDate day, @Nullable LocalDate estimate, @Nullable Double co2eTonnes) {
    return new Reversal("storm", day, null, null, estimate, null, co2eTonnes, null);
  }

  @Test
  void anEventThatNothingCoversIsUnreportedAndItsDelayIsCounted() {
    LedgerRow row = row(ledger(measured(), loss(LocalDate.of(2009, 1, 15), 10)));
    assertThat(row.status()).isEqualTo(Status.UNREPORTED);
    assertThat(row.source()).isEqualTo(Source.OBSERVED);
    // 23 months from 2009-01-15 end on 2010-12-15; 168 days later it is 2011-06-01.
    assertThat(row.clock().deadline()).isEqualTo(LocalDate.of(2010, 12, 15));
    assertThat(row.clock().daysOverdue()).isEqualTo(168);
    assertThat(row.dates().confirmed()).isEqualTo(LocalDate.of(2009, 4, 15));
    assertThat(Objects.requireNonNull(row.size().areaHa()).mean()).isEqualTo(10);
    // 10 ha of density 190 · 1.283 · 0.47 · 44/12 (METHOD.md §5).
    assertThat(Objects.requireNonNull(row.size().co2eTonnes()).mean())
        .isCloseTo(10 * 190 * 1.283 * 0.47 * 44 / 12, within(5.0));
  }

  @Test
  void withoutAKnownTextThereIsNoDeadline() {
    for (String methodology : new String[] {null, "VM0048", "VM0007 REDD+"}) {
      LedgerRow row =
          row(
              ledger(
                  measured(methodology, MadeUpMeasurements.vintages()),
                  loss(LocalDate.of(2007, 1, 15), 10)));
      assertThat(row.status()).isEqualTo(Status.UNREPORTED);
      assertThat(row.clock().deadline()).isNull();
      assertThat(row.clock().daysOverdue()).isNull();
      assertThat(row.clock().remark()).isEqualTo("no deadline known");
    }
  }

  @Test
  void aLaterDayNeverLowersTheDaysOverdue() {
    Measurements measured =
        measured(stated(LocalDate.of(2008, 1, 10), LocalDate.of(2010, 8, 1), null));
    long observed = 0;
    long reported = 0;
    for (LocalDate day = LocalDate.of(2009, 6, 1);
        day.isBefore(LocalDate.of(2013, 1, 1));
        day = day.plusDays(13)) {
      ReversalLedger ledger = ledger(measured, day, loss(LocalDate.of(2009, 3, 20), 10));
      for (LedgerRow row : ledger.rows()) {
        Long overdue = row.clock().daysOverdue();
        if (row.source() == Source.OBSERVED) {
          assertThat(Objects.requireNonNull(overdue)).isGreaterThanOrEqualTo(observed);
          observed = overdue;
        } else if (row.source() == Source.STATED) {
          assertThat(Objects.requireNonNull(overdue)).isGreaterThanOrEqualTo(reported);
          reported = overdue;
        }
      }
    }
    assertThat(observed).isGreaterThan(600);
    // The estimate of 2010-08-01 came 234 days after 2009-12-10 and ended the clock.
    assertThat(reported).isEqualTo(234);
  }

  @Test
  void moreLossNeverLowersTheBufferShare() {
    double share = 0;
    double high = 0;
    for (double ha = 1; ha < 200; ha *= 1.4) {
      Estimate now =
          Objects.requireNonNull(
              row(ledger(measured(), loss(LocalDate.of(2009, 1, 15), ha)))
                  .size()
                  .bufferShareFraction());
      assertThat(now.mean()).isGreaterThan(share);
      assertThat(now.ci90High()).isGreaterThan(high);
      share = now.mean();
      high = now.ci90High();
    }
    // The buffer is six times 15 % of 4,000 tCO2e: 3,600.
    assertThat(share).isGreaterThan(10);
  }

  @Test
  void aStatedReversalCoversWhatIsSeenInItsTime() {
    // From 32 days before it to 366 days after it; an event is first seen over 20 days.
    Measurements measured = measured(stated(LocalDate.of(2008, 11, 1), null, null));
    for (LocalDate day :
        List.of(LocalDate.of(2008, 9, 30), LocalDate.of(2009, 1, 15), LocalDate.of(2009, 10, 13))) {
      LedgerRow row = row(ledger(measured, loss(day, 10)));
      assertThat(row.source()).isEqualTo(Source.BOTH);
      assertThat(row.status()).isEqualTo(Status.REPORTED);
      assertThat(Objects.requireNonNull(row.size().areaHa()).mean()).isEqualTo(10);
    }
    assertThat(statuses(measured, LocalDate.of(2009, 10, 14))).contains(Status.UNREPORTED);
    // What a reversal without a size covers of its own year is not told.
    assertThat(statuses(measured, LocalDate.of(2008, 9, 29))).contains(Status.CANNOT_TELL);
    Measurements sized = measured(stated(LocalDate.of(2008, 11, 1), null, 100.0));
    assertThat(statuses(sized, LocalDate.of(2008, 9, 29))).contains(Status.UNREPORTED);
  }

  private static List<Status> statuses(Measurements measured, LocalDate first) {
    return ledger(measured, loss(first, 10)).rows().stream()
        .filter(row -> row.source() == Source.OBSERVED)
        .map(LedgerRow::status)
        .toList();
  }

  @Test
  void aReversalStatedTooSmallIsUnderstatedAndTheRestIsUnreported() {
    Measurements measured = measured(stated(LocalDate.of(2008, 11, 1), null, 100.0));
    ReversalLedger ledger = ledger(measured, loss(LocalDate.of(2009, 1, 15), 10));
    assertThat(row(ledger).status()).isEqualTo(Status.UNDERSTATED);
    double tonnes = Objects.requireNonNull(row(ledger).size().co2eTonnes()).mean();
    assertThat(Objects.requireNonNull(ledger.unreportedCo2eTonnes()).mean())
        .isCloseTo(tonnes - 100, within(1e-6));
    Measurements enough = measured(stated(LocalDate.of(2008, 11, 1), null, 9_000.0));
    ReversalLedger covered = ledger(enough, loss(LocalDate.of(2009, 1, 15), 10));
    assertThat(row(covered).status()).isEqualTo(Status.REPORTED);
    assertThat(Objects.requireNonNull(covered.unreportedCo2eTonnes()).mean()).isZero();
  }

  @Test
  void theUnreportedSumIsTheLossOfTheYearsLessTheirReports() {
    // Two events of 2009, whose composites lose 10 ha; the vintage reports 500 tCO2e.
    ReversalLedger ledger =
        ledger(
            measured(),
            loss(1, Event.Kind.DEFORESTATION, LocalDate.of(2009, 1, 15), 3, Cause.CLEARING),
            loss(2, Event.Kind.DEFORESTATION, LocalDate.of(2009, 4, 15), 2, Cause.CLEARING));
    assertThat(ledger.of(Status.UNREPORTED)).hasSize(2);
    assertThat(Objects.requireNonNull(ledger.unreportedCo2eTonnes()).mean())
        .isCloseTo(10 * measured().density().co2eTonnesPerHa() - 500, within(1e-6));
  }

  @Test
  void whatAVintageReportsAsEmissionIsNoUnreportedReversal() {
    List<Vintage> generous =
        MadeUpMeasurements.vintages().stream()
            .map(
                v ->
                    new Vintage(
                        v.year(), 90_000.0, 80_000.0, 400.0, 0.15, 3000.0, v.issuanceDate()))
            .toList();
    LedgerRow row =
        row(ledger(measured(CALIFORNIA, generous), loss(LocalDate.of(2009, 1, 15), 10)));
    assertThat(row.status()).isEqualTo(Status.BOOKED);
    assertThat(row.clock().deadline()).isNull();
  }

  @Test
  void lossBeforeAnyCreditIsNoReversalAndOneAcrossThatDayIsOpen() {
    // The event runs for 20 days; the first credits are of 2006-07-01.
    assertThat(row(ledger(measured(), loss(LocalDate.of(2006, 6, 10), 10))).status())
        .isEqualTo(Status.BEFORE_CREDITS);
    assertThat(row(ledger(measured(), loss(LocalDate.of(2006, 6, 11), 10))).status())
        .isEqualTo(Status.CANNOT_TELL);
    assertThat(row(ledger(measured(), loss(LocalDate.of(2006, 7, 1), 10))).status())
        .isEqualTo(Status.UNREPORTED);
  }

  @Test
  void withoutIssuanceDatesItCannotBeTold() {
    List<Vintage> undated =
        MadeUpMeasurements.vintages().stream()
            .map(v -> new Vintage(v.year(), 4500.0, 500.0, 400.0, 0.15, 3000.0, null))
            .toList();
    LedgerRow row = row(ledger(measured(CALIFORNIA, undated), loss(LocalDate.of(2009, 1, 15), 10)));
    assertThat(row.status()).isEqualTo(Status.CANNOT_TELL);
    assertThat(row.why()).contains("when credits were issued");
  }

  @Test
  void aSmallLossCallsForNoReportUnlessTheReportSaysNone() {
    // 0.5 % of 800 ha are 4 ha a year; 3 ± 0.3 ha stay below, 4 ± 0.4 ha may reach it.
    assertThat(status(3, MadeUpMeasurements.vintages())).isEqualTo(Status.SMALL);
    assertThat(status(4, MadeUpMeasurements.vintages())).isEqualTo(Status.CANNOT_TELL);
    assertThat(status(6, MadeUpMeasurements.vintages())).isEqualTo(Status.UNREPORTED);
    List<Vintage> silent =
        MadeUpMeasurements.vintages().stream()
            .map(v -> new Vintage(v.year(), 4500.0, 0.0, 400.0, 0.15, 3000.0, v.issuanceDate()))
            .toList();
    assertThat(status(3, silent)).isEqualTo(Status.UNREPORTED);
  }

  /** Status of an event of 1 ha in years that lose so much each. */
  private static Status status(double lossHa, List<Vintage> vintages) {
    return row(ledger(measured(lossHa, CALIFORNIA, vintages), loss(LocalDate.of(2009, 1, 15), 1)))
        .status();
  }

  @Test
  void anEventIsJudgedByAllTheYearsThatItRunsThrough() {
    List<Vintage> vintages =
        MadeUpMeasurements.vintages().stream()
            .map(
                v ->
                    new Vintage(
                        v.year(),
                        90_000.0,
                        v.year() == 2009 ? 30_000.0 : 0.5,
                        400.0,
                        0.15,
                        3000.0,
                        v.issuanceDate()))
            .toList();
    ObservedLoss within =
        new ObservedLoss(
            7,
            Event.Kind.DEFORESTATION,
            LocalDate.of(2008, 1, 15),
            LocalDate.of(2008, 12, 15),
            LocalDate.of(2009, 3, 1),
            8,
            new Cause.Guess(Cause.UNKNOWN, Cause.Witness.SERIES, "planted"));
    ObservedLoss through =
        new ObservedLoss(
            8,
            Event.Kind.DEFORESTATION,
            LocalDate.of(2008, 1, 15),
            LocalDate.of(2009, 2, 15),
            LocalDate.of(2009, 3, 1),
            8,
            new Cause.Guess(Cause.UNKNOWN, Cause.Witness.SERIES, "planted"));
    Measurements measured = measured(CALIFORNIA, vintages);
    assertThat(row(ledger(measured, within)).status()).isEqualTo(Status.UNREPORTED);
    assertThat(row(ledger(measured, through)).status()).isEqualTo(Status.BOOKED);
  }

  @Test
  void causesAreNotInvented() {
    assertThat(intent(Cause.FIRE, Cause.Witness.PERIMETER)).isEqualTo(Intent.UNINTENTIONAL);
    assertThat(intent(Cause.FIRE, Cause.Witness.BURN_INDEX)).isEqualTo(Intent.UNKNOWN);
    assertThat(intent(Cause.FLOOD, Cause.Witness.WATER_INDEX)).isEqualTo(Intent.UNINTENTIONAL);
    assertThat(intent(Cause.CLEARING, Cause.Witness.SERIES)).isEqualTo(Intent.UNKNOWN);
    assertThat(intent(Cause.SELECTIVE_LOGGING, Cause.Witness.SERIES)).isEqualTo(Intent.UNKNOWN);
    assertThat(intent(Cause.UNKNOWN, Cause.Witness.SERIES)).isEqualTo(Intent.UNKNOWN);
    Reversal harvest =
        new Reversal(
            "harvest",
            LocalDate.of(2009, 1, 1),
            null,
            null,
            null,
            null,
            null,
            Statements.Intent.INTENTIONAL);
    assertThat(row(ledger(measured(harvest))).cause().intent()).isEqualTo(Intent.INTENTIONAL);
    assertThat(row(ledger(measured(harvest))).cause().evidence()).contains("not checked");
    assertThat(row(ledger(measured(stated(LocalDate.of(2009, 1, 1), null, null)))).cause().intent())
        .isEqualTo(Intent.UNKNOWN);
  }

  private static Intent intent(Cause cause, Cause.Witness witness) {
    return row(ledger(
            measured(),
            loss(
                1,
                Event.Kind.DEFORESTATION,
                LocalDate.of(2009, 1, 15),
                10,
                new Cause.Guess(cause, witness, "planted"))))
        .cause()
        .intent();
  }

  @Test
  void degradationHasNoTonnesAndRegrowthNoRow() {
    ReversalLedger ledger =
        ledger(
            measured(),
            loss(1, Event.Kind.DEGRADATION, LocalDate.of(2009, 1, 15), 10, Cause.UNKNOWN),
            loss(2, Event.Kind.REGROWTH, LocalDate.of(2009, 1, 15), 10, Cause.UNKNOWN),
            loss(3, Event.Kind.DEFORESTATION, LocalDate.of(2009, 1, 1), 5, Cause.CLOUD_RESIDUE));
    assertThat(ledger.leftOut()).isEqualTo(2);
    assertThat(row(ledger).kind()).isEqualTo("degradation");
    assertThat(row(ledger).size().co2eTonnes()).isNull();
    assertThat(row(ledger).status()).isEqualTo(Status.CANNOT_TELL);
  }

  @Test
  void lossThatNoEventDatesIsARowWithoutADay() {
    ReversalLedger ledger = ledger(measured(), loss(LocalDate.of(2009, 1, 15), 10));
    LedgerRow rest = ledger.rows().get(ledger.rows().size() - 1);
    assertThat(rest.source()).isEqualTo(Source.UNDATED);
    assertThat(rest.dates().firstSeen()).isNull();
    assertThat(Objects.requireNonNull(rest.size().areaHa()).mean()).isCloseTo(50, within(1e-9));
    assertThat(rest.status()).isEqualTo(Status.CANNOT_TELL);
    assertThat(ledger(measured(), loss(LocalDate.of(2009, 1, 15), 60)).rows()).hasSize(1);
  }

  @Test
  void whereNothingIsDatedALossIsJudgedByTheYearsBetweenTwoMaps() {
    // Maps are of February, and show what the calendar year before lost.
    ReversalLedger ledger = ledger(measured());
    assertThat(ledger.rows()).extracting(LedgerRow::source).containsOnly(Source.UNDATED);
    assertThat(ledger.rows())
        .extracting(LedgerRow::status)
        .containsExactly(
            Status.BEFORE_CREDITS,
            Status.CANNOT_TELL,
            Status.UNREPORTED,
            Status.UNREPORTED,
            Status.UNREPORTED,
            Status.UNREPORTED);
    LedgerRow row = ledger.rows().get(2);
    assertThat(row.name()).isEqualTo("loss between the maps of 2007 and 2008");
    assertThat(row.why()).contains("For these years 500 tCO2e are reported; the loss of 2007 is");
    assertThat(Objects.requireNonNull(row.size().areaHa()).mean()).isCloseTo(10, within(1e-9));
    assertThat(row.dates().firstSeen()).isNull();
    assertThat(row.clock().deadline()).isNull();
    assertThat(Objects.requireNonNull(ledger.unreportedCo2eTonnes()).mean())
        .isCloseTo(40 * measured().density().co2eTonnesPerHa() - 4 * 500, within(1e-6));
    // The map of 2011 is of a later day than this.
    assertThat(ledger(measured(), LocalDate.of(2011, 1, 31)).rows()).hasSize(5);
    // 0.3 ha are less than the smallest forest of the definition.
    assertThat(ledger(measured(0.3, CALIFORNIA, MadeUpMeasurements.vintages())).rows()).isEmpty();
  }

  @Test
  void aModelThatDoesNotApplyJudgesNoEvent() {
    Measurements plain = measured(stated(LocalDate.of(2009, 1, 1), null, null));
    ReversalLedger ledger =
        ledger(
            new Measurements(
                plain.dossier(), plain.totals(), plain.density(), Optional.of("another season")),
            loss(LocalDate.of(2009, 1, 15), 10));
    assertThat(ledger.cannotTell()).contains("another season");
    assertThat(ledger.rows()).extracting(LedgerRow::source).containsExactly(Source.STATED);
    assertThat(ledger.lossHa()).isNull();
    assertThat(ledger.buffer()).isNull();
  }

  @Test
  void whatLiesAfterTheDayIsNotKnownOnIt() {
    Measurements measured = measured(stated(LocalDate.of(2012, 1, 1), null, 5.0));
    assertThat(ledger(measured, loss(LocalDate.of(2011, 6, 2), 10)).rows())
        .extracting(LedgerRow::source)
        .containsOnly(Source.UNDATED);
  }

  @Test
  void anEventWithoutAreaIsRefused() {
    for (double ha : new double[] {0, -1, Double.NaN}) {
      assertThatThrownBy(() -> loss(LocalDate.of(2009, 1, 15), ha))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("projectHa must be > 0 ha");
    }
  }

  /** 100,000 tCO2e at 18 % are 18,000 in the buffer: non-permanence risk procedure, worked. */
  @Test
  void theBufferIsChargedOnTheChangeOfStock() {
    List<Vintage> vintages =
        List.of(
            new Vintage(2005, 100_000.0, 0.0, 9_000.0, 0.18, 82_000.0, LocalDate.of(2006, 7, 1)));
    BufferAdequacy.Stated buffer =
        Objects.requireNonNull(
            BufferAdequacy.buffer(new Dossier.Claims(1000.0, 400.0, vintages, List.of(), null)));
    assertThat(buffer.value()).isCloseTo(18_000, within(1e-9));
  }

  @Test
  void adequacyFollowsFromHazardStockAndHorizonByHand() {
    BufferAdequacy adequacy =
        Objects.requireNonNull(ledger(measured(), loss(LocalDate.of(2009, 1, 15), 10)).buffer());
    // 60 ha lost in 6 years of 800 ha: 1.25 % a year; every year alike, so that the map's error is
    // all: about √6 ha of 4,800 ha·years.
    assertThat(adequacy.hazardPerYear().mean()).isCloseTo(0.0125, within(1e-12));
    assertThat(adequacy.hazardPerYear().standardError())
        .isCloseTo(Math.sqrt(6) / 4800, within(0.1 * Math.sqrt(6) / 4800));
    // From 2011-06-01 to the end of 2034 are 23.58 years; 18,000 credits were issued.
    assertThat(adequacy.horizonYears()).isCloseTo(23.58, within(0.01));
    assertThat(adequacy.expectedCo2eTonnes().mean())
        .isCloseTo(18_000 * (1 - Math.pow(0.9875, 23.58)), within(2.0));
    assertThat(adequacy.bufferCo2eTonnes()).isCloseTo(3600, within(1e-9));
    assertThat(adequacy.verdict()).isEqualTo(Verdict.FLAG);
  }

  @Test
  void aLongerHorizonNeverLowersTheExpectedLossAndNothingIsLostTwice() {
    Estimate hazard = new Estimate(0.02, 0.005, 0.012, 0.028);
    double before = 0;
    for (double years = 1; years < 2000; years *= 2) {
      Estimate expected = BufferAdequacy.expected(1000, hazard, years);
      assertThat(expected.mean()).isGreaterThanOrEqualTo(before);
      assertThat(expected.ci90High()).isLessThanOrEqualTo(1000);
      before = expected.mean();
    }
    assertThat(BufferAdequacy.expected(1000, hazard, 0).ci90High()).isZero();
  }

  @Test
  void withoutABufferTheShareIsNotMeasured() {
    List<Vintage> vintages =
        MadeUpMeasurements.vintages().stream()
            .map(v -> new Vintage(v.year(), 4500.0, 500.0, 400.0, null, 3000.0, v.issuanceDate()))
            .toList();
    ReversalLedger ledger =
        ledger(measured(CALIFORNIA, vintages), loss(LocalDate.of(2009, 1, 15), 10));
    assertThat(row(ledger).size().bufferShareFraction()).isNull();
    assertThat(ledger.buffer()).isNull();
    assertThat(ledger.bufferCannotTell()).contains("buffer credits of every vintage");
  }
}
