package org.heartwood.ingest.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.product.MadeTiff.Sample;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against gdaldem; skipped where it is absent. */
class TerrainValidationTest {
  private static final int WIDTH = 60;
  private static final int HEIGHT = 45;
  private static final double GDAL_NO_DATA = -9999;

  private final Path folder;

  TerrainValidationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void requireGdal() {
    GdalTool.require("gdaldem");
    GdalTool.require("gdal_translate");
  }

  /**
   * Heights in eighths of a metre. gdaldem adds heights in float, which is exact for these; with
   * more digits its aspect was 1.5e-4° off, which is not ours to follow.
   */
  private static double[] hills() {
    Random random = new Random(3);
    double[] z = new double[WIDTH * HEIGHT];
    for (int i = 0; i < z.length; i++) {
      double x = i % WIDTH;
      double y = Math.floorDiv(i, WIDTH);
      double height = 500 + 200 * Math.sin(x / 7) * Math.cos(y / 5) + 4 * y;
      z[i] = Math.rint(8 * (height + 30 * random.nextDouble())) / 8;
    }
    for (int i = 20 * WIDTH; i < 20 * WIDTH + 12; i++) {
      z[i - WIDTH] = 300;
      z[i] = 300;
      z[i + WIDTH] = 300;
    }
    return z;
  }

  private static FloatRaster raster(double[] z) {
    float[] out = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      out[i] = z[i] == GDAL_NO_DATA ? Float.NaN : (float) z[i];
    }
    return Rasters.of(WIDTH, out);
  }

  private double[] gdaldem(Path elevation, String mode, String... options) {
    Path out = folder.resolve(mode + ".tif");
    String[] command = new String[options.length + 5];
    System.arraycopy(
        new String[] {"gdaldem", mode, elevation.toString(), out.toString(), "-q"},
        0,
        command,
        0,
        5);
    System.arraycopy(options, 0, command, 5, options.length);
    GdalTool.run(command);
    return GdalTool.values(out);
  }

  private static void same(FloatRaster ours, double[] gdal) {
    for (int i = 0; i < gdal.length; i++) {
      if (gdal[i] == GDAL_NO_DATA) {
        assertThat(ours.data()[i]).as("pixel %d", i).isNaN();
      } else {
        assertThat((double) ours.data()[i]).as("pixel %d", i).isCloseTo(gdal[i], within(1e-4));
      }
    }
  }

  @Test
  void slopeAndAspectInMetresEqualGdaldems() throws IOException {
    Grid grid = new Grid("EPSG:32636", 500000, 100000, 30, WIDTH, HEIGHT);
    double[] z = hills();
    Path file = MadeTiff.write(folder.resolve("z.tif"), grid, Sample.FLOAT32, z);
    same(Terrain.slopeDeg(raster(z), grid), gdaldem(file, "slope"));
    same(Terrain.slopePercent(raster(z), grid), gdaldem(file, "slope", "-p"));
    same(Terrain.aspectDeg(raster(z), grid), gdaldem(file, "aspect"));
  }

  @Test
  void noDataInTheModelSpreadsAsInGdaldem() throws IOException {
    Grid grid = new Grid("EPSG:32636", 500000, 100000, 30, WIDTH, HEIGHT);
    double[] z = hills();
    z[10 * WIDTH + 10] = GDAL_NO_DATA;
    z[30 * WIDTH + 1] = GDAL_NO_DATA;
    Path plain = MadeTiff.write(folder.resolve("z.tif"), grid, Sample.FLOAT32, z);
    Path file = folder.resolve("gaps.tif");
    GdalTool.run("gdal_translate", "-q", "-a_nodata", "-9999", plain.toString(), file.toString());
    same(Terrain.slopeDeg(raster(z), grid), gdaldem(file, "slope"));
    same(Terrain.aspectDeg(raster(z), grid), gdaldem(file, "aspect"));
  }

  /**
   * gdaldem knows no ellipsoid, but pixels that are not square: each row is compared with a copy of
   * the model whose pixels have the metres of that row's latitude.
   */
  @ParameterizedTest
  @ValueSource(doubles = {-0.3, -35, 61.5})
  void slopeInDegreesEqualsGdaldemsOnTheEllipsoid(double northDeg) throws IOException {
    double sizeDeg = 1 / 3600.0;
    Grid grid = new Grid("EPSG:4326", 10, northDeg, sizeDeg, WIDTH, HEIGHT);
    double[] z = hills();
    Path file = MadeTiff.write(folder.resolve("z.tif"), grid, Sample.FLOAT32, z);
    FloatRaster ours = Terrain.slopeDeg(raster(z), grid);
    for (int row : new int[] {1, HEIGHT / 2, HEIGHT - 2}) {
      double latDeg = northDeg - (row + 0.5) * sizeDeg;
      double widthM = sizeDeg * MetresPerDegree.ofLongitude(latDeg);
      double heightM = sizeDeg * MetresPerDegree.ofLatitude(latDeg);
      Path metres = folder.resolve("metres.tif");
      GdalTool.run(
          "gdal_translate",
          "-q",
          "-a_srs",
          "EPSG:32633",
          "-a_ullr",
          "0",
          Double.toString(HEIGHT * heightM),
          Double.toString(WIDTH * widthM),
          "0",
          file.toString(),
          metres.toString());
      double[] gdal = gdaldem(metres, "slope");
      for (int col = 1; col < WIDTH - 1; col++) {
        assertThat((double) ours.at(col, row)).isCloseTo(gdal[row * WIDTH + col], within(1e-4));
      }
    }
  }

  @Test
  void atTheEquatorThisIsNearlyTheUsualFactor() throws IOException {
    Grid grid = new Grid("EPSG:4326", 10, 0.006, 1 / 3600.0, WIDTH, HEIGHT);
    double[] z = hills();
    Path file = MadeTiff.write(folder.resolve("z.tif"), grid, Sample.FLOAT32, z);
    double[] gdal = gdaldem(file, "slope", "-s", "111120");
    FloatRaster ours = Terrain.slopeDeg(raster(z), grid);
    for (int i = 0; i < gdal.length; i++) {
      if (gdal[i] != GDAL_NO_DATA) {
        assertThat((double) ours.data()[i]).isCloseTo(gdal[i], within(0.15));
      }
    }
  }
}
