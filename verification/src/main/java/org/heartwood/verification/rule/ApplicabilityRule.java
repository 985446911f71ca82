package org.heartwood.verification.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/** A model used where it was not taught. */
public final class ApplicabilityRule implements Rule {
  private static final double MAX_OUTSIDE_FRACTION = 0.10;

  private static final RuleCard CARD =
      new RuleCard(
          "X22",
          "1.0",
          "model outside its area of applicability",
          Question.MODEL,
          CauseClass.MODEL,
          List.of("share of predicted pixels outside of the area of applicability"),
          "more than 10 % of the pixels",
          "Meyer and Pebesma 2021, doi:10.1111/2041-210X.13650");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    if (project.run().outsideFraction().isEmpty()) {
      return Optional.empty();
    }
    double outside = project.run().outsideFraction().getAsDouble();
    List<Quantity> quantities =
        List.of(Quantity.exact("outside", "% of the pixels", 100 * outside, "run"));
    String words =
        String.format(
            Locale.ROOT,
            "%.1f %% of the pixels lie outside of what the model knows.",
            100 * outside);
    return Optional.of(
        outside > MAX_OUTSIDE_FRACTION
            ? CARD.flag(words, "Above 10 % its numbers cannot be relied on.", null, quantities)
            : CARD.noFlag(words, "The share is not above 10 %.", quantities));
  }
}
