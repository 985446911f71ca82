package org.heartwood.verification.rule;

import java.util.List;
import java.util.Optional;
import org.heartwood.verification.finding.Finding;

/** Every rule that needs no new imagery, in order of identifier. */
public final class RuleBook {
  private static final List<Rule> RULES =
      List.of(
          new VintageSumRule(),
          new PeriodSumRule(),
          new CommonPracticeRule(),
          new OverlapRule(),
          new ClaimedAreaRule(),
          new BoundaryValidityRule(),
          new StartDateRule(),
          new ReversalClockRule(),
          new BufferSolvencyRule(),
          new LeakageFactorRule(),
          new BenchmarkRule(),
          new HalfWidthRule(),
          new PixelCountRule(),
          new ApplicabilityRule(),
          new ProductVersionRule(),
          new DonorRule(),
          new AlertDateRule(),
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
