package org.heartwood.verification.change;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.tile.TileZoneTable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.io.ParseException;

/**
 * How much forest of the project lies in each pixel of another grid, such as that of a biomass map:
 * the forest pixels of one composite, each counted where its centre lies.
 */
public final class ForestShareJob {
  private static final String CELL = "cell";
  private static final String MM2 = "mm2";
  private static final byte FOREST = 1;
  private static final double MM2_PER_M2 = 1e6;
  private static final double MM2_PER_HA = 1e10;

  private static final TableSchema PART =
      TableSchema.of("forest_share_part")
          .with(CELL, DataTypes.IntegerType)
          .with(MM2, DataTypes.LongType);

  private ForestShareJob() {}

  /**
   * Runs the job.
   *
   * @param change {@link ChangeTable}
   * @param tileZones {@link TileZoneTable}
   * @param settings of the history; forest is that of their start year
   * @param target pixels that forest is counted in; their number bounds what reaches the driver
   * @return hectares of forest, row-major on {@code target}; forest beyond it is not counted
   */
  public static double[] forestHa(
      Dataset<Row> change,
      Dataset<Row> tileZones,
      TileGrid tiles,
      ChangeSettings settings,
      Grid target) {
    int year = settings.indexOf(settings.startYear());
    double[] forestHa = new double[Math.multiplyExact(target.width(), target.height())];
    ChangeTable.SCHEMA
        .require(change)
        .groupByKey((MapFunction<Row, Long>) row -> key(row).zOrder(), Encoders.LONG())
        .cogroup(
            ChangeJob.zonesByTile(tileZones),
            (CoGroupFunction<Long, Row, Row, Row>)
                (unused, states, zones) -> cells(states, zones, tiles, year, target),
            PART.encoder())
        .groupBy(CELL)
        .agg(functions.sum(MM2).as(MM2))
        .collectAsList()
        .forEach(row -> forestHa[row.<Integer>getAs(CELL)] = row.<Long>getAs(MM2) / MM2_PER_HA);
    return forestHa;
  }

  private static TileKey key(Row row) {
    return new TileKey(
        row.<Integer>getAs(ChangeTable.TILE_ROW), row.<Integer>getAs(ChangeTable.TILE_COL));
  }

  private static Iterator<Row> cells(
      Iterator<Row> states, Iterator<Row> zones, TileGrid tiles, int year, Grid target)
      throws ParseException {
    if (!states.hasNext()) {
      return List.<Row>of().iterator();
    }
    Row tile = states.next();
    PixelWindow core = tiles.core(key(tile));
    double[] share = ChangeJob.coverage(zones, tiles, core).get(Zone.PROJECT);
    if (share == null) {
      return List.<Row>of().iterator();
    }
    byte[] forest = tile.getAs(ChangeTable.FOREST);
    double[] pixelM2 = PixelArea.window(tiles.grid(), core);
    MapProjection from = MapProjection.of(tiles.grid().crs());
    MapProjection to = MapProjection.of(target.crs());
    Map<Integer, Long> mm2 = new TreeMap<>();
    for (int pixel = 0; pixel < share.length; pixel++) {
      if (share[pixel] > 0 && forest[year * share.length + pixel] == FOREST) {
        Coordinate lonLat =
            from.inverse(
                tiles.grid().x(core.col() + pixel % core.width() + 0.5),
                tiles.grid().y(core.row() + pixel / core.width() + 0.5));
        Coordinate place = to.forward(lonLat.getX(), lonLat.getY());
        int col = (int) Math.floor((place.getX() - target.originX()) / target.pixelSize());
        int row = (int) Math.floor((target.originY() - place.getY()) / target.pixelSize());
        if (col >= 0 && col < target.width() && row >= 0 && row < target.height()) {
          mm2.merge(
              row * target.width() + col,
              Math.round(share[pixel] * pixelM2[pixel] * MM2_PER_M2),
              Long::sum);
        }
      }
    }
    return mm2.entrySet().stream()
        .map(entry -> PART.row(entry.getKey(), entry.getValue()))
        .iterator();
  }
}
