package org.heartwood.verification.monitor;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.change.ChangeSettings;
import org.heartwood.verification.growth.GrowthDates;
import org.heartwood.verification.growth.GrowthPlot;
import org.heartwood.verification.growth.GrowthPlotsJob;
import org.heartwood.verification.growth.GrowthResult;
import org.locationtech.jts.geom.MultiPolygon;

/**
 * Growth of a project that plants, beside that of like land outside.
 *
 * @param plots what was sampled
 * @param result what came of it
 */
record Growth(List<GrowthPlot> plots, GrowthResult result) {

  /**
   * Compares, if the history tells of canopy cover.
   *
   * @param tileZones {@link org.heartwood.ingest.tile.TileZoneTable}
   * @param neighboursLonLat other projects, which are no controls
   */
  static Optional<Growth> of(
      Assessment assessment,
      ReadHistory history,
      Dataset<Row> tileZones,
      TileGrid tiles,
      List<MultiPolygon> neighboursLonLat) {
    return history
        .fromImages()
        .map(
            seen ->
                compared(assessment, history, seen.canopy(), tileZones, tiles, neighboursLonLat));
  }

  private static Growth compared(
      Assessment assessment,
      ReadHistory history,
      Dataset<Row> canopy,
      Dataset<Row> tileZones,
      TileGrid tiles,
      List<MultiPolygon> neighboursLonLat) {
    Dossier.Method method = assessment.file().dossier().method();
    ChangeSettings settings = history.settings();
    GrowthDates dates = GrowthDates.of(settings.years(), settings.startYear(), settings.endYear());
    MapProjection projection = MapProjection.of(tiles.grid().crs());
    List<GrowthPlot> plots =
        GrowthPlotsJob.run(
            canopy,
            tileZones,
            tiles,
            new GrowthPlotsJob.Request(
                dates,
                areaM2(history, Zone.PROJECT),
                areaM2(history, Zone.COMPARISON),
                neighboursLonLat.stream().map(projection::project).toList(),
                method.seed()));
    int edge = GrowthPlotsJob.plotPx(tiles.grid().pixelSize());
    return new Growth(
        plots,
        GrowthResult.of(
            plots,
            dates,
            edge * edge * assessment.pixelHa(),
            method.counterfactual().placebos(),
            method.seed()));
  }

  private static double areaM2(ReadHistory history, Zone zone) {
    return history.areas().totals().zoneYears().stream()
        .filter(row -> row.zone() == zone)
        .mapToDouble(row -> row.zoneHa() * 1e4)
        .findFirst()
        .orElseThrow();
  }
}
