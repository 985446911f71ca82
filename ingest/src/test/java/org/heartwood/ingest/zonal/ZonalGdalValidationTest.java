package org.heartwood.ingest.zonal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes counted by GDAL on cells of a twentieth of a pixel. */
class ZonalGdalValidationTest {
  private static final Grid GRID = new Grid("EPSG:32636", 819105, 832185, 30, 100, 100);
  private static final int CELLS = 20;
  private static final int CLASSES = 4;
  private static final MemoryRaster RASTER =
      new MemoryRaster(GRID, 64, 64, (col, row) -> (col / 3 + row / 5) % CLASSES);

  private static boolean runs(Path folder, String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log.txt").toFile())
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  private static String polygon(Random random) {
    List<String> ring = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      double angle = 2 * Math.PI * i / 30;
      double radiusPx = 15 + 30 * random.nextDouble();
      double x = GRID.x(50 + radiusPx * Math.cos(angle));
      double y = GRID.y(50 + radiusPx * Math.sin(angle));
      ring.add(String.format(Locale.ROOT, "[%.6f,%.6f]", x, y));
    }
    ring.add(ring.get(0));
    return "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
        + "\"urn:ogc:def:crs:EPSG::32636\"}},\"features\":[{\"type\":\"Feature\",\"properties\":{},"
        + "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[["
        + String.join(",", ring)
        + "]]}}]}";
  }

  @Test
  void classesCoverAsManyCellsAsGdalBurns(@TempDir Path folder)
      throws IOException, InterruptedException {
    Assumptions.assumeTrue(runs(folder, "gdal_rasterize", "--version"), "no GDAL");
    Random random = new Random(1);
    for (int i = 0; i < 5; i++) {
      Path file = Files.writeString(folder.resolve("zone.geojson"), polygon(random));
      assertThat(
              runs(
                  folder,
                  ("gdal_rasterize -q -burn 1 -of ENVI -ot Byte -tr 1.5 1.5"
                          + " -te 819105 829185 822105 832185 zone.geojson cells.bin")
                      .split(" ")))
          .isTrue();
      double[] burnt = new double[CLASSES];
      byte[] cells = Files.readAllBytes(folder.resolve("cells.bin"));
      int across = GRID.width() * CELLS;
      for (int cell = 0; cell < cells.length; cell++) {
        int col = cell % across / CELLS;
        int row = cell / across / CELLS;
        burnt[(int) RASTER.formula().at(col, row)] += cells[cell] / (double) (CELLS * CELLS);
      }
      List<ZonePolygon> zones = ZoneFeatures.read(file, MapProjection.of(GRID.crs()), null);
      ZoneStatistics found =
          ZonalStatistics.compute(
                  RASTER.source(),
                  zones,
                  Operation.parseList("count,mean,area_ha,histogram,variety"),
                  1)
              .get(0);
      // Half a cell along the border, were all cells wrong to the same side.
      double tolerancePx = zones.get(0).polygons().getLength() / 30 * 0.5 / CELLS;
      double count = found.value(Operation.parseList("count").get(0));
      double pixelHa = found.value(Operation.parseList("area_ha").get(0)) / count;
      double sum = 0;
      for (int value = 0; value < CLASSES; value++) {
        double classPx = found.classAreasHa().getOrDefault((double) value, 0.0) / pixelHa;
        assertThat(classPx).isCloseTo(burnt[value], within(tolerancePx));
        assertThat(classPx / burnt[value]).isCloseTo(1, within(2e-3));
        sum += value * burnt[value] / count;
      }
      assertThat(found.value(Operation.parseList("mean").get(0))).isCloseTo(sum, within(2e-3));
      Files.delete(folder.resolve("cells.bin"));
    }
  }
}
