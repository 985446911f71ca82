package org.heartwood.verification.rule;

import java.util.List;
import java.util.Optional;
import org.heartwood.verification.finding.Finding;

/**
 * Every rule, in order of identifier. Rules that look at imagery have no subject without a run; the
 * three questions that an assessment answers by itself stand here with their cards alone.
 */
public final class RuleBook {
  private static final List<Rule> RULES =
      List.of(
          new VintageSumRule(),
          new PeriodSumRule(),
          QuestionRule.ADDITIONALITY,
          new ReferenceRegionRule(),
          new CommonPracticeRule(),
          new OverlapRule(),
          new ClaimedAreaRule(),
          new BoundaryValidityRule(),
          new StartDateRule(),
          new EarlierClearingRule(),
          new EarlierForestRule(),
          QuestionRule.REVERSAL,
          new FireRule(),
          new ReversalClockRule(),
          new BufferSolvencyRule(),
          QuestionRule.LEAKAGE,
          new LeakageFactorRule(),
          new BeltHotSpotRule(),
          new PlantationRule(),
          new BenchmarkRule(),
          new HalfWidthRule(),
          new CorrelationRule(),
          new PixelCountRule(),
          new ApplicabilityRule(),
          new ProductVersionRule(),
          new DonorRule(),
          new AlertDateRule(),
          new ZonalArithmeticRule(),
          new RiskRatingRule(),
          new BaselinePeriodRule());

  private RuleBook() {}

  /** The cards of all rules. */
  public static List<RuleCard> cards() {
    return RULES.stream().map(Rule::card).toList();
  }

  /** The findings on a project, weighed against its credits, in order of the rules. */
  public static List<Finding> check(CheckedProject project) {
    return RULES.stream()
        .map(rule -> rule.check(project))
        .flatMap(Optional::stream)
        .map(finding -> finding.weighed(project.dossier().claims()))
        .toList();
  }
}
