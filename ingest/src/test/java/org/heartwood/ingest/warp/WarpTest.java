package org.heartwood.ingest.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.warp.PixelMapping.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarpTest {
  private static final float NAN = Float.NaN;
  private static final Grid UTM = new Grid("EPSG:32636", 808755, 852945, 30, 300, 260);
  private static final Grid NEXT_ZONE = new Grid("EPSG:32637", 146100, 855000, 28, 320, 300);

  private static FloatRaster raster(int width, float... values) {
    return new FloatRaster(new PixelWindow(0, 0, width, values.length / width), values);
  }

  private static Grid plane(double originX, double originY, double size, int width, int height) {
    return new Grid("EPSG:32636", 500_000 + originX, 800_000 + originY, size, width, height);
  }

  private static float[] warped(FloatRaster source, Grid from, Grid to, Resampling resampling) {
    return Warp.between(from, to, resampling).warp(source, to.window()).data();
  }

  @ParameterizedTest
  @EnumSource
  void alignedGridsAreCopiedBitByBit(Resampling resampling) {
    Grid target = new Grid("EPSG:32636", 808755 - 90, 852945 - 60, 30, 300, 260);
    FloatRaster image = Landscape.clouded(Landscape.image(UTM, 1), 2);
    float oddNan = Float.intBitsToFloat(0x7fc00123);
    image.data()[image.index(20, 30)] = oddNan;
    FloatRaster copy = Warp.between(UTM, target, resampling).warp(image, target.window());
    assertThat(Float.floatToRawIntBits(copy.at(23, 28))).isEqualTo(0x7fc00123);
    assertThat(copy.crop(new PixelWindow(3, 0, 297, 258)).data())
        .isEqualTo(image.crop(new PixelWindow(0, 2, 297, 258)).data());
    assertThat(copy.crop(new PixelWindow(0, 0, 3, 260)).data()).containsOnly(NAN);
    assertThat(copy.crop(new PixelWindow(0, 258, 300, 2)).data()).containsOnly(NAN);
  }

  @Test
  void anAlignedWindowNeedsItsOwnPixelsOnly() {
    Grid target = new Grid("EPSG:32636", 808755 + 600, 852945 - 300, 30, 100, 100);
    Warp warp = Warp.between(UTM, target, Resampling.CUBIC);
    assertThat(warp.sourceWindow(new PixelWindow(10, 20, 5, 7)))
        .contains(new PixelWindow(30, 30, 5, 7));
    assertThat(warp.sourceWindow(new PixelWindow(-25, 20, 10, 7)))
        .contains(new PixelWindow(0, 30, 5, 7));
    assertThat(warp.sourceWindow(new PixelWindow(290, 20, 10, 7))).isEmpty();
  }

  /** Tiles of odd sizes, in any order, each with no more of the source than it asks for. */
  @ParameterizedTest
  @EnumSource
  void everyTilingGivesTheSameBits(Resampling resampling) {
    FloatRaster image = Landscape.clouded(Landscape.image(UTM, 3), 4);
    Warp warp = Warp.between(UTM, NEXT_ZONE, resampling);
    FloatRaster whole = warp.warp(image, NEXT_ZONE.window());
    Random random = new Random(5);
    for (int i = 0; i < 25; i++) {
      PixelWindow tile =
          new PixelWindow(
              random.nextInt(330) - 10,
              random.nextInt(310) - 10,
              11 + random.nextInt(90),
              11 + random.nextInt(90));
      FloatRaster part =
          warp.sourceWindow(tile)
              .map(needed -> warp.warp(image.crop(needed), tile))
              .orElse(FloatRaster.empty(tile));
      PixelWindow inside = tile.intersection(NEXT_ZONE.window());
      assertThat(part.crop(inside).data()).isEqualTo(whole.crop(inside).data());
    }
  }

  @Test
  void placesAreWithinAHundredthOfAPixelOfTheExactOnes() {
    List<Grid> targets =
        List.of(
            NEXT_ZONE,
            new Grid("EPSG:4326", 35.75, 7.75, 0.0003, 300, 300),
            new Grid("EPSG:4326", 30, 12, 0.01, 900, 900),
            new Grid("EPSG:6933", 3_000_000, 1_200_000, 1000, 900, 700));
    for (Grid target : targets) {
      PixelMapping mapping = new PixelMapping(UTM, target);
      double[] worst = {0};
      mapping.visit(
          target.window(),
          (block, pixels) -> {
            for (int row = pixels.row(); row < pixels.endRow(); row++) {
              for (int col = pixels.col(); col < pixels.endCol(); col += 7) {
                Position exact = mapping.at(col + 0.5, row + 0.5);
                Position fast = block.at(col + 0.5, row + 0.5);
                double error = Math.hypot(exact.col() - fast.col(), exact.row() - fast.row());
                worst[0] = Math.max(worst[0], error);
              }
            }
          });
      assertThat(worst[0]).isBetween(1e-12, 1.05 * PixelMapping.TOLERANCE_PX);
    }
  }

  @Test
  void aScaleIsTheEdgeOfATargetPixelInSourcePixels() {
    Grid tenMetres = new Grid("EPSG:32636", 808755, 852945, 10, 900, 780);
    assertThat(Warp.between(tenMetres, UTM, Resampling.AVERAGE).sourcePxPerTargetPx())
        .isCloseTo(3, within(1e-6));
    assertThat(Warp.between(tenMetres, NEXT_ZONE, Resampling.AVERAGE).sourcePxPerTargetPx())
        .isCloseTo(2.8, within(0.01));
    Grid degrees = new Grid("EPSG:4326", 35.7, 7.8, 0.00025, 2000, 2000);
    assertThat(Warp.between(degrees, UTM, Resampling.NEAREST).sourcePxPerTargetPx())
        .isCloseTo(30 / 27.75, within(0.01));
  }

  @Test
  void aLinearRampStaysLinearUnderBilinearAndCubic() {
    Grid source = plane(0, 0, 30, 40, 40);
    Grid target = plane(307, -293, 20, 20, 20);
    FloatRaster ramp = FloatRaster.empty(source.window());
    for (int i = 0; i < ramp.data().length; i++) {
      int row = i / 40;
      ramp.data()[i] = 3 * (i % 40) - 2 * row;
    }
    for (Resampling kind : List.of(Resampling.BILINEAR, Resampling.CUBIC)) {
      float[] values = warped(ramp, source, target, kind);
      for (int i = 0; i < values.length; i++) {
        int row = i / 20;
        double col = (307 + 20 * (i % 20 + 0.5)) / 30 - 0.5;
        assertThat((double) values[i])
            .isCloseTo(3 * col - 2 * ((293 + 20 * (row + 0.5)) / 30 - 0.5), within(1e-4));
      }
    }
  }

  @Test
  void aCentreOnABorderTakesTheEastAndSouthPixel() {
    assertThat(
            warped(
                raster(2, 1, 2, 3, 4),
                plane(0, 0, 30, 2, 2),
                plane(15, -15, 30, 1, 1),
                Resampling.NEAREST))
        .containsExactly(4);
  }

  @Test
  void bilinearLeavesGapsOutAndKeepsTheirSize() {
    Grid source = plane(0, 0, 4, 3, 1);
    // Centres at 0.5, 1.25, 1.75, 2.25 and 2.75 source pixels.
    Grid target = plane(0, 0, 2, 6, 1);
    FloatRaster gap = raster(3, 10, NAN, 30);
    assertThat(warped(gap, source, target, Resampling.BILINEAR))
        .containsExactly(10, 10, NAN, NAN, 30, 30);
    assertThat(warped(raster(3, 10, 20, 30), source, target, Resampling.BILINEAR))
        .containsExactly(10, 12.5f, 17.5f, 22.5f, 27.5f, 30);
  }

  @Test
  void cubicIsBilinearBesideGapsAndEdges() {
    Grid source = plane(0, 0, 4, 6, 6);
    Grid target = plane(2, -2, 4, 5, 5);
    FloatRaster image = Landscape.image(source, 9);
    float[] cubic = warped(image, source, target, Resampling.CUBIC);
    float[] bilinear = warped(image, source, target, Resampling.BILINEAR);
    assertThat(cubic[2 * 5 + 2]).isNotEqualTo(bilinear[2 * 5 + 2]);
    assertThat(Arrays.copyOf(cubic, 5)).isEqualTo(Arrays.copyOf(bilinear, 5));
    image.data()[image.index(1, 1)] = NAN;
    assertThat(warped(image, source, target, Resampling.CUBIC)[2 * 5 + 2])
        .isEqualTo(bilinear[2 * 5 + 2]);
  }

  /** Catmull-Rom in the middle between pixels: (−1, 9, 9, −1) / 16. */
  @Test
  void cubicHasTheWeightsOfCatmullAndRom() {
    float[] column = new float[36];
    for (int i = 0; i < 36; i++) {
      column[i] = i % 6 == 2 ? 16 : 0;
    }
    float[] cubic =
        warped(raster(6, column), plane(0, 0, 4, 6, 6), plane(2, -2, 4, 5, 5), Resampling.CUBIC);
    assertThat(cubic[2 * 5 + 1]).isEqualTo(9);
    assertThat(cubic[2 * 5 + 3]).isEqualTo(-1);
  }

  @Test
  void averageWeighsByTheCoveredArea() {
    Grid source = plane(0, 0, 2, 3, 1);
    Grid target = plane(1, 0, 2, 3, 1);
    assertThat(warped(raster(3, 1, 3, 11), source, target, Resampling.AVERAGE))
        .containsExactly(2, 7, 11);
    Grid wide = plane(0, 0, 5, 1, 1);
    assertThat(
            warped(
                raster(3, 1, 3, 11, 1, 3, 11, 1, 3, 11),
                plane(0, 0, 2, 3, 3),
                wide,
                Resampling.AVERAGE))
        .containsExactly((1 * 2 + 3 * 2 + 11) / 5f);
  }

  @Test
  void areaKindsNeedHalfOfTheFootprint() {
    Grid source = plane(0, 0, 1, 2, 2);
    Grid target = plane(0, 0, 2, 1, 1);
    for (Resampling kind : List.of(Resampling.AVERAGE, Resampling.MODE)) {
      assertThat(warped(raster(2, 4, NAN, NAN, 4), source, target, kind)).containsExactly(4);
      assertThat(warped(raster(2, 4, NAN, NAN, NAN), source, target, kind)).containsExactly(NAN);
    }
  }

  @Test
  void ofEqualAreasTheLowerClassWins() {
    Grid source = plane(0, 0, 1, 2, 2);
    Grid target = plane(0, 0, 2, 1, 1);
    assertThat(warped(raster(2, 7, 3, 3, 7), source, target, Resampling.MODE)).containsExactly(3);
    assertThat(warped(raster(2, 7, 3, 7, 7), source, target, Resampling.MODE)).containsExactly(7);
  }

  /** UTM zone 1 lies on both sides of 180°. */
  @Test
  void aWindowAcrossTheAntimeridianFindsBothSides() {
    Grid target = new Grid("EPSG:32701", 159_000, 8_120_000, 5000, 20, 4);
    Grid from180 = new Grid("EPSG:4326", 170, -10, 0.05, 400, 200);
    Grid world = new Grid("EPSG:4326", -180, 90, 0.5, 720, 360);
    for (Grid source : List.of(from180, world)) {
      FloatRaster longitude = FloatRaster.empty(source.window());
      for (int i = 0; i < longitude.data().length; i++) {
        double lonDeg = source.x(i % source.width() + 0.5);
        longitude.data()[i] = (float) (lonDeg < 0 ? lonDeg + 360 : lonDeg);
      }
      float[] values = warped(longitude, source, target, Resampling.NEAREST);
      for (int col = 0; col < 20; col++) {
        assertThat((double) values[col])
            .isCloseTo(179.79 + col * 0.0467, within(source.pixelSize() / 2 + 0.03));
      }
    }
  }

  @Test
  void whatTheSourcesSystemCannotShowIsNoData() {
    Grid world = new Grid("EPSG:4326", -180, 90, 1, 360, 180);
    FloatRaster ones = FloatRaster.empty(UTM.window());
    Arrays.fill(ones.data(), 1);
    FloatRaster warped = Warp.between(UTM, world, Resampling.NEAREST).warp(ones, world.window());
    for (int i = 0; i < warped.data().length; i++) {
      if (!Float.isNaN(warped.data()[i])) {
        assertThat(world.x(i % 360)).isEqualTo(35);
        assertThat(i / 360).isEqualTo(82);
      }
    }
  }

  @Test
  void aTargetMayCountItsLongitudesTo360() {
    Grid fiji = new Grid("EPSG:32760", 800_000, 8_200_000, 100, 400, 200);
    FloatRaster image = Landscape.image(fiji, 1);
    Grid to360 = new Grid("EPSG:4326", 179.85, -16.3, 0.001, 250, 100);
    Grid to180 = new Grid("EPSG:4326", 179.85 - 360, -16.3, 0.001, 250, 100);
    float[] values = warped(image, fiji, to360, Resampling.BILINEAR);
    float[] same = warped(image, fiji, to180, Resampling.BILINEAR);

    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isCloseTo(same[i], within(1e-5f));
    }
  }

  @Test
  void missingSourcePixelsAreRefused() {
    Warp warp = Warp.between(UTM, NEXT_ZONE, Resampling.NEAREST);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> warp.warp(FloatRaster.empty(new PixelWindow(0, 0, 10, 10)), NEXT_ZONE.window()));
  }
}
