package org.heartwood.verification.rule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.boundary.BoundaryProblem;
import org.heartwood.ingest.boundary.BoundaryReport;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/** The claimed area beside that of the boundary on the ellipsoid, made valid and dissolved. */
public final class ClaimedAreaRule implements Rule {
  private static final double MAX_DIFFERENCE_FRACTION = 0.01;

  private static final RuleCard CARD =
      new RuleCard(
          "X05",
          "1.0",
          "claimed area differs from the boundary",
          Question.BOUNDARY,
          CauseClass.BOUNDARY,
          List.of("claims.areaHa", "boundary"),
          "a difference of more than 1 %",
          "verification reports: undissolved buffers of 643,695 ha");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    Double claimedHa = project.dossier().claims().areaHa();
    Optional<BoundaryReport> boundary = project.boundary();
    Optional<Double> difference =
        boundary.map(BoundaryReport::areas).flatMap(BoundaryReport.Areas::differenceFraction);
    if (claimedHa == null || boundary.isEmpty() || difference.isEmpty()) {
      return Optional.of(
          CARD.lacks(
              claimedHa == null ? "a claimed area" : "a boundary that can be measured",
              "Claimed area and boundary."));
    }
    double measuredHa = boundary.get().areas().dissolvedHa();
    List<Quantity> quantities =
        List.of(
            Quantity.exact("claimed area", "ha", claimedHa, "claims.areaHa"),
            Quantity.exact("area of the boundary", "ha", measuredHa, "boundary"));
    String words =
        String.format(
            Locale.ROOT,
            "Claimed are %,.1f ha, the boundary holds %,.1f ha (%+.2f %%)",
            claimedHa,
            measuredHa,
            100 * difference.get());
    if (Math.abs(difference.get()) <= MAX_DIFFERENCE_FRACTION) {
      return Optional.of(CARD.noFlag(words + ".", "The difference is not above 1 %.", quantities));
    }
    OptionalDouble issued = project.issuedCo2eTonnes();
    boolean sized = claimedHa > measuredHa && issued.isPresent() && issued.getAsDouble() > 0;
    return Optional.of(
        CARD.flag(
            words + ".",
            explanation(boundary.get()),
            sized
                ? Quantity.exact(
                    "credits on land that the boundary lacks, by area",
                    "tCO2e",
                    issued.orElseThrow() * (1 - measuredHa / claimedHa),
                    "claims, boundary")
                : null,
            quantities));
  }

  private static String explanation(BoundaryReport report) {
    return report.problems().stream()
        .filter(problem -> "X05".equals(problem.rule()) && problem.detail().startsWith("claimed "))
        .map(BoundaryProblem::detail)
        .findFirst()
        .map(detail -> "The check of the boundary says: " + detail + ".")
        .orElse("The difference is above 1 %.");
  }
}
