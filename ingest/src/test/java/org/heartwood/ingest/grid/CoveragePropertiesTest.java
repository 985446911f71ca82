package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;

class CoveragePropertiesTest {
  private static final Offset<Double> ROUNDING = within(1e-9);
  private static final GeometryFactory GEOMETRIES = new GeometryFactory();
  private static final double SIZE_M = 30;
  private static final double PIXEL_M2 = SIZE_M * SIZE_M;

  /** UTM coordinates as large as real ones. */
  private static final Grid GRID = new Grid("EPSG:32636", 819105, 832185, SIZE_M, 143, 148);

  private static void equalsJts(Geometry geometry, PixelWindow window) {
    double[] fractions = Coverage.fractions(geometry, GRID, window);
    assertThat(fractions).hasSize(window.width() * window.height());
    for (int row = 0; row < window.height(); row++) {
      for (int col = 0; col < window.width(); col++) {
        PixelWindow pixel = new PixelWindow(window.col() + col, window.row() + row, 1, 1);
        double exact =
            GEOMETRIES.toGeometry(GRID.envelope(pixel)).intersection(geometry).getArea() / PIXEL_M2;
        assertThat(fractions[row * window.width() + col])
            .as("pixel %s of %s in %s", pixel, geometry, window)
            .isCloseTo(exact, ROUNDING);
      }
    }
  }

  private static double sum(double[] fractions) {
    return Arrays.stream(fractions).sum();
  }

  private static Polygon star(Random random, double col, double row, double minPx, double maxPx) {
    return Stars.star(random, GRID.x(col), GRID.y(row), minPx * SIZE_M, maxPx * SIZE_M);
  }

  private static Geometry holed(Random random, double col, double row) {
    return star(random, col, row, 2.5, 4).difference(star(random, col, row, 0.3, 2));
  }

  private static int holeCount(Geometry polygons) {
    int holes = 0;
    for (int i = 0; i < polygons.getNumGeometries(); i++) {
      holes += ((Polygon) polygons.getGeometryN(i)).getNumInteriorRing();
    }
    return holes;
  }

  @Test
  void everyPixelOfRandomStarsEqualsTheAreaOfItsIntersection() {
    Random random = new Random(1);
    for (int i = 0; i < 3500; i++) {
      double col = 40 + random.nextDouble();
      double row = 70 + random.nextDouble();
      equalsJts(star(random, col, row, 0.2, 4), new PixelWindow(36, 66, 9, 9));
    }
  }

  @Test
  void windowsThatCutTheStarOrMissItMeasureWhatLiesInThem() {
    Random random = new Random(2);
    for (int i = 0; i < 3000; i++) {
      Polygon polygon = star(random, 40 + random.nextDouble(), 70 + random.nextDouble(), 1, 8);
      PixelWindow window =
          new PixelWindow(
              30 + random.nextInt(20),
              60 + random.nextInt(20),
              1 + random.nextInt(6),
              1 + random.nextInt(6));
      equalsJts(polygon, window);
    }
  }

  @Test
  void polygonsSmallerThanAPixelKeepTheirArea() {
    Random random = new Random(3);
    for (int i = 0; i < 1000; i++) {
      double radiusPx = Math.pow(10, -3 * random.nextDouble());
      Polygon polygon =
          star(random, 41 + random.nextDouble(), 71 + random.nextDouble(), 0, 0.5 * radiusPx);
      equalsJts(polygon, new PixelWindow(40, 70, 3, 3));
    }
  }

  @Test
  void sliversKeepTheirArea() {
    Random random = new Random(10);
    for (int i = 0; i < 1500; i++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double lengthM = SIZE_M * 7 * random.nextDouble();
      double widthM = SIZE_M * Math.pow(10, -5 * random.nextDouble());
      double x = GRID.x(40 + random.nextDouble());
      double y = GRID.y(70 + random.nextDouble());
      double alongX = lengthM / 2 * Math.cos(angle);
      double alongY = lengthM / 2 * Math.sin(angle);
      Polygon polygon =
          GEOMETRIES.createPolygon(
              new Coordinate[] {
                new Coordinate(x - alongX, y - alongY),
                new Coordinate(x + alongX, y + alongY),
                new Coordinate(x + widthM * random.nextDouble(), y + widthM),
                new Coordinate(x - alongX, y - alongY)
              });
      equalsJts(polygon, new PixelWindow(35, 65, 11, 11));
    }
  }

  @Test
  void windingChangesNoBit() {
    Random random = new Random(11);
    for (int i = 0; i < 500; i++) {
      Geometry polygon = holed(random, 40, 70 + random.nextDouble());
      PixelWindow window = new PixelWindow(35, 65, 11, 11);
      assertThat(Coverage.fractions(polygon.reverse(), GRID, window))
          .isEqualTo(Coverage.fractions(polygon, GRID, window));
    }
  }

