package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PixelAreasTest {
  private static void equalsPixelArea(Grid grid, boolean rowOnly) {
    PixelAreas areas = new PixelAreas(grid);
    assertThat(areas.dependOnRowOnly()).isEqualTo(rowOnly);
    Random random = new Random(1);
    MapProjection projection = MapProjection.of(grid.crs());
    double[] one = new double[1];
    for (int i = 0; i < 300; i++) {
      int col = random.nextInt(grid.width());
      int row = random.nextInt(grid.height());
      areas.fill(row, col, col + 1, one, 0);
      // The reference itself rounds where a pixel is a thousand-millionth of its coordinates.
      double tolerance = grid.pixelSize() == 0.5 ? 1e-8 : 1e-9;
      assertThat(one[0] / PixelArea.pixelM2(grid, projection, col, row))
          .isCloseTo(1, within(tolerance));
    }
  }

  @Test
  void utmPixelsAreWithinAThousandMillionth() {
    equalsPixelArea(new Grid("EPSG:32633", 500_000, 5_000_000, 30, 10_000, 10_000), false);
    equalsPixelArea(new Grid("EPSG:32636", 199_980, 7_900_020, 10, 10_980, 10_980), false);
    equalsPixelArea(new Grid("EPSG:32620", 634_000, 1_800_000, 0.5, 300, 200), false);
  }

  @Test
  void otherProjectionsAreToo() {
    equalsPixelArea(new Grid("EPSG:3035", 2_500_000, 5_500_000, 100, 30_000, 40_000), false);
    equalsPixelArea(new Grid("EPSG:3031", -3_000_000, 3_000_000, 1000, 6000, 6000), false);
  }

  @Test
  void alongAParallelAllPixelsAreAlike() {
    equalsPixelArea(new Grid("EPSG:4326", -10, 50, 0.00025, 40_000, 40_000), true);
    equalsPixelArea(new Grid("EPSG:3857", 1_000_000, 8_000_000, 30, 40_000, 40_000), true);
  }
}
