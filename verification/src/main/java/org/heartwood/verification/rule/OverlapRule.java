package org.heartwood.verification.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.heartwood.ingest.boundary.Portfolio.Overlap;
import org.heartwood.verification.finding.CauseClass;
import org.heartwood.verification.finding.Finding;
import org.heartwood.verification.finding.Quantity;
import org.heartwood.verification.finding.Question;

/**
 * Land that two projects share at the same time. A known case is ACR273, 87 % of which was listed
 * again as ACR1025 to ACR1028. Overlaps come from {@link org.heartwood.ingest.boundary.Portfolio}.
 */
public final class OverlapRule implements Rule {
  private static final RuleCard CARD =
      new RuleCard(
          "X04",
          "1.0",
          "same land in two projects",
          Question.OVERLAP,
          CauseClass.BOUNDARY,
          List.of("boundary", "boundaries of the other projects", "crediting periods"),
          "more than 1 ha or 0.5 % of either project, in crediting periods that overlap or are not"
              + " known; intersection over union above 0.8 is a duplicate",
          "CarbonPlan: ACR273 relisted as ACR1025 to ACR1028");

  @Override
  public RuleCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> check(CheckedProject project) {
    if (project.boundary().isEmpty()) {
      return Optional.of(CARD.lacks("a boundary", "The boundary of the project."));
    }
    if (project.others() == 0) {
      return Optional.of(
          CARD.cannotTell(
              "Whether the land is credited elsewhere cannot be told.",
              "No boundary of another project was given.",
              "Boundaries of the projects of all registries in the region.",
              List.of()));
    }
    List<Overlap> shared = project.overlaps().stream().filter(Overlap::flagged).toList();
    List<Overlap> same = shared.stream().filter(overlap -> !isApart(overlap)).toList();
    List<Quantity> quantities = quantities(project, shared);
    if (same.isEmpty()) {
      return Optional.of(
          CARD.noFlag(
              shared.isEmpty()
                  ? "No land is shared with " + project.others() + " other projects."
                  : "Land is shared with other projects, in other years.",
              "Overlaps stay below 1 ha and 0.5 %, or their crediting periods do not meet.",
              quantities));
    }
    double fraction =
        Math.min(1, same.stream().mapToDouble(each -> ownFraction(project, each)).sum());
    OptionalDouble issued = project.issuedCo2eTonnes();
    Overlap largest =
        same.stream().max((a, b) -> Double.compare(a.overlapHa(), b.overlapHa())).orElseThrow();
    return Optional.of(
        CARD.flag(
            String.format(
                Locale.ROOT,
                "%.1f %% of the land lies in other projects too, most of it in %s (%.1f ha, %s).",
                100 * fraction,
                other(project, largest),
                largest.overlapHa(),
                largest.relation().name().toLowerCase(Locale.ROOT).replace('_', '-')),
            "The same land in the same years would be credited twice.",
            issued.isPresent()
                ? Quantity.exact(
                    "credits on the shared land, by area",
                    "tCO2e",
                    Math.max(0, issued.getAsDouble()) * fraction,
                    "claims, boundary")
                : null,
            quantities));
  }

  private static boolean isApart(Overlap overlap) {
    Long days = overlap.commonDays();
    return days != null && days == 0;
  }

  private static String other(CheckedProject project, Overlap overlap) {
    return isFirst(project, overlap) ? overlap.second() : overlap.first();
  }

  private static double ownFraction(CheckedProject project, Overlap overlap) {
    return isFirst(project, overlap) ? overlap.firstFraction() : overlap.secondFraction();
  }

  private static boolean isFirst(CheckedProject project, Overlap overlap) {
    return overlap.first().equals(project.dossier().project().id());
  }

  private static List<Quantity> quantities(CheckedProject project, List<Overlap> shared) {
    List<Quantity> quantities = new ArrayList<>();
    for (Overlap overlap : shared) {
      quantities.add(
          Quantity.exact(
              "shared with " + other(project, overlap), "ha", overlap.overlapHa(), "boundaries"));
      quantities.add(
          Quantity.exact(
              "intersection over union with " + other(project, overlap),
              "share",
              overlap.iouFraction(),
              "boundaries"));
    }
    return quantities;
  }
}
