package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Statements.StatedUncertainty;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.RelativeUncertainty;
import org.heartwood.verification.standard.UncertaintyDeduction;

/**
 * A benefit less certain than a standard credits: the half-width of its 90 % interval above the
 * benefit itself. A deduction above 26.18 % under VCS says the same, because 0.4307 / 1.6449 is the
 * deduction at 100 %. The deductions of all standards stand side by side among the numbers.
 */
public final class HalfWidthRule implements Rule {
  private static final RuleCard CARD =
      new RuleCard(
          "X19",
          "1.0",
          "uncertainty above what is eligible",
          Question.ACCOUNTING,
          CauseClass.PROJECT,
          List.of("claims.statements.uncertainty"),
          "half-width of the 90 % interval above 100 % of the benefit",
          UncertaintyDeduction.VCS.rule().citation() + "; a project with a deduction of 31.35 %");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    StatedUncertainty stated = project.stated().uncertainty();
    if (stated == null) {
      return Optional.of(
          CARD.lacks(
              "the uncertainty of the net benefit",
              "Half-width of the 90 % interval of the net benefit."));
    }
    RelativeUncertainty uncertainty =
        RelativeUncertainty.ofHalfWidth90(stated.halfWidth90Fraction());
    Double deducted = stated.deductedFraction();
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.exact(
            "half-width of the 90 % interval",
            "%", 100 * stated.halfWidth90Fraction(), "claims.statements.uncertainty"));
    if (deducted != null) {
      quantities.add(
          Quantity.exact(
              "deducted by the project", "%", 100 * deducted, "claims.statements.uncertainty"));
    }
    for (UncertaintyDeduction.Row row : UncertaintyDeduction.sideBySide(uncertainty)) {
      quantities.add(
          Quantity.exact(
              "deduction of " + row.rule().standard(),
              "%",
              100 * row.fraction(),
              row.rule().citation()));
    }
    String words =
        String.format(
            Locale.ROOT,
            "The half-width of the 90 %% interval is %.1f %% of the benefit.",
            100 * stated.halfWidth90Fraction());
    double atLimit = UncertaintyDeduction.VCS.fraction(RelativeUncertainty.ofHalfWidth90(1));
    double declared = deducted == null ? 0 : deducted;
    boolean impliedAbove = project.underVcs() && declared > atLimit;
    if (!UncertaintyDeduction.VCS.eligible(uncertainty) || impliedAbove) {
      OptionalDouble issued = project.issuedCo2eTonnes();
      return Optional.of(
          CARD.flag(
              words,
              impliedAbove
                  ? String.format(
                      Locale.ROOT,
                      "A deduction of %.2f %% is that of a half-width above 100 %%, which is not"
                          + " eligible.",
                      100 * declared)
                  : "Above 100 % a benefit is not eligible.",
              issued.isPresent()
                  ? Quantity.exact("credits issued", "tCO2e", issued.getAsDouble(), "claims")
                  : null,
              quantities));
    }
    return Optional.of(CARD.noFlag(words, "It is eligible.", quantities));
  }
}
