package org.heartwood.ingest.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.warp.PixelMapping.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against {@code gdalwarp -et 0} (every pixel projected by PROJ); skipped where it is absent. */
class WarpValidationTest {
  private static final Grid TEN_METRES = new Grid("EPSG:32636", 808755, 852945, 10, 600, 540);

  private final Path folder;

  WarpValidationTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Two grids; the target reaches beyond the source on some sides. */
  record Pair(String name, Grid source, Grid target, PixelMapping mapping) {
    Pair(String name, Grid source, Grid target) {
      this(name, source, target, new PixelMapping(source, target));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Pair> pairs() {
    Grid kafa = new Grid("EPSG:32636", 808755, 852945, 30, 400, 350);
    return List.of(
        new Pair("UTM 36 to 37", kafa, new Grid("EPSG:32637", 146000.5, 855007, 30, 420, 390)),
        new Pair("UTM to degrees", kafa, new Grid("EPSG:4326", 35.795, 7.712, 0.00027, 415, 360)),
        new Pair(
            "degrees to UTM",
            new Grid("EPSG:4326", 35.8, 7.71, 0.00025, 420, 380),
            new Grid("EPSG:32636", 809085, 851715, 30, 370, 320)),
        new Pair(
            "southern UTM to equal area",
            new Grid("EPSG:32719", 445005, 8590485, 30, 380, 330),
            new Grid("EPSG:6933", -6710000, -1616000, 30, 360, 330)),
        new Pair("half a pixel aside", kafa, new Grid("EPSG:32636", 808770, 852960, 30, 300, 250)));
  }

  @BeforeEach
  void requireGdal() {
    assumeTrue(GdalWarp.isPresent("gdalwarp"), "gdalwarp is not on the path");
  }

  private FloatRaster gdal(FloatRaster image, Pair pair, Resampling kind) {
    String name = kind == Resampling.NEAREST ? "near" : kind.name().toLowerCase(Locale.ROOT);
    return GdalWarp.warp(image, pair.source, pair.target, name, folder);
  }

  private static FloatRaster ours(FloatRaster image, Pair pair, Resampling kind) {
    return Warp.between(pair.source, pair.target, kind).warp(image, pair.target.window());
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void nearestDiffersFromGdalOnlyOnTheBordersOfPixels(Pair pair) {
    FloatRaster image = Landscape.clouded(Landscape.image(pair.source, 1), 2);
    FloatRaster expected = gdal(image, pair, Resampling.NEAREST);
    FloatRaster warped = ours(image, pair, Resampling.NEAREST);
    int differing = 0;
    int valid = 0;
    for (int i = 0; i < expected.data().length; i++) {
      valid += Float.isNaN(expected.data()[i]) ? 0 : 1;
      if (Float.compare(expected.data()[i], warped.data()[i]) != 0) {
        differing++;
        assertThat(toBorderPx(place(pair, i))).isLessThan(1.1 * PixelMapping.TOLERANCE_PX);
      }
    }
    assertThat(valid).isGreaterThan(expected.data().length * 2 / 5);
    assertThat(differing).isLessThan(expected.data().length / 1000);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void bilinearDiffersFromGdalByLessThanTheSlopeOverTheToleranceOfPlaces(Pair pair) {
    interpolationsDifferByLessThanTheSlope(pair, Resampling.BILINEAR, 1);
  }

  /** Near gaps a centre decides by a hair whether it is cubic or bilinear: they are left out. */
  @ParameterizedTest
  @MethodSource("pairs")
  void cubicDiffersFromGdalByLessThanTheSlopeOverTheToleranceOfPlaces(Pair pair) {
    interpolationsDifferByLessThanTheSlope(pair, Resampling.CUBIC, 1.5);
  }

  /**
   * A value moves by at most {@code steepness × (largest step between neighbours)} a pixel in each
   * direction.
   */
  private void interpolationsDifferByLessThanTheSlope(
      Pair pair, Resampling kind, double steepness) {
    FloatRaster image = Landscape.clouded(Landscape.image(pair.source, 3), 4);
    FloatRaster expected = gdal(image, pair, kind);
    FloatRaster warped = ours(image, pair, kind);
    int compared = 0;
    double worst = 0;
    for (int i = 0; i < expected.data().length; i++) {
      if (Float.isNaN(expected.data()[i]) != Float.isNaN(warped.data()[i])) {
        assertThat(toBorderPx(place(pair, i))).isLessThan(1.1 * PixelMapping.TOLERANCE_PX);
        continue;
      }
      double step = largestStep(image, place(pair, i));
      if (!Float.isNaN(expected.data()[i]) && !Double.isNaN(step)) {
        compared++;
        double bound = 1e-6 + 2.2 * steepness * step * PixelMapping.TOLERANCE_PX;
        worst = Math.max(worst, Math.abs(warped.data()[i] - expected.data()[i]) / bound);
      }
    }
    assertThat(worst).isLessThanOrEqualTo(1);
    assertThat(compared).isGreaterThan(expected.data().length / 3);
  }

  private static Position place(Pair pair, int index) {
    int row = index / pair.target.width();
    return pair.mapping.at(index % pair.target.width() + 0.5, row + 0.5);
  }

  private static double toBorderPx(Position at) {
    return Math.min(
        Math.abs(at.col() - Math.rint(at.col())), Math.abs(at.row() - Math.rint(at.row())));
  }

  /** Between neighbours in the 6 × 6 pixels around a place; NaN where one has no data. */
  private static double largestStep(FloatRaster image, Position at) {
    double largest = 0;
    int west = (int) Math.floor(at.col() - 0.5) - 2;
    int north = (int) Math.floor(at.row() - 0.5) - 2;
    if (!image.window().contains(new PixelWindow(west, north, 6, 6))) {
      return Double.NaN;
    }
    for (int i = 0; i < 36; i++) {
      int col = west + i % 6;
      int row = north + i / 6;
      double value = image.at(col, row);
      double east = i % 6 < 5 ? Math.abs(image.at(col + 1, row) - value) : 0;
      double south = i / 6 < 5 ? Math.abs(image.at(col, row + 1) - value) : 0;
      if (Double.isNaN(value + east + south)) {
        return Double.NaN;
      }
      largest = Math.max(largest, Math.max(east, south));
    }
    return largest;
  }

  /** Where half of a footprint is valid; GDAL asks for one pixel. */
  @ParameterizedTest
  @CsvSource({"30, 808725, 852945", "25, 808722, 852955"})
  void averageEqualsGdalsInsideTheSource(double sizeM, double originX, double originY) {
    Grid target = new Grid("EPSG:32636", originX, originY, sizeM, 200, 185);
    Pair pair = new Pair("average", TEN_METRES, target);
    FloatRaster image = Landscape.clouded(Landscape.image(TEN_METRES, 5), 6);
    FloatRaster expected = gdal(image, pair, Resampling.AVERAGE);
    FloatRaster warped = ours(image, pair, Resampling.AVERAGE);
    int compared = 0;
    int onlyGdal = 0;
    for (int i = 0; i < expected.data().length; i++) {
      int row = i / target.width();
      PixelWindow pixel = new PixelWindow(i % target.width(), row, 1, 1);
      // Over the source's edge GDAL does not weigh the parts by their area.
      if (TEN_METRES.envelope().contains(target.envelope(pixel))) {
        if (Float.isNaN(warped.data()[i])) {
          onlyGdal += Float.isNaN(expected.data()[i]) ? 0 : 1;
        } else {
          compared++;
          assertThat(warped.data()[i]).isCloseTo(expected.data()[i], within(1e-6f));
        }
      }
    }
    assertThat(compared).isGreaterThan(20_000);
    assertThat(onlyGdal).isBetween(1, compared / 40);
  }

  /** Among ties GDAL takes the class that it meets first. */
  @Test
  void modeEqualsGdalsWhereOneClassHasMost() {
    Grid target = new Grid("EPSG:32636", 808725, 852945, 30, 200, 180);
    Pair pair = new Pair("mode", TEN_METRES, target);
    FloatRaster classes = Landscape.clouded(Landscape.classes(TEN_METRES, 5), 6);
    FloatRaster expected = gdal(classes, pair, Resampling.MODE);
    FloatRaster warped = ours(classes, pair, Resampling.MODE);
    int compared = 0;
    int tied = 0;
    for (int i = 0; i < expected.data().length; i++) {
      if (!Float.isNaN(warped.data()[i])) {
        int row = i / target.width();
        int[] counts = new int[6];
        for (int part = 0; part < 9; part++) {
          float code = classes.at((i % target.width() - 1) * 3 + part % 3, row * 3 + part / 3);
          counts[Float.isNaN(code) ? 0 : (int) code]++;
        }
        int most = counts[(int) warped.data()[i]];
        if (Arrays.stream(counts).skip(1).filter(count -> count == most).count() == 1) {
          compared++;
          assertThat(warped.data()[i]).isEqualTo(expected.data()[i]);
        } else {
          tied++;
        }
      }
    }
    assertThat(compared).isGreaterThan(25_000);
    assertThat(tied).isPositive();
  }

  /**
   * GDAL's average takes the bounding box of a turned footprint; the mean of 20 × 20 of its nearest
   * pixels inside each target pixel does not.
   */
  @Test
  void averageOverTurnedFootprintsIsTheMeanOfManyPointsInThem() {
    Grid target = new Grid("EPSG:32637", 149000, 852500, 30, 30, 30);
    Grid fine = new Grid("EPSG:32637", 149000, 852500, 1.5, 600, 600);
    FloatRaster image = Landscape.image(TEN_METRES, 7);
    FloatRaster points = gdal(image, new Pair("points", TEN_METRES, fine), Resampling.NEAREST);
    FloatRaster warped = ours(image, new Pair("mean", TEN_METRES, target), Resampling.AVERAGE);
    double meanError = 0;
    for (int i = 0; i < warped.data().length; i++) {
      int row = i / 30;
      double mean = 0;
      for (int part = 0; part < 400; part++) {
        mean += points.at(i % 30 * 20 + part % 20, row * 20 + part / 20) / 400;
      }
      // An edge of a field (0.4) through the pixel is found to a twentieth of a pixel.
      assertThat((double) warped.data()[i]).isCloseTo(mean, within(0.4 / 20));
      meanError += (warped.data()[i] - mean) / warped.data().length;
    }
    assertThat(meanError).isCloseTo(0, within(1e-3));
  }
}
