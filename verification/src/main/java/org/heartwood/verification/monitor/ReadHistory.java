package org.heartwood.verification.monitor;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.heartwood.inference.harmonise.HarmoniseJob;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.baseline.MatchedComparison;
import org.heartwood.verification.change.ChangeSettings;
import org.heartwood.verification.change.ErrorStructure;
import org.heartwood.verification.change.StratumCount;
import org.heartwood.verification.event.Event;
import org.heartwood.verification.report.IntegrityReport;

/**
 * The forest's history as a run read it, from images or from a map.
 *
 * @param change {@link org.heartwood.verification.change.ChangeTable}
 * @param settings years and parameters of the history
 * @param period years of the report
 * @param areas areas by zone and year
 * @param outside why the history may not carry a verdict; empty if it may
 * @param strata forest pixels by stratum; empty where a map tells no canopy cover
 * @param comparisons the project and its belt beside like pixels; none without strata
 * @param fromImages what only images show; empty if a map was read
 */
record ReadHistory(
    Dataset<Row> change,
    ChangeSettings settings,
    IntegrityReport.Period period,
    AreaBasis areas,
    Optional<String> outside,
    List<StratumCount> strata,
    List<MatchedComparison> comparisons,
    Optional<FromImages> fromImages) {

  /**
   * What only images show.
   *
   * @param images what each image gave
   * @param harmonised how the years were brought to one radiometry
   * @param errors how the map's error is shared
   * @param canopy {@link org.heartwood.inference.predict.CanopyTable}
   * @param detection {@link org.heartwood.verification.detect.DetectionTable}
   * @param events dated changes on the grid
   * @param dated how they were dated
   * @param worstOutsideFraction share of the project's pixels outside the model's area of
   *     applicability in the worst year, 0–1; empty for a model that has none
   * @param definitions forest of the project under several definitions
   */
  record FromImages(
      List<ImageRow> images,
      HarmoniseJob.Result harmonised,
      ErrorStructure errors,
      Dataset<Row> canopy,
      Dataset<Row> detection,
      List<Event> events,
      DatedChanges dated,
      OptionalDouble worstOutsideFraction,
      List<IntegrityReport.Definition> definitions) {}

  /** The comparison of a zone; empty if there is none. */
  Optional<MatchedComparison> comparison(Zone zone) {
    return comparisons.stream().filter(each -> each.treated() == zone).findFirst();
  }

  /** The dated changes; none where a map was read, which dates none to a day. */
  List<Event> events() {
    return fromImages.map(FromImages::events).orElse(List.of());
  }
}
