package org.heartwood.verification.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.run.SparkSessions;
import org.heartwood.verification.reference.StratumDraw.Drawn;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;

final class StratumDrawTest {
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  /** A triangle over several windows of the wide map. */
  private static final Geometry TRIANGLE =
      GEOMETRIES.createPolygon(
          new Coordinate[] {
            new Coordinate(601_007, 798_991),
            new Coordinate(631_503, 797_017),
            new Coordinate(611_013, 763_003),
            new Coordinate(601_007, 798_991)
          });

  private static StratumDraw all(MadeStrata map, Geometry zone, int points) throws IOException {
    return StrataScan.draw(map, zone, 0, StrataScan.bands(map.grid()), points, 5);
  }

  @Test
  void pointsFallOnPixelsByTheAreaThatTheZoneCovers() {
    // 4 × 4 whole pixels and a rim of which half is covered, at the corners a quarter.
    Grid grid = new Grid("EPSG:32636", 0, 180, 30, 6, 6);
    Geometry zone = GEOMETRIES.toGeometry(new Envelope(15, 165, 15, 165));
    double[] m2 = new double[36];
    Arrays.fill(m2, 900);
    StratumDraw draw = new StratumDraw(1, 50_000, 9);
    draw.add(grid.window(), new byte[36], CoverageRuns.of(zone, grid, grid.window()), m2);
    Map<Integer, Integer> counts = new HashMap<>();
    draw.drawn(0).forEach(drawn -> counts.merge(drawn.row() * 6 + drawn.col(), 1, Integer::sum));
    double chi2 = 0;
    for (int pixel = 0; pixel < 36; pixel++) {
      int row = pixel / 6;
      int col = pixel % 6;
      double share = (row % 5 == 0 ? 0.5 : 1) * (col % 5 == 0 ? 0.5 : 1) / 25;
      double expected = 50_000 * share;
      chi2 += Math.pow(counts.getOrDefault(pixel, 0) - expected, 2) / expected;
    }
    // 99.9th percentile with 35 degrees of freedom.
    assertThat(chi2).isLessThan(66.6);
    assertThat(draw.drawn(0)).hasSize(50_000);
    assertThat(draw.areaHa(0)).isCloseTo(2.25, within(1e-9));
  }

  @Test
  void partsInAnyOrderAndTasksOnSparkDrawTheSamePoints() throws IOException {
    StratumDraw whole = all(MadeStrata.WIDE, TRIANGLE, 200);
    StratumDraw joined = new StratumDraw(2, 200, 5);
    for (int band = StrataScan.bands(MadeStrata.WIDE.grid()) - 1; band >= 0; band--) {
      StratumDraw part = StrataScan.draw(MadeStrata.WIDE, TRIANGLE, band, band + 1, 200, 5);
      for (int stratum = 0; stratum < 2; stratum++) {
        joined.add(stratum, part.areaMm2(stratum), part.pixels(stratum), part.drawn(stratum));
      }
    }
    SparkSession spark = SparkSessions.open("local[2]");
    StratumDraw onSpark = StrataDrawJob.run(spark, MadeStrata.WIDE, TRIANGLE, 200, 5, 3);
    for (int stratum = 0; stratum < 2; stratum++) {
      assertThat(whole.drawn(stratum)).hasSize(200);
      assertThat(joined.drawn(stratum)).isEqualTo(whole.drawn(stratum));
      assertThat(onSpark.drawn(stratum)).isEqualTo(whole.drawn(stratum));
      assertThat(onSpark.areaMm2(stratum)).isEqualTo(whole.areaMm2(stratum));
      assertThat(joined.pixels(stratum)).isEqualTo(whole.pixels(stratum));
    }
  }

  @Test
  void aLargerSampleHoldsTheSmallerOne() throws IOException {
    List<Drawn> few = all(MadeStrata.SMALL, box(0, 120), 30).drawn(1);
    List<Drawn> many = all(MadeStrata.SMALL, box(0, 120), 400).drawn(1);
    assertThat(many.subList(0, 30)).isEqualTo(few);
  }

  /** A box over some columns of the small map, cutting pixels to its north and south. */
  private static Geometry box(double fromCol, double toCol) {
    Grid grid = MadeStrata.SMALL.grid();
    return GEOMETRIES.toGeometry(
        new Envelope(grid.x(fromCol), grid.x(toCol), grid.y(97.3), grid.y(2.6)));
  }

  @Test
  void theStrataOfTheHalvesOfAZoneAddUpToThoseOfTheWhole() throws IOException {
    StratumDraw whole = all(MadeStrata.SMALL, box(10.2, 110.9), 10);
    StratumDraw west = all(MadeStrata.SMALL, box(10.2, 61.37), 10);
    StratumDraw east = all(MadeStrata.SMALL, box(61.37, 110.9), 10);
    for (int stratum = 0; stratum < 2; stratum++) {
      assertThat(west.areaHa(stratum) + east.areaHa(stratum))
          .isCloseTo(whole.areaHa(stratum), within(1e-6));
    }
  }

  @Test
  void aZoneOffTheMapHasNoPoints() throws IOException {
    StratumDraw none = all(MadeStrata.SMALL, box(500, 600), 10);
    assertThat(none.pixels(0) + none.pixels(1)).isZero();
    assertThat(MadeStrata.SMALL.grid().window()).isEqualTo(new PixelWindow(0, 0, 120, 100));
  }
}
