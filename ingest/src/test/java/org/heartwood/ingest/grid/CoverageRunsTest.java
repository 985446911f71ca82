package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class CoverageRunsTest {
  private static final Grid GRID = new Grid("EPSG:32636", 0, 8, 1, 8, 8);
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();

  private record Run(int row, int fromCol, int toCol, double fraction) {}

  private static List<Run> runs(Geometry polygon, Grid grid, int from, int to) {
    List<Run> runs = new ArrayList<>();
    CoverageRuns.of(polygon, grid, grid.window())
        .rows(from, to, (row, west, east, share) -> runs.add(new Run(row, west, east, share)));
    return runs;
  }

  private static Geometry wkt(String text) throws ParseException {
    return new WKTReader().read(text);
  }

  @Test
  void theInsideIsOneRunARow() throws ParseException {
    assertThat(runs(wkt("POLYGON ((1 5, 7 5, 7 7.5, 1 7.5, 1 5))"), GRID, 0, 8))
        .containsExactly(new Run(0, 1, 7, 0.5), new Run(1, 1, 7, 1), new Run(2, 1, 7, 1));
  }

  @Test
  void edgesAreSinglePixelsBesideTheInside() throws ParseException {
    assertThat(runs(wkt("POLYGON ((1.25 5, 6.5 5, 6.5 6, 1.25 6, 1.25 5))"), GRID, 0, 8))
        .containsExactly(new Run(2, 1, 2, 0.75), new Run(2, 2, 6, 1), new Run(2, 6, 7, 0.5));
  }

  @Test
  void aHoleParts() throws ParseException {
    Geometry polygon = wkt("POLYGON ((0 0, 8 0, 8 8, 0 8, 0 0), (2 2, 5 2, 5 6, 2 6, 2 2))");
    assertThat(runs(polygon, GRID, 3, 4)).containsExactly(new Run(3, 0, 2, 1), new Run(3, 5, 8, 1));
  }

  @Test
  void whatLiesOutsideTheWindowIsNotGiven() throws ParseException {
    Geometry polygon = wkt("POLYGON ((-1e12 -1e9, 1e11 -3e8, 2e12 1e10, -3e11 1e11, -1e12 -1e9))");
    assertThat(runs(polygon, GRID, 0, 8)).hasSize(8).allMatch(run -> run.toCol() == 8);
    CoverageRuns beside =
        CoverageRuns.of(
            wkt("POLYGON ((20 1, 30 1, 30 3, 20 1))"), GRID, new PixelWindow(0, 0, 8, 8));
    assertThat(beside.isEmpty()).isTrue();
  }

  @Test
  void anyRowsAskedForHaveTheSameBits() {
    Grid grid = new Grid("EPSG:32636", 819105, 832185, 30, 1000, 1000);
    Random random = new Random(1);
    for (int i = 0; i < 30; i++) {
      Geometry polygon = Stars.star(random, grid.x(500), grid.y(500), 3000, 20_000);
      List<Run> whole = runs(polygon, grid, 0, 1000);
      List<Run> pieces = new ArrayList<>();
      for (int row = 0; row < 1000; ) {
        int next = row + 1 + random.nextInt(100);
        pieces.addAll(runs(polygon, grid, row, next));
        row = next;
      }
      assertThat(pieces).isEqualTo(whole);
    }
  }

  @Test
  void aPolygonOverTenThousandMillionPixelsTakesAsManyRunsAsItsEdges() {
    Grid grid = new Grid("EPSG:32636", 0, 100_000, 1, 100_000, 100_000);
    int vertices = 100_000;
    Coordinate[] ring = new Coordinate[vertices + 1];
    for (int i = 0; i < vertices; i++) {
      double angle = 2 * Math.PI * i / vertices;
      double radius = 49_990 + 9 * Math.sin(1000 * angle);
      ring[i] =
          new Coordinate(50_000 + radius * Math.cos(angle), 50_000 + radius * Math.sin(angle));
    }
    ring[vertices] = ring[0];
    Geometry polygon = GEOMETRIES.createPolygon(ring);
    double[] sum = new double[1];
    long[] runs = new long[1];
    CoverageRuns.of(polygon, grid, grid.window())
        .rows(
            0,
            100_000,
            (row, from, to, share) -> {
              sum[0] += share * (to - from);
              runs[0]++;
            });
    assertThat(sum[0] / polygon.getArea()).isCloseTo(1, within(1e-12));
    assertThat(runs[0]).isLessThan(1_500_000);
  }

  @Test
  void coordinatesMustBeNumbers() {
    Geometry polygon = GEOMETRIES.toGeometry(new Envelope(1, 2, 1, 2));
    polygon.getCoordinates()[1].setX(Double.NaN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CoverageRuns.of(polygon, GRID, GRID.window()))
        .withMessageStartingWith("coordinates must be finite, was (NaN, ");
  }
}
