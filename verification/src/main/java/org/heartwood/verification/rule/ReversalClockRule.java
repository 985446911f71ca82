package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.project.Statements.Reversal;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.Standards;

/**
 * An event in credited forest without a verified estimate in time. California's programme gives 23
 * months from the notice (F-51); where no notice is known the clock runs from the event.
 */
public final class ReversalClockRule implements Rule {
  private static final long MAX_MONTHS = 23;

  private static final RuleCard CARD =
      new RuleCard(
          "X12",
          "1.0",
          "reversal without verified estimate",
          Question.REVERSAL,
          CauseClass.EVENT,
          List.of("claims.statements.reversals", "the day of the check"),
          "more than 23 months from notice (else event) to the verified estimate, or to today",
          Standards.CALIFORNIA_REVERSAL.citation() + "; Lionshead fire: more than 60 months");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    List<Reversal> events = project.stated().reversals();
    if (events.isEmpty()) {
      return Optional.of(
          CARD.cannotTell(
              "The dossier names no event in credited forest.",
              "That none is named does not mean that none happened.",
              "Fire perimeters, alerts and the registry's notices.",
              List.of()));
    }
    List<Quantity> quantities = new ArrayList<>();
    for (Reversal event : events) {
      quantities.add(
          Quantity.exact(
              "without verified estimate: " + event.name(),
              "months",
              (double) months(event, project.asOf()),
              "claims.statements.reversals"));
    }
    Reversal worst =
        events.stream()
            .max(Comparator.comparingLong(event -> months(event, project.asOf())))
            .orElseThrow();
    long months = months(worst, project.asOf());
    String words =
        worst.name()
            + " of "
            + worst.eventDate()
            + ": "
            + months
            + " months "
            + (worst.verifiedEstimateDate() == null
                ? "without a verified estimate on " + project.asOf() + "."
                : "to the verified estimate.");
    return Optional.of(
        months > MAX_MONTHS
            ? CARD.flag(words, "The estimate is due within 23 months.", null, quantities)
            : CARD.noFlag(words, "The 23 months are not exceeded.", quantities));
  }

  /** Whole months; 0 for what lies after the day of the check. */
  private static long months(Reversal event, LocalDate asOf) {
    LocalDate from = event.noticeDate() == null ? event.eventDate() : event.noticeDate();
    LocalDate estimate = event.verifiedEstimateDate();
    LocalDate to = estimate == null || estimate.isAfter(asOf) ? asOf : estimate;
    return Math.max(0, ChronoUnit.MONTHS.between(from, to));
  }
}
