package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

class CoverageTest {
  private static final Grid GRID = new Grid("EPSG:32636", 0, 4, 1, 4, 4);

  private static Geometry wkt(String text) throws ParseException {
    return new WKTReader().read(text);
  }

  @Test
  void aRectangleOnPixelEdgesCoversWholePixelsAndNoOthers() throws ParseException {
    double[] fractions =
        Coverage.fractions(wkt("POLYGON ((1 1, 3 1, 3 3, 1 3, 1 1))"), GRID, GRID.window());
    assertThat(fractions).containsExactly(0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void aDiagonalHalvesThePixelsThatItCrosses() throws ParseException {
    double[] fractions =
        Coverage.fractions(wkt("POLYGON ((0 0, 4 0, 4 4, 0 0))"), GRID, GRID.window());
    assertThat(fractions).containsExactly(0, 0, 0, 0.5, 0, 0, 0.5, 1, 0, 0.5, 1, 1, 0.5, 1, 1, 1);
  }

  @Test
  void aWindowInsideThePolygonIsFull() throws ParseException {
    Geometry polygon = wkt("POLYGON ((-9 -9, 13 -8, 14 15, -8 13, -9 -9))");
    assertThat(Coverage.fractions(polygon, GRID, GRID.window())).hasSize(16).containsOnly(1);
  }

  @Test
  void aWindowBesideThePolygonIsEmptyOnEverySide() throws ParseException {
    Geometry polygon = wkt("POLYGON ((1 1, 3 1, 3 3, 1 3, 1 1))");
    for (PixelWindow window :
        new PixelWindow[] {
          new PixelWindow(-5, 0, 4, 4),
          new PixelWindow(5, 0, 4, 4),
          new PixelWindow(0, -5, 4, 4),
          new PixelWindow(0, 5, 4, 4)
        }) {
      assertThat(Coverage.fractions(polygon, GRID, window)).hasSize(16).containsOnly(0);
    }
  }

  @Test
  void windingDoesNotMatter() throws ParseException {
    Geometry polygon =
        wkt("POLYGON ((0.2 0.1, 3.7 0.4, 3.1 3.8, 0.2 0.1), (2 1, 2.5 1.1, 2.4 1.6, 2 1))");
    double[] fractions = Coverage.fractions(polygon, GRID, GRID.window());
    assertThat(Coverage.fractions(polygon.reverse(), GRID, GRID.window()))
        .containsExactly(fractions, within(1e-14));
    assertThat(fractions[6]).isBetween(0.5, 0.9);
  }

  @Test
  void anEmptyPolygonCoversNothing() throws ParseException {
    assertThat(Coverage.fractions(wkt("POLYGON EMPTY"), GRID, GRID.window())).containsOnly(0);
    assertThat(Coverage.fractions(wkt("MULTIPOLYGON EMPTY"), GRID, GRID.window())).containsOnly(0);
  }

  @Test
  void linesAndPointsAreRefused() throws ParseException {
    Geometry mixed =
        wkt("GEOMETRYCOLLECTION (POLYGON ((0 0, 1 0, 1 1, 0 0)), LINESTRING (2 2, 3 3))");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Coverage.fractions(mixed, GRID, GRID.window()))
        .withMessage("only polygons cover pixels, was LineString");
  }
}
