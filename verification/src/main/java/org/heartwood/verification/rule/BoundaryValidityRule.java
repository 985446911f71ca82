package org.heartwood.verification.rule;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heartwood.ingest.boundary.BoundaryProblem;
import org.heartwood.ingest.boundary.BoundaryProblem.Severity;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/** A boundary that breaks the rules of polygons, or has no coordinate system. */
public final class BoundaryValidityRule implements Rule {
  private static final int SHOWN = 3;

  private static final RuleCard CARD =
      new RuleCard(
          "X06",
          "1.0",
          "invalid boundary",
          Question.BOUNDARY,
          CauseClass.BOUNDARY,
          List.of("boundary"),
          "any problem that makes the boundary unusable or needs a repair; warnings are not"
              + " flagged",
          "verification reports: maps without coordinate system; OGC Simple Features");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    if (project.boundary().isEmpty()) {
      return Optional.of(CARD.lacks("a boundary", "The boundary of the project."));
    }
    List<BoundaryProblem> problems = project.boundary().get().problems();
    List<BoundaryProblem> broken =
        problems.stream()
            .filter(problem -> problem.severity() != Severity.WARNING)
            .filter(problem -> !"X05".equals(problem.rule()))
            .toList();
    List<Quantity> quantities =
        List.of(
            Quantity.exact("problems to repair", "count", broken.size(), "boundary"),
            Quantity.exact(
                "warnings",
                "count",
                (double)
                    problems.stream().filter(each -> each.severity() == Severity.WARNING).count(),
                "boundary"));
    if (broken.isEmpty()) {
      return Optional.of(
          CARD.noFlag("The boundary is valid.", "Nothing in it needs a repair.", quantities));
    }
    return Optional.of(
        CARD.flag(
            "The boundary is not valid as drawn: " + broken.size() + " problems need a repair.",
            broken.stream()
                .limit(SHOWN)
                .map(problem -> problem.line("boundary"))
                .collect(Collectors.joining(". ", "", ".")),
            null,
            quantities));
  }
}
