package org.heartwood.verification.monitor;

import java.util.List;
import java.util.Map;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.change.ForestRule;
import org.heartwood.verification.change.ForestRulesJob.RuleYear;
import org.heartwood.verification.change.ZoneTotals;
import org.heartwood.verification.report.IntegrityReport;
import org.heartwood.verification.reversal.ReversalLedger;
import org.locationtech.jts.geom.Geometry;

/**
 * What the imagery showed.
 *
 * @param areas areas by zone and year, with their estimators
 * @param definitions forest of the project under several definitions
 * @param datedChange change with its dates
 * @param reversals loss events in credited forest
 * @param issues scenes that dated change could not use
 */
record Observed(
    AreaBasis areas,
    List<IntegrityReport.Definition> definitions,
    IntegrityReport.DatedChange datedChange,
    ReversalLedger reversals,
    List<DataIssue> issues) {
  Observed {
    definitions = List.copyOf(definitions);
    issues = List.copyOf(issues);
  }

  /**
   * What a run observed.
   *
   * @param zones polygons of the zones, in the CRS of the grid
   */
  static Observed of(
      Assessment assessment,
      ReadHistory history,
      Map<Zone, Geometry> zones,
      ReversalLedger reversals) {
    return history
        .fromImages()
        .map(
            seen ->
                new Observed(
                    history.areas(),
                    seen.definitions(),
                    seen.dated().summary(seen.detection(), seen.events(), zones),
                    reversals,
                    seen.dated().issues()))
        .orElseGet(
            () ->
                new Observed(
                    history.areas(),
                    List.of(),
                    new IntegrityReport.DatedChange(
                        assessment.file().dossier().project().startDate(), 0, 0, 0, 0, List.of()),
                    reversals,
                    List.of()));
  }

  /** Areas by zone and year. */
  ZoneTotals totals() {
    return areas.totals();
  }

  /** The project's forest under each definition. */
  static List<IntegrityReport.Definition> definitions(List<ForestRule> rules, List<RuleYear> all) {
    return rules.stream()
        .map(
            rule -> {
              List<RuleYear> rows =
                  all.stream()
                      .filter(row -> row.rule().equals(rule) && row.zone() == Zone.PROJECT)
                      .toList();
              return new IntegrityReport.Definition(
                  rule.name(),
                  rule.minCanopyPct(),
                  rule.minAreaHa(),
                  rule.minHeightM(),
                  rows.get(0).forestHa(),
                  rows.get(rows.size() - 1).forestHa(),
                  rows.stream().mapToDouble(RuleYear::lossHa).sum());
            })
        .toList();
  }
}
