package org.heartwood.inference.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.tile.CompositeTable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HarmoniseJobTest {
  private static final int HALO_PX = 4;
  private static final Grid GRID = new Grid("EPSG:32636", 0, 0, 30, 90, 70);
  private static final PixelWindow READ = GRID.window().grow(200);

  /** Its line to the reference is {@code value / 0.8 − 0.05}. */
  private static final int DARK_YEAR = 2003;

  private static final int REFERENCE_YEAR = 2001;
  private static final int CLOUDY_YEAR = 2002;
  private static final int UNRELATED_YEAR = 2004;
  private static final int NEGATIVE_YEAR = 2005;

  private static SparkSession spark;

  @BeforeAll
  static void open() {
    spark = SparkSessions.open("local[2]");
  }

  /** A year's values; what lies outside the grid is wrong on purpose. */
  private static FloatRaster year(int year) {
    FloatRaster raster = FloatRaster.empty(READ);
    Random random = new Random(7);
    Random noise = new Random(year);
    for (int row = READ.row(); row < READ.endRow(); row++) {
      for (int col = READ.col(); col < READ.endCol(); col++) {
        double truth = 0.3 + 0.5 * random.nextDouble();
        double value =
            switch (year) {
              case REFERENCE_YEAR -> truth;
              case DARK_YEAR -> 0.8 * (truth + 0.05) + 0.005 * noise.nextGaussian();
              case UNRELATED_YEAR -> noise.nextDouble();
              case NEGATIVE_YEAR -> truth - 0.6;
              default -> Double.NaN;
            };
        boolean inside = row >= 0 && row < 70 && col >= 0 && col < 90;
        boolean cloud = inside && noise.nextInt(10) == 0;
        raster.data()[raster.index(col, row)] = cloud ? Float.NaN : (float) (inside ? value : -0.9);
      }
    }
    return raster;
  }

  private static Dataset<Row> composites(TileGrid tiles, int... years) {
    List<Row> rows = new ArrayList<>();
    for (int year : years) {
      FloatRaster raster = year(year);
      for (int row = 0; row < tiles.down(); row++) {
        for (int col = 0; col < tiles.across(); col++) {
          byte[] bytes = raster.crop(tiles.full(new TileKey(row, col)).grow(HALO_PX)).toBytes();
          rows.add(RowFactory.create(row, col, year, bytes, bytes, bytes, new Row[0]));
        }
      }
    }
    return spark.createDataFrame(rows, CompositeTable.SCHEMA.type());
  }

  private static HarmoniseJob.Result run(int tileSizePx, int partitions, int... years) {
    TileGrid tiles = new TileGrid(GRID, tileSizePx);
    return HarmoniseJob.run(
        composites(tiles, years).repartition(partitions), tiles, HALO_PX, REFERENCE_YEAR);
  }

  @Test
  void everyYearGetsItsLineAndTheReferenceTheIdentity() {
    HarmoniseJob.Result result =
        run(32, 2, NEGATIVE_YEAR, DARK_YEAR, REFERENCE_YEAR, UNRELATED_YEAR);

    assertThat(result.lines().stream().map(RadiometricLine::year))
        .containsExactly(REFERENCE_YEAR, DARK_YEAR, NEGATIVE_YEAR);
    assertThat(result.unusableYears()).containsExactly(UNRELATED_YEAR);
    FloatRaster reference = year(REFERENCE_YEAR).crop(GRID.window());
    assertThat(result.lines().get(0))
        .isEqualTo(RadiometricLine.identity(REFERENCE_YEAR, valid(reference, reference)));
    RadiometricLine dark = result.lines().get(1);
    assertThat(dark.gain()).isCloseTo(1 / 0.8, within(0.01));
    assertThat(dark.offset()).isCloseTo(-0.05, within(0.005));
    assertThat(dark.pixels())
        .isEqualTo(valid(reference, year(DARK_YEAR).crop(GRID.window())))
        .isLessThan(90 * 70);
  }

  private static long valid(FloatRaster first, FloatRaster second) {
    long valid = 0;
    for (int i = 0; i < first.data().length; i++) {
      valid += Float.isNaN(first.data()[i]) || Float.isNaN(second.data()[i]) ? 0 : 1;
    }
    return valid;
  }

  @Test
  void negativeValuesAreBinnedLikePositiveOnes() {
    RadiometricLine line = run(32, 2, REFERENCE_YEAR, NEGATIVE_YEAR).lines().get(1);
    assertThat(line.gain()).isCloseTo(1, within(1e-3));
    assertThat(line.offset()).isCloseTo(0.6, within(1e-3));
    assertThat(line.residualSd()).isLessThanOrEqualTo(0.004);
  }

  @Test
  void partitionsAndTileSizesDoNotChangeABit() {
    int[] years = {REFERENCE_YEAR, CLOUDY_YEAR, DARK_YEAR, UNRELATED_YEAR, NEGATIVE_YEAR};
    HarmoniseJob.Result expected = run(32, 1, years);
    assertThat(expected.lines()).hasSize(3);
    assertThat(run(32, 7, years)).isEqualTo(expected);
    assertThat(run(16, 7, years)).isEqualTo(expected);
    assertThat(run(96, 1, years)).isEqualTo(expected);
  }

  @Test
  void aYearWithoutAPixelInCommonWithTheReferenceIsUnusableAndNotForgotten() {
    HarmoniseJob.Result result = run(32, 2, REFERENCE_YEAR, CLOUDY_YEAR);
    assertThat(result.lines()).hasSize(1);
    assertThat(result.unusableYears()).containsExactly(CLOUDY_YEAR);
  }

  @Test
  void aReferenceYearWithoutAValidPixelRestsOnNone() {
    TileGrid tiles = new TileGrid(GRID, 32);
    HarmoniseJob.Result result =
        HarmoniseJob.run(composites(tiles, CLOUDY_YEAR, DARK_YEAR), tiles, HALO_PX, CLOUDY_YEAR);
    assertThat(result.lines()).containsExactly(RadiometricLine.identity(CLOUDY_YEAR, 0));
    assertThat(result.unusableYears()).containsExactly(DARK_YEAR);
  }

  @Test
  void aReferenceYearWithoutCompositeIsRefused() {
    TileGrid tiles = new TileGrid(GRID, 32);
    Dataset<Row> composites = composites(tiles, DARK_YEAR);
    assertThat(Arrays.asList(composites.columns())).contains(CompositeTable.MEDIAN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HarmoniseJob.run(composites, tiles, HALO_PX, 1999))
        .withMessage("the reference year 1999 has no composite");
  }
}
