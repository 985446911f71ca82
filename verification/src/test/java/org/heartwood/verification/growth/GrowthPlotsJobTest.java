package org.heartwood.verification.growth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.Coverage;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.project.Zone;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.change.SyntheticLandscape;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

final class GrowthPlotsJobTest {
  private static final Grid GRID = SyntheticLandscape.GRID;
  private static final GrowthDates DATES = new GrowthDates(null, 2002, 2003, 2006);
  private static final int EDGE = 4;

  private final SparkSession spark = SparkSessions.open("local[2]");
  private final SyntheticLandscape landscape = SyntheticLandscape.withClearings();

  private List<GrowthPlot> run(
      int tilePx, int partitions, double areaM2, List<Geometry> neighbours) {
    TileGrid tiles = new TileGrid(GRID, tilePx);
    return GrowthPlotsJob.run(
        landscape.canopy(spark, tiles).repartition(partitions),
        SyntheticLandscape.tileZones(spark, tiles).repartition(partitions),
        tiles,
        new GrowthPlotsJob.Request(DATES, areaM2, areaM2, neighbours, 5));
  }

  /** Every plot, pixel by pixel. */
  private List<GrowthPlot> byHand() {
    double[] project = coverage(Zone.PROJECT);
    double[] comparison = coverage(Zone.COMPARISON);
    List<GrowthPlot> plots = new ArrayList<>();
    for (int row = 0; (row + 1) * EDGE <= GRID.height(); row++) {
      for (int col = 0; (col + 1) * EDGE <= GRID.width(); col++) {
        boolean inside = mean(project, row, col) >= 0.75;
        if (inside || mean(comparison, row, col) > 1 - 1e-9) {
          List<Double> cover = new ArrayList<>();
          for (int year : DATES.years()) {
            double sum = 0;
            for (int i = 0; i < EDGE * EDGE; i++) {
              sum += landscape.canopyPct(year, col * EDGE + i % EDGE, row * EDGE + i / EDGE);
            }
            cover.add(sum / EDGE / EDGE);
          }
          if (cover.stream().noneMatch(value -> value.isNaN())) {
            plots.add(new GrowthPlot(row, col, inside, cover));
          }
        }
      }
    }
    return plots;
  }

  private static double[] coverage(Zone zone) {
    return Coverage.fractions(
        requireNonNull(SyntheticLandscape.zones().get(zone)), GRID, GRID.window());
  }

  private static double mean(double[] coverage, int row, int col) {
    double sum = 0;
    for (int i = 0; i < EDGE * EDGE; i++) {
      sum += coverage[(row * EDGE + i / EDGE) * GRID.width() + col * EDGE + i % EDGE];
    }
    return sum / EDGE / EDGE;
  }

  @Test
  void allPlotsAreThoseFoundByHandWhateverTheTilesAndTasks() {
    List<GrowthPlot> expected = byHand();
    assertThat(expected).hasSizeGreaterThan(900).anyMatch(GrowthPlot::inProject);
    for (int tilePx : new int[] {16, 64, 256}) {
      assertThat(run(tilePx, 1 + tilePx / 32, 1, List.of())).isEqualTo(expected);
    }
  }

  @Test
  void aSampleIsAboutAsLargeAsWantedAndTheSameForAnyTiles() {
    // Three thousand plots outside are wanted on ten times the ground that there is.
    double areaM2 = 10 * 3000 * Math.pow(EDGE * GRID.pixelSize(), 2);
    List<GrowthPlot> sample = run(64, 3, areaM2, List.of());
    long outside = sample.stream().filter(plot -> !plot.inProject()).count();
    long all = byHand().stream().filter(plot -> !plot.inProject()).count();
    assertThat(outside).isBetween(all / 20, all / 5);
    assertThat(byHand()).containsAll(sample);
    assertThat(run(32, 2, areaM2, List.of())).isEqualTo(sample);
  }

  @Test
  void landOfNeighboursIsNoControl() {
    Geometry neighbour =
        new GeometryFactory().toGeometry(new Envelope(600_000, 600_500, 799_000, 800_000));
    List<GrowthPlot> plots = run(64, 2, 1, List.of(neighbour));
    assertThat(plots)
        .isEqualTo(
            byHand().stream()
                .filter(plot -> plot.col() * 120 > 500 || plot.row() * 120 > 1000)
                .toList());
  }

  @Test
  void plotsAreAsLargeAsTheMethodologyAllows() {
    assertThat(GrowthPlotsJob.plotPx(30)).isEqualTo(4);
    assertThat(GrowthPlotsJob.plotPx(10)).isEqualTo(8);
    assertThat(GrowthPlotsJob.plotPx(100)).isEqualTo(1);
    assertThat(GrowthPlotsJob.plotPx(3)).isEqualTo(16);
  }
}
