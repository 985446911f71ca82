package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Statements.BaselinePeriods;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.jspecify.annotations.Nullable;

/** A historical reference or a validity of the baseline that is not as long as VM0048 has it. */
public final class BaselinePeriodRule implements Rule {
  private static final double DAYS_PER_YEAR = 365.25;
  private static final double REFERENCE_YEARS = 10;
  private static final double TOLERANCE_YEARS = 1;
  private static final double MAX_VALID_YEARS = 6;

  /** A validity of six calendar years may hold two leap days. */
  private static final double ROUNDING_YEARS = 0.01;

  private static final RuleCard CARD =
      new RuleCard(
          "X28",
          "1.0",
          "baseline period out of range",
          Question.ADDITIONALITY,
          CauseClass.PROJECT,
          List.of("claims.statements.baselinePeriods"),
          "historical reference outside of 9 to 11 years, or validity above 6 years",
          "VCS VM0048 v1.0 (F-10, secondary): about 10 years, 6 years");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    if (!project.is(Dossier.Activity.REDD)) {
      return Optional.empty();
    }
    BaselinePeriods periods = project.stated().baselinePeriods();
    Double reference =
        periods == null ? null : years(periods.historicalStart(), periods.historicalEnd());
    Double validity = periods == null ? null : years(periods.validFrom(), periods.validTo());
    List<Quantity> quantities = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    if (reference != null) {
      quantities.add(
          Quantity.exact(
              "historical reference", "years", reference, "claims.statements.baselinePeriods"));
      if (Math.abs(reference - REFERENCE_YEARS) > TOLERANCE_YEARS + ROUNDING_YEARS) {
        wrong.add("the historical reference is not about ten years long");
      }
    }
    if (validity != null) {
      quantities.add(
          Quantity.exact(
              "validity of the baseline", "years", validity, "claims.statements.baselinePeriods"));
      if (validity > MAX_VALID_YEARS + ROUNDING_YEARS) {
        wrong.add("the baseline is used for more than six years");
      }
    }
    if (!wrong.isEmpty()) {
      return Optional.of(
          CARD.flag(
              "The periods of the baseline are out of range.",
              String.join("; ", wrong) + ".",
              null,
              quantities));
    }
    return Optional.of(
        reference == null || validity == null
            ? CARD.cannotTell(
                "Whether the periods of the baseline are in range cannot be told.",
                "Not all of their days are stated.",
                "First and last day of the historical reference and of the validity.",
                quantities)
            : CARD.noFlag(
                "The periods of the baseline are in range.", "Both are as required.", quantities));
  }

  private static @Nullable Double years(@Nullable LocalDate from, @Nullable LocalDate to) {
    return from == null || to == null
        ? null
        : Double.valueOf((ChronoUnit.DAYS.between(from, to) + 1) / DAYS_PER_YEAR);
  }
}
