package org.heartwood.verification.rule;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.ClaimsArithmetic;
import org.heartwood.ingest.project.ClaimsArithmetic.Recomputed;
import org.heartwood.ingest.project.Dossier.PoolStocks;
import org.heartwood.ingest.project.Dossier.ReportingPeriod;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.Standards;
import org.jspecify.annotations.Nullable;

/**
 * Credits of a first reporting period in California's programme that do not follow from the stocks
 * that the project reports (F-50). A difference that has an explanation outside of the record, such
 * as credits under an earlier programme, cannot be told.
 */
public final class PeriodSumRule implements Rule {
  private static final int LATE_MONTHS = 6;

  private static final RuleCard CARD =
      new RuleCard(
          "C02",
          "1.0",
          "credits of a period do not follow from its stocks",
          Question.ACCOUNTING,
          CauseClass.RECORD,
          List.of("claims.reportingPeriods"),
          "more than 0.1 % of the credits issued, either way",
          Standards.CALIFORNIA_CREDITS.citation());

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    List<ReportingPeriod> periods = project.dossier().claims().reportingPeriods();
    if (periods.isEmpty()) {
      return Optional.empty();
    }
    ClaimsArithmetic.Result result = ClaimsArithmetic.firstPeriod(periods.get(0));
    Recomputed numbers = result.recomputed();
    if (numbers == null) {
      return Optional.of(
          CARD.lacks(
              String.join(", ", result.missing()), "The stocks by pool of the first period."));
    }
    List<Quantity> quantities =
        List.of(
            Quantity.exact("credits, recomputed", "tCO2e", numbers.co2eTonnes(), "F-50"),
            Quantity.exact(
                "credits issued",
                "tCO2e",
                numbers.issuedCo2eTonnes(),
                "claims.reportingPeriods, first period"));
    String words =
        String.format(
            Locale.ROOT,
            "Issued were %,.0f tCO2e for the first period, its stocks give %,.0f (%+.2f %%).",
            numbers.issuedCo2eTonnes(),
            numbers.co2eTonnes(),
            100 * numbers.differenceFraction());
    if (numbers.reproduced()) {
      return Optional.of(CARD.noFlag(words, "They agree within 0.1 %.", quantities));
    }
    if (numbers.reproducedWithoutLandfill() && harvestsMore(periods.get(0))) {
      return Optional.of(
          CARD.noFlag(
              words,
              "They agree within 0.1 % without wood products in landfill, which a project leaves"
                  + " out that harvests more than its baseline.",
              quantities));
    }
    String explained = explanation(project, periods.get(0), numbers);
    if (explained != null) {
      return Optional.of(
          CARD.cannotTell(
              words, explained, "The project's own calculation of the period.", quantities));
    }
    double beyond = -numbers.differenceCo2eTonnes();
    return Optional.of(
        CARD.flag(
            words,
            beyond > 0
                ? "More was issued than the reported stocks give."
                : "Less was issued than the reported stocks give: some of them must be wrong.",
            Quantity.exact("issued beyond the stocks", "tCO2e", beyond, "F-50"),
            quantities));
  }

  private static boolean harvestsMore(ReportingPeriod period) {
    return products(period.project()) > products(period.baseline());
  }

  private static double products(@Nullable PoolStocks stocks) {
    Double products = stocks == null ? null : stocks.productsInUseCo2eTonnes();
    return products == null ? 0 : products;
  }

  private static @Nullable String explanation(
      CheckedProject project, ReportingPeriod period, Recomputed numbers) {
    String earlier = project.stated().earlierProgramme();
    if (earlier != null) {
      return "The project was credited before as "
          + earlier
          + ": its stocks include what was credited there.";
    }
    LocalDate start = period.start();
    if (start != null
        && start.isAfter(project.dossier().project().startDate().plusMonths(LATE_MONTHS))) {
      return "The first period listed begins on "
          + start
          + ", long after the project: one before it may be missing.";
    }
    return numbers.countedAsZero().isEmpty()
        ? null
        : "Not reported, and counted as 0: " + String.join(", ", numbers.countedAsZero()) + ".";
  }
}
