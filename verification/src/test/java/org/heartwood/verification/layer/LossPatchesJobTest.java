package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.change.ChangeTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKBReader;

/** Layers of a made-up change table; also checks {@link RasterLayersJob}. */
class LossPatchesJobTest {
  private static final Grid GRID = new Grid("EPSG:32636", 600_000, 800_000, 30, 40, 32);
  private static final TileGrid TILES = new TileGrid(GRID, 16);
  private static final int FIRST_YEAR = 2001;

  private final SparkSession spark = SparkSessions.open("local[2]");
  private final Path folder;

  LossPatchesJobTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /**
   * Two columns by one row across a tile's edge, two pixels at a corner, two years side by side.
   */
  private static int code(int col, int row) {
    if (row == 4 && (col == 15 || col == 16)) {
      return 2;
    }
    if ((row == 8 && col == 3) || (row == 9 && col == 4)) {
      return 2;
    }
    if (row == 20 && (col == 30 || col == 31)) {
      return col == 30 ? 3 : 4;
    }
    return row == 31 ? ChangeTable.UNKNOWN : 0;
  }

  private Dataset<Row> change(int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int tile = 0; tile < TILES.across() * TILES.down(); tile++) {
      TileKey key = new TileKey(tile / TILES.across(), tile % TILES.across());
      PixelWindow core = TILES.core(key);
      byte[] codes = new byte[core.width() * core.height()];
      for (int i = 0; i < codes.length; i++) {
        codes[i] = (byte) code(core.col() + i % core.width(), core.row() + i / core.width());
      }
      rows.add(
          RowFactory.create(
              key.row(), key.col(), codes, new byte[2 * codes.length], new Row[0], new Row[0]));
    }
    return spark.createDataFrame(rows, ChangeTable.SCHEMA.type()).repartition(partitions);
  }

  private List<String> patches(int partitions) throws ParseException {
    List<String> found = new ArrayList<>();
    for (Row row : LossPatchesJob.run(change(partitions), TILES, FIRST_YEAR).collectAsList()) {
      Geometry patch = new WKBReader().read(row.<byte[]>getAs(LossPatchesJob.GEOMETRY));
      found.add(
          String.format(
              Locale.ROOT,
              "%d %s %.0f at %.0f %.0f",
              row.<Integer>getAs(LossPatchesJob.YEAR),
              patch.getGeometryType(),
              patch.getArea(),
              patch.getEnvelopeInternal().getMinX(),
              patch.getEnvelopeInternal().getMaxY()));
    }
    return found;
  }

  @Test
  void aPatchIsOnePolygonAcrossTilesAndPixelsAtACornerAreTwo() throws ParseException {
    String[] expected = {
      "2003 Polygon 1800 at 600450 799880",
      "2003 Polygon 900 at 600090 799760",
      "2003 Polygon 900 at 600120 799730",
      "2004 Polygon 900 at 600900 799400",
      "2005 Polygon 900 at 600930 799400"
    };
    assertThat(patches(1)).containsExactlyInAnyOrder(expected);
    assertThat(patches(7)).containsExactlyInAnyOrder(expected);
  }

  @Test
  void theRasterOfLossYearsReadsBack() throws Exception {
    int[] years = {2001, 2002, 2003, 2004, 2005};
    RasterLayersJob.change(change(3), TILES, years, new int[0], folder);
    try (GeoTiffSource tiff = GeoTiffSource.open(folder.resolve("loss_year.tif"))) {
      assertThat(tiff.grid()).isEqualTo(GRID);
      float[] values = tiff.read(new int[] {0}, GRID.window()).get(0).data();
      int epoch = Palette.lossEpoch(FIRST_YEAR);
      for (int i = 0; i < values.length; i++) {
        int code = code(i % GRID.width(), i / GRID.width());
        if (code == ChangeTable.UNKNOWN) {
          assertThat(values[i]).isNaN();
        } else {
          assertThat((double) values[i])
              .isCloseTo(code == 0 ? 0 : FIRST_YEAR + code - epoch, within(0.0));
        }
      }
    }
  }
}
