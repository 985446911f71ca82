package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Statements.FirstActivity;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/** Credits for days before the start, or a start that the first activity does not bear out. */
public final class StartDateRule implements Rule {
  private static final long MAX_GAP_DAYS = 366;

  private static final RuleCard CARD =
      new RuleCard(
          "X07",
          "1.0",
          "late or wrong start",
          Question.ELIGIBILITY,
          CauseClass.PROJECT,
          List.of(
              "project.startDate", "claims.reportingPeriods", "claims.statements.firstActivity"),
          "credits for days before the start, or more than a year between the start and the first"
              + " activity",
          "verification reports: a start justified by a contract, not by an activity");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    LocalDate start = project.dossier().project().startDate();
    Optional<Dossier.ReportingPeriod> early =
        project.dossier().claims().reportingPeriods().stream()
            .filter(period -> period.start() != null && period.start().isBefore(start))
            .findFirst();
    if (early.isPresent()) {
      return Optional.of(before(start, early.get()));
    }
    FirstActivity activity = project.stated().firstActivity();
    if (activity == null) {
      return Optional.of(
          CARD.lacks(
              "the date of the first activity on the ground",
              "A dated sign of the activity: planting, patrols, a change of harvest."));
    }
    long gapDays = ChronoUnit.DAYS.between(start, activity.date());
    List<Quantity> quantities =
        List.of(
            Quantity.exact(
                "first activity after the start",
                "days",
                (double) gapDays,
                "claims.statements.firstActivity"));
    String words =
        "The project starts on "
            + start
            + ", its first activity ("
            + activity.what()
            + ") is of "
            + activity.date()
            + ".";
    return Optional.of(
        Math.abs(gapDays) > MAX_GAP_DAYS
            ? CARD.flag(words, "More than a year lies between the two.", null, quantities)
            : CARD.noFlag(words, "At most a year lies between the two.", quantities));
  }

  private static Finding before(LocalDate start, Dossier.ReportingPeriod period) {
    LocalDate from = Objects.requireNonNull(period.start());
    LocalDate to = period.end();
    Double issued = period.issuedCreditsCo2eTonnes();
    Quantity size = null;
    if (issued != null && issued > 0 && to != null) {
      double days = ChronoUnit.DAYS.between(from, to) + 1.0;
      double early = Math.min(days, (double) ChronoUnit.DAYS.between(from, start));
      size =
          Quantity.exact(
              "credits of the days before the start",
              "tCO2e",
              issued * early / days,
              "claims.reportingPeriods, by days");
    }
    return CARD.flag(
        "A reporting period begins on " + from + ", before the project's start on " + start + ".",
        "Credits were issued for days before the activity.",
        size,
        List.of());
  }
}
