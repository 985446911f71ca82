package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.project.Dossier.NoData;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

/** The map of all Guadeloupe (data-samples/guadeloupe), whose counts its README states. */
final class RiskMapJobTest {
  private static final Path MAP = Path.of("..", "data-samples", "guadeloupe", "fcc12345.tif");
  private static final Timeline TIMELINE = new Timeline(List.of(2000, 2005, 2010, 2015, 2020), 2);

  private final SparkSession spark = SparkSessions.open("local[2]");
  private final Grid grid;

  RiskMapJobTest() throws IOException {
    try (GeoTiffSource map = GeoTiffSource.open(MAP)) {
      this.grid = map.grid();
    }
  }

  private RiskMapJob.Counted run(Geometry masked, List<Geometry> areas, int partitions) {
    return Objects.requireNonNull(
        RiskMapJob.run(
            spark,
            DataAccess.standard(),
            new Landscape(
                MAP.toString(),
                grid,
                TIMELINE,
                List.of(1, 2, 3, 4, 5),
                NoData.NO_FOREST,
                List.of(),
                List.of(),
                10,
                0.1,
                0,
                16,
                512),
            29,
            masked,
            areas,
            64,
            partitions));
  }

  private static long sum(RiskCounts counts, int at) {
    double sum = 0;
    for (double[] byClass : counts.totals()) {
      sum += byClass[at];
    }
    return Math.round(sum);
  }

  @Test
  void pixelsAreThoseOfTheReadmeAndPartitionsDoNotShow() {
    GeometryFactory factory = new GeometryFactory();
    Geometry masked = factory.toGeometry(grid.envelope(new PixelWindow(500, 900, 300, 300)));
    Geometry place = factory.toGeometry(grid.envelope(new PixelWindow(900, 1200, 100, 100)));
    RiskMapJob.Counted counted = run(masked, List.of(masked, place), 3);
    RiskCounts all = counted.landscape();
    assertThat(sum(all, RiskCounts.FIT_FOREST))
        .isEqualTo(8_251 + 21_944 + 25_986 + 29_389 + 877_950);
    assertThat(sum(all, RiskCounts.FIT_LOST)).isEqualTo(8_251);
    assertThat(sum(all, RiskCounts.TRY_LOST)).isEqualTo(21_944);
    assertThat(sum(all, RiskCounts.BEFORE_LOST)).isEqualTo(8_251 + 21_944);
    assertThat(sum(all, RiskCounts.START_FOREST)).isEqualTo(25_986 + 29_389 + 877_950);
    assertThat(sum(all, RiskCounts.START_FOREST + 1)).isEqualTo(25_986);
    assertThat(sum(all, RiskCounts.START_FOREST + 2)).isEqualTo(25_986 + 29_389);
    assertThat(sum(counted.outside(), RiskCounts.START_FOREST))
        .isEqualTo(
            sum(all, RiskCounts.START_FOREST)
                - sum(counted.areas().get(0), RiskCounts.START_FOREST));
    assertThat(sum(counted.areas().get(1), RiskCounts.START_FOREST)).isPositive();
    assertThat(counted.thresholdM()).isBetween(58.0, 129 * 29.0);

    RiskMapJob.Counted again = run(masked, List.of(masked, place), 11);
    assertThat(again.thresholdM()).isEqualTo(counted.thresholdM());
    assertThat(again.landscape().totals()).isDeepEqualTo(all.totals());
    assertThat(again.areas().get(1).totals()).isDeepEqualTo(counted.areas().get(1).totals());
  }
}
