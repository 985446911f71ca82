package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;

class TrimmedRingsTest {
  private static final Grid GRID = new Grid("EPSG:32636", 819105, 832185, 30, 203, 177);

  private record Run(int row, int fromCol, int toCol, double fraction) {}

  private static List<Run> runs(CoverageRuns coverage) {
    List<Run> runs = new ArrayList<>();
    coverage.rows(
        0,
        GRID.height(),
        (row, fromCol, toCol, fraction) -> runs.add(new Run(row, fromCol, toCol, fraction)));
    return runs;
  }

  @Test
  void aTrimmedPolygonHasTheSameBitsInItsWindow() {
    Random random = new Random(11);
    for (int i = 0; i < 2_000; i++) {
      Geometry star =
          Stars.star(
              random,
              GRID.x(-20 + 240 * random.nextDouble()),
              GRID.y(-20 + 220 * random.nextDouble()),
              30,
              30 * (2 + 150 * random.nextDouble()));
      Geometry hole =
          Stars.star(random, star.getCentroid().getX(), star.getCentroid().getY(), 1, 9);
      Geometry zone = star.contains(hole) ? star.difference(hole) : star;
      PixelWindow window =
          new PixelWindow(random.nextInt(190), random.nextInt(160), 13, 1 + random.nextInt(17));
      CoverageRuns all = CoverageRuns.of(zone, GRID, GRID.window());
      PixelWindow larger = window.grow(random.nextInt(40)).intersection(GRID.window());
      CoverageRuns trimmed = all.within(larger).within(window.intersection(GRID.window()));
      assertThat(runs(trimmed))
          .isEqualTo(runs(CoverageRuns.of(zone, GRID, window.intersection(GRID.window()))));
      assertThat(
              runs(CoverageRuns.fromBytes(trimmed.toBytes(), window.intersection(GRID.window()))))
          .isEqualTo(runs(trimmed));
      assertThat(trimmed.vertices()).isLessThanOrEqualTo(all.vertices());
    }
  }

  @Test
  void aWindowDeepInsideKeepsAHandfulOfVertices() {
    Random random = new Random(12);
    double x = GRID.x(100);
    double y = GRID.y(90);
    Geometry disk = Stars.star(random, x, y, 2_400, 2_500).buffer(100, 4_000);
    CoverageRuns all = CoverageRuns.of(disk, GRID, GRID.window());
    CoverageRuns inside = all.within(new PixelWindow(96, 84, 16, 16));
    assertThat(all.vertices()).isGreaterThan(10_000);
    assertThat(inside.vertices()).isLessThan(12);
    assertThat(runs(inside)).hasSize(16).allSatisfy(run -> assertThat(run.fraction()).isEqualTo(1));
  }

  @Test
  void aWindowBesideThePolygonKeepsNothing() {
    Geometry star = Stars.star(new Random(1), GRID.x(50), GRID.y(50), 200, 300);
    CoverageRuns all = CoverageRuns.of(star, GRID, GRID.window());
    for (PixelWindow window :
        List.of(
            new PixelWindow(20, 40, 16, 16),
            new PixelWindow(80, 40, 16, 16),
            new PixelWindow(40, 80, 16, 16),
            new PixelWindow(40, 20, 16, 16))) {
      assertThat(all.within(window).vertices()).isZero();
      assertThat(all.within(window).isEmpty()).isTrue();
    }
  }
}
