package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.project.Statements.Reversal;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.reversal.LedgerRow;
import org.heartwood.verification.reversal.ReversalLedger;
import org.heartwood.verification.standard.ReversalDeadline;
import org.heartwood.verification.standard.Standards;
import org.jspecify.annotations.Nullable;

/**
 * An event in credited forest without a verified estimate in time. California's programme gives 23
 * months from the notice (F-51); where no notice is known the clock runs from the event. Events are
 * those that the dossier states and, with imagery, those of the reversal ledger that no report
 * covers. For stated events of other programmes the 23 months are a policy; events that only the
 * imagery shows run against a deadline that is known, or against none.
 */
public final class ReversalClockRule implements Rule {
  private static final long MAX_MONTHS = 23;

  private static final RuleCard CARD =
      new RuleCard(
          "X12",
          "1.1",
          "reversal without verified estimate",
          Question.REVERSAL,
          CauseClass.EVENT,
          List.of(
              "claims.statements.reversals", "tables/reversals.parquet", "the day of the check"),
          "more than 23 months from notice (else event) to the verified estimate, or to the day of"
              + " the check",
          Standards.CALIFORNIA_REVERSAL.citation() + "; Lionshead fire: more than 60 months");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    List<Running> clocks = new ArrayList<>();
    for (Reversal event : project.stated().reversals()) {
      clocks.add(
          new Running(
              event.name(),
              event.eventDate(),
              months(event, project.asOf()),
              event.verifiedEstimateDate() != null,
              null));
    }
    Optional<ReversalLedger> ledger = project.run().evidence().map(RunEvidence::ledger);
    List<Running> seen = ledger.map(ReversalClockRule::unreported).orElse(List.of());
    boolean dated = ReversalDeadline.of(project.dossier().project()).isPresent();
    boolean lateByStatement = clocks.stream().anyMatch(clock -> clock.months() > MAX_MONTHS);
    if (!seen.isEmpty() && !dated && !lateByStatement) {
      return Optional.of(withoutDeadline(seen));
    }
    if (dated) {
      clocks.addAll(seen);
    }
    if (clocks.isEmpty()) {
      return Optional.of(
          ledger.map(ReversalClockRule::noEvent).orElseGet(ReversalClockRule::unknown));
    }
    return Optional.of(judge(clocks));
  }

  /** Events that only imagery shows, under a standard whose deadline is not known here. */
  private static Finding withoutDeadline(List<Running> seen) {
    Quantity carbon = size(seen);
    return CARD.cannotTell(
        "The imagery shows " + seen.size() + " events that no report covers; none is stated late.",
        "The deadline of this project's standard is not known to this program, so that none is"
            + " applied to them.",
        "The standard's rule for reporting losses, and the project's report of them.",
        carbon == null ? List.of() : List.of(carbon));
  }

  /**
   * A clock that runs, or ran.
   *
   * @param ended whether a verified estimate ended it
   * @param co2eTonnes carbon in the event where imagery measured it
   */
  private record Running(
      String name, LocalDate day, long months, boolean ended, @Nullable Estimate co2eTonnes) {}

  private static List<Running> unreported(ReversalLedger ledger) {
    List<Running> clocks = new ArrayList<>();
    for (LedgerRow row : ledger.of(LedgerRow.Status.UNREPORTED)) {
      LocalDate first = row.dates().firstSeen();
      if (first != null) {
        clocks.add(
            new Running(
                row.name() + " (seen, not reported)",
                first,
                Math.max(0, ChronoUnit.MONTHS.between(first, ledger.asOf())),
                false,
                row.size().co2eTonnes()));
      }
    }
    return clocks;
  }

  private static Finding unknown() {
    return CARD.cannotTell(
        "The dossier names no event in credited forest.",
        "That none is named does not mean that none happened.",
        "Imagery, fire perimeters, alerts and the registry's notices.",
        List.of());
  }

  /** No event is stated, and the imagery shows none that calls for a report. */
  private static Finding noEvent(ReversalLedger ledger) {
    String outside = ledger.cannotTell();
    int open = ledger.of(LedgerRow.Status.CANNOT_TELL).size();
    if (outside != null || open > 0) {
      return CARD.cannotTell(
          "No event is stated, and whether the imagery shows one that calls for a report cannot be"
              + " told.",
          outside != null
              ? outside + "."
              : open + " rows of the reversal ledger are open; each says why.",
          "What the rows of the reversal ledger name.",
          List.of());
    }
    return CARD.noFlag(
        "No event is stated, and the imagery shows none that calls for a report.",
        "The reversal ledger has " + ledger.rows().size() + " rows, none of them unreported.",
        List.of());
  }

  private static Finding judge(List<Running> clocks) {
    List<Quantity> quantities = new ArrayList<>();
    for (Running clock : clocks) {
      quantities.add(
          Quantity.exact(
              "without verified estimate: " + clock.name(),
              "months",
              (double) clock.months(),
              clock.co2eTonnes() == null
                  ? "claims.statements.reversals"
                  : "tables/reversals.parquet"));
    }
    List<Running> late = clocks.stream().filter(clock -> clock.months() > MAX_MONTHS).toList();
    Running worst = clocks.stream().max(Comparator.comparingLong(Running::months)).orElseThrow();
    String words =
        worst.name()
            + " of "
            + worst.day()
            + ": "
            + worst.months()
            + " months "
            + (worst.ended() ? "to the verified estimate." : "without a verified estimate.")
            + (late.size() > 1 ? " So are " + (late.size() - 1) + " more events." : "");
    if (!late.isEmpty()) {
      return CARD.flag(words, "The estimate is due within 23 months.", size(late), quantities);
    }
    boolean seen = clocks.stream().anyMatch(clock -> clock.co2eTonnes() != null);
    return seen
        ? CARD.cannotTell(
            words,
            "The imagery shows losses that no report covers; their 23 months still run.",
            "The project's report of them.",
            quantities)
        : CARD.noFlag(words, "The 23 months are not exceeded.", quantities);
  }

  /** Carbon in those events that imagery measured; the events share one density. */
  private static @Nullable Quantity size(List<Running> events) {
    double mean = 0;
    double low = 0;
    double high = 0;
    for (Running clock : events) {
      Estimate tonnes = clock.co2eTonnes();
      if (tonnes != null) {
        mean += tonnes.mean();
        low += tonnes.ci90Low();
        high += tonnes.ci90High();
      }
    }
    return mean > 0
        ? new Quantity(
            "carbon in events that were seen and not reported",
            "tCO2e",
            mean,
            low,
            high,
            "tables/reversals.parquet, intervals added as if the errors were one")
        : null;
  }

  /** Whole months; 0 for what lies after the day of the check. */
  private static long months(Reversal event, LocalDate asOf) {
    LocalDate from = event.noticeDate() == null ? event.eventDate() : event.noticeDate();
    LocalDate estimate = event.verifiedEstimateDate();
    LocalDate to = estimate == null || estimate.isAfter(asOf) ? asOf : estimate;
    return Math.max(0, ChronoUnit.MONTHS.between(from, to));
  }
}
