package org.heartwood.verification.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.inference.predict.CanopyTable;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.tile.TileZoneTable;
import org.locationtech.jts.io.ParseException;

/**
 * Forest and its loss under several forest definitions, from one canopy map: how far the answer
 * swings with the definition alone. Each definition has its own history of every pixel and its own
 * smallest patch; the tiles are gathered once.
 */
public final class ForestRulesJob {
  private static final String RULE = "rule";
  private static final String ZONE = "zone";
  private static final String YEAR = "year";
  private static final String FOREST_MM2 = "forest_mm2";
  private static final String LOSS_MM2 = "loss_mm2";
  private static final double MM2_PER_HA = 1e10;

  private static final TableSchema PART =
      TableSchema.of("forest_rule_part")
          .with(RULE, DataTypes.IntegerType)
          .with(ZONE, DataTypes.StringType)
          .with(YEAR, DataTypes.IntegerType)
          .with(FOREST_MM2, DataTypes.LongType)
          .with(LOSS_MM2, DataTypes.LongType);

  private ForestRulesJob() {}

  /**
   * What a definition makes of a zone in a year. These are areas of the map, not estimates.
   *
   * @param rule the definition
   * @param zone the zone
   * @param year year of the composite
   * @param forestHa forest
   * @param lossHa forest lost since the composite before; 0 in the first year
   */
  public record RuleYear(ForestRule rule, Zone zone, int year, double forestHa, double lossHa) {}

  /**
   * Runs the job.
   *
   * @param canopy {@link CanopyTable}, for every year of the settings
   * @param tileZones {@link TileZoneTable}
   * @param settings of the history; their own threshold and patch are not used
   * @param rules the definitions, in the order of the result
   * @param pixelHa nominal area of a pixel, ha
   * @return by definition, zone and year
   */
  public static List<RuleYear> run(
      Dataset<Row> canopy,
      Dataset<Row> tileZones,
      TileGrid tiles,
      ChangeSettings settings,
      List<ForestRule> rules,
      double pixelHa) {
    List<ChangeSettings> each =
        rules.stream()
            .map(rule -> settings.with(rule.minCanopyPct(), rule.minPatchPx(pixelHa)))
            .toList();
    int contextPx = each.stream().mapToInt(ChangeSettings::contextPx).max().orElseThrow();
    if (contextPx > tiles.tileSizePx()) {
      throw new IllegalArgumentException(
          "tileSizePx must be at least the context of "
              + contextPx
              + " px, was "
              + tiles.tileSizePx());
    }
    return ChangeJob.byTile(canopy, tiles, contextPx)
        .cogroup(
            ChangeJob.zonesByTile(tileZones),
            (CoGroupFunction<Long, Row, Row, Row>)
                (key, pieces, zones) -> areas(pieces, zones, tiles, each, contextPx),
            PART.encoder())
        .groupBy(RULE, ZONE, YEAR)
        .agg(functions.sum(FOREST_MM2).as(FOREST_MM2), functions.sum(LOSS_MM2).as(LOSS_MM2))
        .collectAsList()
        .stream()
        .map(row -> of(row, rules))
        .sorted(
            Comparator.comparingInt((RuleYear row) -> rules.indexOf(row.rule()))
                .thenComparing(RuleYear::zone)
                .thenComparingInt(RuleYear::year))
        .toList();
  }

  private static RuleYear of(Row row, List<ForestRule> rules) {
    return new RuleYear(
        rules.get(row.<Integer>getAs(RULE)),
        Zone.ofLabel(row.getAs(ZONE)),
        row.<Integer>getAs(YEAR),
        row.<Long>getAs(FOREST_MM2) / MM2_PER_HA,
        row.<Long>getAs(LOSS_MM2) / MM2_PER_HA);
  }

  private static Iterator<Row> areas(
      Iterator<Row> pieces,
      Iterator<Row> zones,
      TileGrid tiles,
      List<ChangeSettings> rules,
      int contextPx)
      throws ParseException {
    ChangeJob.TileSeries series = ChangeJob.series(pieces, tiles, rules.get(0), contextPx);
    PixelWindow core = tiles.core(series.key());
    Map<Zone, double[]> coverage = ChangeJob.coverage(zones, tiles, core);
    double[] pixelM2 = PixelArea.window(tiles.grid(), core);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      int rule = i;
      int[] years = rules.get(i).years();
      TileChange change = new TileChange(rules.get(i), core, series, tiles.grid().pixelSize());
      coverage.forEach(
          (zone, fractions) ->
              change.areas(
                  fractions,
                  pixelM2,
                  (t, forestMm2, lossMm2) ->
                      rows.add(PART.row(rule, zone.label(), years[t], forestMm2, lossMm2))));
    }
    return rows.iterator();
  }
}
