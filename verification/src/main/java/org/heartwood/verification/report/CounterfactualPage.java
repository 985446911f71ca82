package org.heartwood.verification.report;

import java.util.List;
import java.util.Objects;
import org.heartwood.verification.counterfactual.AreaResult;
import org.heartwood.verification.counterfactual.ProjectResult;

/** The page of a counterfactual run over a map. */
final class CounterfactualPage {
  private final List<ProjectResult> results;

  CounterfactualPage(List<ProjectResult> results) {
    this.results = List.copyOf(results);
  }

  /**
   * One project.
   *
   * @param answer verdict on additionality
   */
  record Project(
      String name,
      String period,
      boolean illustrative,
      Shown answer,
      CounterfactualSection section) {}

  /** An answer as the page shows it; empty what would settle it when nothing needs to. */
  record Shown(String icon, String verdict, String headline, String reason, String wouldSettle) {}

  public List<Project> projects() {
    return results.stream()
        .map(
            result ->
                new Project(
                    result.project(),
                    result.startYear() + " to " + result.endYear(),
                    result.illustrative(),
                    shown(result.result()),
                    CounterfactualSection.of(result)))
        .toList();
  }

  private static Shown shown(AreaResult area) {
    return new Shown(
        ReportPage.icon(area.answer().verdict()),
        area.answer().verdict().label(),
        area.answer().headline(),
        area.answer().reason(),
        Objects.requireNonNullElse(area.answer().wouldSettle(), ""));
  }
}
