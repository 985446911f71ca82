package org.heartwood.verification.rule;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.project.Statements.Donor;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/** A synthetic control that rests on two units, or on none of the project's ecoregion. */
public final class DonorRule implements Rule {
  private static final double MAX_TOP_TWO = 0.8;

  private static final RuleCard CARD =
      new RuleCard(
          "X24",
          "1.0",
          "donors of a synthetic control implausible",
          Question.MODEL,
          CauseClass.MODEL,
          List.of("claims.statements.donors"),
          "more than 0.8 of the weight on two donors, or no weight in the project's ecoregion",
          "critique of a published synthetic control: 84 % on two donors, none in the ecoregion");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    List<Donor> donors = project.stated().donors();
    double total = donors.stream().mapToDouble(Donor::weight).sum();
    if (!(total > 0)) {
      return Optional.empty();
    }
    double topTwo =
        donors.stream()
                .map(Donor::weight)
                .sorted(Comparator.reverseOrder())
                .limit(2)
                .mapToDouble(Double::doubleValue)
                .sum()
            / total;
    double same =
        donors.stream().filter(Donor::sameEcoregion).mapToDouble(Donor::weight).sum() / total;
    List<Quantity> quantities =
        List.of(
            Quantity.exact(
                "weight of the two largest donors", "share", topTwo, "claims.statements.donors"),
            Quantity.exact(
                "weight in the project's ecoregion", "share", same, "claims.statements.donors"));
    String words =
        String.format(
            Locale.ROOT,
            "Two donors carry %.0f %% of the weight, %.0f %% lies in the project's ecoregion.",
            100 * topTwo,
            100 * same);
    return Optional.of(
        topTwo > MAX_TOP_TWO || !(same > 0)
            ? CARD.flag(words, "The comparison rests on few or far-off places.", null, quantities)
            : CARD.noFlag(words, "The weight is spread, and some of it is near.", quantities));
  }
}
