package org.heartwood.verification.rule;

import java.util.List;
import java.util.Optional;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Question;

/**
 * A rule whose answer is one of the three verdicts of an assessment. Its card stands in the rule
 * book so that the book is whole; the answer is given once, as the verdict, with its own
 * thresholds.
 */
final class QuestionRule implements Rule {
  static final QuestionRule ADDITIONALITY =
      new QuestionRule(
          new RuleCard(
              "X01",
              "0.1",
              "inflated baseline",
              Question.ADDITIONALITY,
              CauseClass.PROJECT,
              List.of("claims.vintages", "matched comparison of the run"),
              "answered as the verdict on additionality, which states its own",
              "West et al. 2023, doi:10.1126/science.ade3535; Badgley et al. 2022,"
                  + " doi:10.1111/gcb.15943"));

  static final QuestionRule REVERSAL =
      new QuestionRule(
          new RuleCard(
              "X10",
              "0.1",
              "loss in credited forest",
              Question.REVERSAL,
              CauseClass.EVENT,
              List.of("claims.vintages", "tables/zone_year.parquet", "tables/reversals.parquet"),
              "answered as the verdict on reversal, which states its own; event by event in the"
                  + " reversal ledger: 0.5 % of the forest at the start in a calendar year, or a"
                  + " report of none",
              "reversals of improved forest management"));

  static final QuestionRule LEAKAGE =
      new QuestionRule(
          new RuleCard(
              "X14",
              "0.1",
              "leakage displacement",
              Question.LEAKAGE,
              CauseClass.EVENT,
              List.of("claims.vintages", "matched comparison of the belt"),
              "answered as the verdict on leakage, which states its own",
              "VCS VMD0055; PACT tropical moist forest methodology"));

  private final RuleCard card;

  private QuestionRule(RuleCard card) {
    this.card = card;
  }

  @Override
  public RuleCard card() {
    return card;
  }

  /** Always empty: the assessment answers it. */
  @Override
  public Optional<Finding> check(CheckedProject project) {
    return Optional.empty();
  }
}