  @Test
  void verticesAndEdgesOnPixelCornersAndEdgesAreExact() {
    Random random = new Random(4);
    int valid = 0;
    for (int i = 0; i < 1500; i++) {
      // Multiples of half a pixel of this grid: its origin is one too.
      Polygon polygon = Stars.snapped(star(random, 40, 70, 1, 4), SIZE_M / 2);
      if (polygon.isValid() && polygon.getArea() > 0) {
        valid++;
        equalsJts(polygon, new PixelWindow(36, 66, 9, 9));
      }
    }
    assertThat(valid).isGreaterThan(500);
  }

  @Test
  void holesAreNotCoveredAndPartsAddUp() {
    Random random = new Random(5);
    int holes = 0;
    for (int i = 0; i < 500; i++) {
      Geometry left = holed(random, 40, 70 + random.nextDouble());
      Geometry right = holed(random, 48.5, 70 + random.nextDouble());
      Geometry both = left.union(right);
      assertThat(both.getNumGeometries()).isGreaterThan(1);
      holes += holeCount(both) > 1 ? 1 : 0;
      equalsJts(both, new PixelWindow(35, 65, 19, 11));
    }
    assertThat(holes).isGreaterThan(300);
  }

  @Test
  void aPolygonAndItsComplementFillEveryPixelExactly() {
    Random random = new Random(6);
    PixelWindow window = new PixelWindow(20, 50, 40, 40);
    Geometry frame = GEOMETRIES.toGeometry(GRID.envelope(window.grow(2)));
    for (int i = 0; i < 300; i++) {
      Polygon polygon = star(random, 40 + random.nextDouble(), 70 + random.nextDouble(), 3, 21);
      double[] inside = Coverage.fractions(polygon, GRID, window);
      double[] outside = Coverage.fractions(frame.difference(polygon), GRID, window);
      for (int pixel = 0; pixel < inside.length; pixel++) {
        assertThat(inside[pixel] + outside[pixel]).isEqualTo(1);
      }
    }
  }

  @Test
  void theFractionsSumToTheArea() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      Polygon polygon = star(random, 70 + random.nextDouble(), 70 + random.nextDouble(), 0.2, 60);
      double areaPx = polygon.getArea() / PIXEL_M2;
      assertThat(sum(Coverage.fractions(polygon, GRID, GRID.window())))
          .isCloseTo(areaPx, within(1e-9 * Math.max(1, areaPx)));
    }
  }

  @Test
  void movingPolygonAndWindowByWholePixelsChangesNoBit() {
    // Powers of two: the translation itself does not round.
    Grid grid = new Grid("EPSG:32636", 1 << 19, 1 << 20, 32, 4000, 4000);
    Random random = new Random(8);
    for (int i = 0; i < 500; i++) {
      Polygon polygon =
          Stars.snapped(
              Stars.star(random, grid.x(100.5), grid.y(100.5), 32, 32 * 9), Math.pow(2, -12));
      int cols = random.nextInt(3000);
      int rows = random.nextInt(3000);
      Geometry moved =
          AffineTransformation.translationInstance(32.0 * cols, -32.0 * rows).transform(polygon);
      assertThat(Coverage.fractions(moved, grid, new PixelWindow(90 + cols, 90 + rows, 21, 21)))
          .isEqualTo(Coverage.fractions(polygon, grid, new PixelWindow(90, 90, 21, 21)));
    }
  }

  @Test
  void noBitDependsOnTheWindowThatAsks() {
    Random random = new Random(9);
    for (int i = 0; i < 60; i++) {
      Polygon polygon = star(random, 70 + random.nextDouble(), 70 + random.nextDouble(), 10, 90);
      double[] whole = Coverage.fractions(polygon, GRID, GRID.window());
      for (int tileSizePx : new int[] {16, 48, 64}) {
        TileGrid tiles = new TileGrid(GRID, tileSizePx);
        for (int tileRow = 0; tileRow < tiles.down(); tileRow++) {
          for (int tileCol = 0; tileCol < tiles.across(); tileCol++) {
            PixelWindow core = tiles.core(new TileKey(tileRow, tileCol));
            double[] part = Coverage.fractions(polygon, GRID, core);
            for (int pixel = 0; pixel < part.length; pixel++) {
              int col = core.col() + pixel % core.width();
              int row = core.row() + pixel / core.width();
              assertThat(part[pixel]).isEqualTo(whole[row * GRID.width() + col]);
            }
          }
        }
      }
    }
  }
}
