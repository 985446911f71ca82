package org.heartwood.verification.rule;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Question;
import org.heartwood.verification.rule.RunFacts.AlertSpan;

/** Alerts whose decoded dates lie outside of their product: the epoch was mistaken. */
public final class AlertDateRule implements Rule {
  private static final RuleCard CARD =
      new RuleCard(
          "X25",
          "1.0",
          "alert dates outside of their product",
          Question.PROVENANCE,
          CauseClass.DATA,
          List.of("decoded dates of alerts"),
          "any date outside of the product's period",
          "alerts count days from 2014-12-31 or from 2020-12-31, by product");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    List<AlertSpan> alerts = project.run().alerts();
    if (alerts.isEmpty()) {
      return Optional.empty();
    }
    List<AlertSpan> outside =
        alerts.stream()
            .filter(
                span ->
                    span.first().isBefore(span.productStart())
                        || span.last().isAfter(span.productEnd()))
            .toList();
    return Optional.of(
        outside.isEmpty()
            ? CARD.noFlag(
                "All alert dates lie within their products.", "None lies outside.", List.of())
            : CARD.flag(
                "Alert dates lie outside of their product.",
                outside.stream()
                    .map(
                        span ->
                            span.product()
                                + " runs from "
                                + span.productStart()
                                + " to "
                                + span.productEnd()
                                + ", dates from "
                                + span.first()
                                + " to "
                                + span.last())
                    .collect(Collectors.joining("; ", "", ".")),
                null,
                List.of()));
  }
}
