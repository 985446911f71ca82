package org.heartwood.inference.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.tile.TileZoneTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.WKBWriter;

/** Two tiles side by side; the project holds columns 4 to 23, the belt everything. */
class ApplicabilityJobTest {
  private static final TileGrid TILES =
      new TileGrid(new Grid("EPSG:32636", 600_000, 800_000, 30, 32, 16), 16);

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("local[2]");
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  @Test
  void countsTheProjectsPixelsAboveTheThresholdByYear() {
    Map<Integer, Double> outside =
        ApplicabilityJob.outsideFraction(
            spark.createDataFrame(canopy(), CanopyTable.SCHEMA.type()),
            spark.createDataFrame(zones(), TileZoneTable.SCHEMA.type()),
            TILES,
            Zone.PROJECT,
            0.5);

    // 2001: of the columns 4 to 23 those below 8 are strange; 2002: column 4 has no data.
    assertThat(outside).containsOnlyKeys(2001, 2002);
    assertThat(outside.get(2001)).isEqualTo(4.0 / 20);
    assertThat(outside.get(2002)).isEqualTo(3.0 / 19);
  }

  private static List<Row> canopy() {
    List<Row> rows = new ArrayList<>();
    for (int year = 2001; year <= 2003; year++) {
      for (int tile = 0; tile < 2; tile++) {
        TileKey key = new TileKey(0, tile);
        PixelWindow core = TILES.core(key);
        FloatRaster index = FloatRaster.empty(core);
        for (int row = core.row(); row < core.endRow(); row++) {
          for (int col = core.col(); col < core.endCol(); col++) {
            boolean missing = year == 2003 || (year == 2002 && col == 4);
            index.data()[index.index(col, row)] = missing ? Float.NaN : col < 8 ? 0.9f : 0.5f;
          }
        }
        byte[] bytes = index.toBytes();
        rows.add(RowFactory.create(0, tile, year, bytes, bytes, bytes, bytes));
      }
    }
    return rows;
  }

  private static List<Row> zones() {
    List<Row> rows = new ArrayList<>();
    for (int tile = 0; tile < 2; tile++) {
      TileKey key = new TileKey(0, tile);
      Envelope project = TILES.grid().envelope(new PixelWindow(4, 0, 20, 16));
      Envelope all = TILES.grid().envelope();
      rows.add(zone(key, Zone.PROJECT, project));
      rows.add(zone(key, Zone.BELT, all));
    }
    return rows;
  }

  private static Row zone(TileKey key, Zone zone, Envelope extent) {
    byte[] wkb = new WKBWriter().write(new GeometryFactory().toGeometry(extent));
    return RowFactory.create(key.row(), key.col(), key.zOrder(), zone.label(), wkb);
  }
}
