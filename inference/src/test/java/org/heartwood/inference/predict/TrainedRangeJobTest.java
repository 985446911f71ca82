package org.heartwood.inference.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.inference.harmonise.RadiometricLine;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.tile.CompositeTable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Four tiles of a made raster; its halo is full of values that must not count. */
class TrainedRangeJobTest {
  private static final int HALO_PX = 4;
  private static final TileGrid TILES = new TileGrid(new Grid("EPSG:32636", 0, 0, 30, 32, 20), 16);

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
  void countsThePixelsOfTheTilesThatLieOutsideTheRangeAfterTheirLine() {
    // A quarter of the columns holds 0.1, one column nothing, the rest 0.5; the line of 2002 lifts
    // by 0.3.
    List<RadiometricLine> lines =
        List.of(RadiometricLine.identity(2001, 640), new RadiometricLine(2002, 1, 0.3, 0, 1, 640));
    Map<Integer, Double> outside =
        TrainedRangeJob.outsideFraction(
            composites(2001, 2002, 2003), TILES, HALO_PX, lines, 0.3, 0.6);
    assertThat(outside).containsOnlyKeys(2001, 2002);
    assertThat(outside.get(2001)).isEqualTo(8.0 / 31);
    assertThat(outside.get(2002)).isEqualTo(23.0 / 31);
  }

  private static Dataset<Row> composites(int... years) {
    List<Row> rows = new ArrayList<>();
    for (int year : years) {
      for (int tile = 0; tile < 4; tile++) {
        TileKey key = new TileKey(tile / 2, tile % 2);
        PixelWindow window = TILES.full(key).grow(HALO_PX);
        FloatRaster median = FloatRaster.empty(window);
        Arrays.fill(median.data(), -0.9f);
        PixelWindow core = TILES.core(key);
        for (int row = core.row(); row < core.endRow(); row++) {
          for (int col = core.col(); col < core.endCol(); col++) {
            median.data()[median.index(col, row)] = col == 31 ? Float.NaN : col < 8 ? 0.1f : 0.5f;
          }
        }
        byte[] bytes = median.toBytes();
        rows.add(RowFactory.create(key.row(), key.col(), year, bytes, bytes, bytes, new Row[0]));
      }
    }
    return spark.createDataFrame(rows, CompositeTable.SCHEMA.type());
  }
}
