package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Statements.HarvestLeakage;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.standard.Vm0045;
import org.heartwood.verification.standard.Vm0045.HarvestReduction;

/** A declared leakage factor below the one of VM0045's table for the same reduction of harvest. */
public final class LeakageFactorRule implements Rule {
  private static final RuleCard CARD =
      new RuleCard(
          "X15",
          "1.0",
          "market leakage set too low",
          Question.LEAKAGE,
          CauseClass.METHODOLOGY,
          List.of("claims.statements.harvestLeakage"),
          "a declared factor below that of the table",
          Vm0045.LEAKAGE.citation());

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    if (!project.is(Dossier.Activity.IFM)) {
      return Optional.empty();
    }
    HarvestLeakage stated = project.stated().harvestLeakage();
    if (stated == null) {
      return Optional.of(
          CARD.lacks(
              "the leakage factor and the reduction of harvest",
              "The declared factor, whether harvest is reduced for good, and the ratio of"
                  + " merchantable biomass."));
    }
    Double ratio = stated.merchantableRatio();
    OptionalDouble table =
        Vm0045.leakageFactor(
            stated.permanentReduction()
                ? HarvestReduction.PERMANENT
                : HarvestReduction.NONE_PERMANENT,
            ratio == null ? OptionalDouble.empty() : OptionalDouble.of(ratio));
    double declared = stated.declaredFactorFraction();
    List<Quantity> quantities = new ArrayList<>();
    quantities.add(
        Quantity.exact(
            "declared leakage factor", "share", declared, "claims.statements.harvestLeakage"));
    if (table.isEmpty()) {
      return Optional.of(
          CARD.cannotTell(
              "Whether the leakage factor is high enough cannot be told.",
              "Harvest is reduced for good, and the ratio of merchantable biomass is not stated.",
              "National over project ratio of merchantable biomass.",
              quantities));
    }
    double factor = table.getAsDouble();
    quantities.add(
        Quantity.exact("factor of the table", "share", factor, Vm0045.LEAKAGE.citation()));
    String words =
        String.format(
            Locale.ROOT,
            "A leakage factor of %.2f is declared, the table gives %.2f.",
            declared,
            factor);
    if (declared >= factor) {
      return Optional.of(
          CARD.noFlag(words, "The declared factor is not below the table.", quantities));
    }
    OptionalDouble issued = project.issuedCo2eTonnes();
    boolean sized = issued.isPresent() && issued.getAsDouble() > 0 && declared < 1;
    return Optional.of(
        CARD.flag(
            words,
            "More harvest would move elsewhere than is deducted.",
            sized
                ? Quantity.exact(
                    "credits that the table's factor would not give",
                    "tCO2e",
                    issued.orElseThrow() * (factor - declared) / (1 - declared),
                    "claims, taken as net of the declared factor")
                : null,
            quantities));
  }
}
