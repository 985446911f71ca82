package org.heartwood.verification.monitor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.verification.change.ChangeSettings;
import org.heartwood.verification.change.ErrorStructure;
import org.heartwood.verification.change.MappedHistory;
import org.heartwood.verification.change.MappedHistoryJob;
import org.heartwood.verification.change.Repeatability;
import org.heartwood.verification.change.ZoneTotalsJob;

/** Reads the history of the forest from a map of when it was lost, as others made it. */
final class MapHistory {
  /** An accuracy that is a little wrong is wrong on every pixel and in every year. */
  private static final ErrorStructure COMMON = new ErrorStructure(1, 0, 0, 0);

  private final SparkSession spark;
  private final Assessment assessment;
  private final Stages stages;
  private final TileGrid tiles;

  MapHistory(SparkSession spark, Assessment assessment, Stages stages, TileGrid tiles) {
    this.spark = spark;
    this.assessment = assessment;
    this.stages = stages;
    this.tiles = tiles;
  }

  /**
   * Reads it.
   *
   * @param tileZones {@link org.heartwood.ingest.tile.TileZoneTable}
   */
  ReadHistory read(Dataset<Row> tileZones) throws IOException {
    Dossier.Method method = assessment.file().dossier().method();
    HistorySource.LossMap map = assessment.lossMap().orElseThrow();
    MappedHistory history = map.history();
    Dataset<Row> change =
        stages.table(
            "change",
            "reading the map of forest and loss",
            () -> MappedHistoryJob.run(spark, tileZones, tiles, history));
    AreaBasis areas =
        stages.step(
            "adding up areas",
            () ->
                AreaBasis.of(
                    assessment,
                    ZoneTotalsJob.areas(
                        change, map.told().accuracy(), method.mapErrorDraws(), method.seed()),
                    assessment.period()));
    return new ReadHistory(
        change,
        settings(method),
        assessment.period(),
        areas,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** The map has decided what is forest: neither threshold nor smallest patch is applied to it. */
  private ChangeSettings settings(Dossier.Method method) {
    return new ChangeSettings(
        assessment.years(),
        assessment.period().startYear(),
        assessment.period().claimsEndYear(),
        0,
        1,
        method.annualLossProbability(),
        method.annualRegrowthProbability(),
        COMMON,
        Repeatability.even(0, 0),
        method.mapErrorDraws(),
        method.blockSizePx(),
        method.seed());
  }
}
