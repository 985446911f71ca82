package org.heartwood.verification.change;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.SparkSessions;
import org.junit.jupiter.api.Test;

class ForestShareJobTest {
  private static final Grid GRID = SyntheticLandscape.GRID;

  private final SparkSession spark = SparkSessions.open("local[2]");
  private final SyntheticLandscape landscape = SyntheticLandscape.withClearings();

  private Dataset<Row> change(TileGrid tiles) {
    return ChangeJob.run(
            landscape.canopy(spark, tiles),
            SyntheticLandscape.tileZones(spark, tiles),
            tiles,
            SyntheticLandscape.settings())
        .localCheckpoint();
  }

  private double[] run(int tilePx, int partitions, Grid target) {
    TileGrid tiles = new TileGrid(GRID, tilePx);
    return ForestShareJob.forestHa(
        change(tiles).repartition(partitions),
        SyntheticLandscape.tileZones(spark, tiles).repartition(partitions),
        tiles,
        SyntheticLandscape.settings(),
        target);
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  /** Hectares of the project in each pixel of a coarser grid, by hand. */
  private static double[] projectHa(int factor) {
    double[] share =
        Coverage.fractions(
            requireNonNull(SyntheticLandscape.zones().get(Zone.PROJECT)), GRID, GRID.window());
    double[] m2 = PixelArea.window(GRID, GRID.window());
    int width = (GRID.width() + factor - 1) / factor;
    double[] ha = new double[width * ((GRID.height() + factor - 1) / factor)];
    for (int i = 0; i < share.length; i++) {
      int cell = i / GRID.width() / factor * width + i % GRID.width() / factor;
      ha[cell] += share[i] * m2[i] / 1e4;
    }
    return ha;
  }

  @Test
  void everyForestPixelCountsInTheCellThatHoldsItsCentre() {
    // In the start year all of the project is forest: its clearings come later.
    for (int factor : new int[] {1, 10}) {
      Grid target =
          new Grid(
              GRID.crs(),
              GRID.originX(),
              GRID.originY(),
              30.0 * factor,
              (GRID.width() + factor - 1) / factor,
              (GRID.height() + factor - 1) / factor);
      double[] expected = projectHa(factor);
      double[] found = run(64, 3, target);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(1e-6));
      }
      assertThat(sum(found)).isGreaterThan(150);
    }
  }

  @Test
  void openLandIsNotCounted() {
    PixelWindow gone = new PixelWindow(45, 45, 20, 20);
    SyntheticLandscape open =
        new SyntheticLandscape(List.of(new SyntheticLandscape.Clearing(2001, gone)));
    TileGrid tiles = new TileGrid(GRID, 64);
    Dataset<Row> change =
        ChangeJob.run(
                open.canopy(spark, tiles),
                SyntheticLandscape.tileZones(spark, tiles),
                tiles,
                SyntheticLandscape.settings())
            .localCheckpoint();
    double[] found =
        ForestShareJob.forestHa(
            change,
            SyntheticLandscape.tileZones(spark, tiles),
            tiles,
            SyntheticLandscape.settings(),
            GRID);
    double[] all = projectHa(1);
    for (int i = 0; i < found.length; i++) {
      int col = i % GRID.width();
      int row = i / GRID.width();
      boolean inside =
          col >= gone.col() && col < gone.endCol() && row >= gone.row() && row < gone.endRow();
      assertThat(found[i]).isCloseTo(inside ? 0 : all[i], within(1e-6));
    }
  }

  @Test
  void tilesAndPartitionsDoNotShow() {
    Grid target = new Grid(GRID.crs(), GRID.originX() + 13, GRID.originY() - 7, 100, 45, 42);
    double[] once = run(64, 1, target);
    assertThat(run(64, 7, target)).isEqualTo(once);
    // Pieces of the zone are cut along the tiles: a pixel's share may differ in its last digit.
    assertThat(run(128, 2, target)).containsExactly(once, within(1e-9));
  }

  @Test
  void forestBeyondTheTargetIsNotCountedAndADegreeGridTakesTheSameForest() {
    double whole = sum(projectHa(1));
    Grid away = new Grid(GRID.crs(), GRID.originX() + 100_000, GRID.originY(), 30, 10, 10);
    assertThat(sum(run(64, 2, away))).isZero();
    Grid west = new Grid(GRID.crs(), GRID.originX(), GRID.originY(), 30, 60, 140);
    assertThat(sum(run(64, 2, west))).isStrictlyBetween(0.1 * whole, 0.9 * whole);
    // Degrees, as maps of the whole globe have them: 600 km east in zone 36 is near 33.9 degrees.
    Grid degrees = new Grid("EPSG:4326", 33.8, 7.3, 0.001, 200, 200);
    assertThat(sum(run(64, 2, degrees))).isCloseTo(whole, within(1e-6));
  }
}
