package org.heartwood.verification.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Statements.RiskReport;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.ClaimTotals;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.NonPermanenceRisk;

/** A buffer rating below the one that follows from the risk report's own scores. */
public final class RiskRatingRule implements Rule {
  private static final RuleCard CARD =
      new RuleCard(
          "X27",
          "1.0",
          "buffer below the risk procedure",
          Question.ACCOUNTING,
          CauseClass.RECORD,
          List.of("claims.statements.risk"),
          "a declared rating below the recomputed one, or a score at which a project fails",
          NonPermanenceRisk.RULE.citation());

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    RiskReport report = project.stated().risk();
    if (report == null) {
      return project.underVcs()
          ? Optional.of(CARD.lacks("the scores of the risk report", "The non-permanence report."))
          : Optional.empty();
    }
    NonPermanenceRisk.Rating rating = NonPermanenceRisk.rate(report);
    String source = NonPermanenceRisk.RULE.citation();
    List<Quantity> quantities =
        List.of(
            Quantity.exact("internal risk", "points", rating.internal(), source),
            Quantity.exact("external risk", "points", rating.external(), source),
            Quantity.exact("natural risk", "points", rating.natural(), source),
            Quantity.exact("rating, recomputed", "%", rating.ratingPct(), source),
            Quantity.exact(
                "rating, declared", "%", report.declaredRatingPct(), "claims.statements.risk"));
    String words =
        String.format(
            Locale.ROOT,
            "The declared rating is %.0f %%, the scores give %.0f %%.",
            report.declaredRatingPct(),
            rating.ratingPct());
    OptionalDouble issued = project.issuedCo2eTonnes();
    if (!rating.failures().isEmpty()) {
      return Optional.of(
          CARD.flag(
              "The scores do not pass the risk procedure.",
              String.join("; ", rating.failures()) + ".",
              issued.isPresent()
                  ? Quantity.exact("credits issued", "tCO2e", issued.getAsDouble(), "claims")
                  : null,
              quantities));
    }
    double missing = rating.ratingPct() - report.declaredRatingPct();
    if (missing <= 0) {
      return Optional.of(
          CARD.noFlag(words, "The declared rating is not below the recomputed one.", quantities));
    }
    OptionalDouble change = new ClaimTotals(project.dossier().claims()).avoidedCo2eTonnes();
    return Optional.of(
        CARD.flag(
            words,
            "Too few credits were set aside.",
            change.isPresent()
                ? Quantity.exact(
                    "missing in the buffer",
                    "tCO2e",
                    NonPermanenceRisk.bufferCo2eTonnes(missing, change.getAsDouble()),
                    "claims, " + source)
                : null,
            quantities));
  }
}
