package org.heartwood.verification.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.Statements.CreditedArea;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/** An area counted on a map that lies outside of the interval of a stratified sample. */
public final class PixelCountRule implements Rule {
  private static final RuleCard CARD =
      new RuleCard(
          "X21",
          "1.0",
          "map count used as area",
          Question.ACCOUNTING,
          CauseClass.PROJECT,
          List.of("claims.statements.creditedArea"),
          "the count lies outside of the 95 % interval of the stratified estimate",
          "Olofsson et al. 2014, doi:10.1016/j.rse.2014.02.015");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    CreditedArea area = project.stated().creditedArea();
    if (area == null) {
      return Optional.of(
          CARD.lacks(
              "an area by pixel count beside one by sample",
              "A stratified sample of reference points on the map."));
    }
    List<Quantity> quantities =
        List.of(
            Quantity.exact(
                "area by pixel count", "ha", area.pixelCountHa(), "claims.statements.creditedArea"),
            Quantity.exact(
                "stratified estimate, lower end of 95 %",
                "ha", area.ci95LowHa(), "claims.statements.creditedArea"),
            Quantity.exact(
                "stratified estimate, upper end of 95 %",
                "ha", area.ci95HighHa(), "claims.statements.creditedArea"));
    String words =
        String.format(
            Locale.ROOT,
            "The map counts %,.1f ha, the sample says %,.1f to %,.1f ha.",
            area.pixelCountHa(),
            area.ci95LowHa(),
            area.ci95HighHa());
    boolean inside =
        area.pixelCountHa() >= area.ci95LowHa() && area.pixelCountHa() <= area.ci95HighHa();
    return Optional.of(
        inside
            ? CARD.noFlag(words, "The count lies inside the interval.", quantities)
            : CARD.flag(words, "The count lies outside of the interval.", null, quantities));
  }
}
