package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.project.Dossier.NoData;
import org.junit.jupiter.api.Test;

final class LandscapeTileTest {
  private static final int RADIUS = 5;
  private static final Grid GRID = new Grid("EPSG:32620", 0, 3000, 30, 100, 100);
  private static final Grid COARSE = new Grid("EPSG:32620", -30, 3030, 90, 35, 35);
  private static final Landscape LANDSCAPE =
      new Landscape(
          "forest.tif",
          GRID,
          new Timeline(List.of(2000, 2005, 2010, 2015), 2),
          List.of(11, 12, 13, 14),
          NoData.UNKNOWN,
          List.of(
              new Landscape.CovariateMap(
                  new MatchingCovariate("elevation", "m", 200), "elevation.tif")),
          List.of(),
          RADIUS,
          0.1,
          1,
          16,
          64);

  /** Classes of the whole grid: 0 never forest. */
  private static FloatRaster codes() {
    SplittableRandom random = new SplittableRandom(1);
    FloatRaster codes = FloatRaster.empty(GRID.window());
    for (int i = 0; i < codes.data().length; i++) {
      int code = random.nextInt(6);
      codes.data()[i] = code < 4 ? 11 + code : code == 4 ? 0 : Float.NaN;
    }
    return codes;
  }

  private static LandscapeTile tile(PixelWindow core, FloatRaster elevation) {
    FloatRaster around = FloatRaster.empty(core.grow(RADIUS));
    FloatRaster codes = codes();
    around.paste(codes.crop(around.window().intersection(GRID.window())));
    return new LandscapeTile(
        LANDSCAPE, core, around, List.of(new LandscapeTile.OwnGrid(COARSE, elevation)), List.of());
  }

  private static FloatRaster elevation() {
    FloatRaster elevation = FloatRaster.empty(COARSE.window());
    for (int i = 0; i < elevation.data().length; i++) {
      elevation.data()[i] = i;
    }
    return elevation;
  }

  @Test
  void sharesAreThoseOfTheCircleCountedPixelByPixel() {
    FloatRaster codes = codes();
    PixelSet pixels = tile(new PixelWindow(0, 0, 64, 64), elevation()).pixels();

    assertThat(pixels.size()).isGreaterThan(500);
    for (int i = 0; i < pixels.size(); i += 7) {
      int forest = 0;
      int lostBy2010 = 0;
      int lostBy2005 = 0;
      int all = 0;
      for (int dy = -RADIUS; dy <= RADIUS; dy++) {
        for (int dx = -RADIUS; dx <= RADIUS; dx++) {
          if (dx * dx + dy * dy <= RADIUS * RADIUS) {
            all++;
            int row = pixels.row(i) + dy;
            int col = pixels.col(i) + dx;
            float code = row < 0 || col < 0 || row >= 100 || col >= 100 ? 0 : codes.at(col, row);
            forest += code >= 13 ? 1 : 0;
            lostBy2010 += code == 11 || code == 12 ? 1 : 0;
            lostBy2005 += code == 11 ? 1 : 0;
          }
        }
      }
      assertThat(pixels.value(i, 1)).isCloseTo((float) forest / all, within(1e-6f));
      assertThat(pixels.value(i, 2)).isCloseTo((float) lostBy2010 / all, within(1e-6f));
      assertThat(pixels.value(i, 3)).isCloseTo((float) lostBy2005 / all, within(1e-6f));
    }
  }

  @Test
  void theEdgeIsTheNearestLandSeenWithoutForest() {
    FloatRaster codes = codes();
    for (int i = 0; i < codes.data().length; i++) {
      // Mostly forest, so that distances differ.
      codes.data()[i] = i % 61 == 0 ? codes.data()[i] : 14;
    }
    PixelWindow core = new PixelWindow(0, 0, 64, 64);
    FloatRaster around = FloatRaster.empty(core.grow(RADIUS));
    around.paste(codes.crop(around.window().intersection(GRID.window())));
    PixelSet pixels =
        new LandscapeTile(
                LANDSCAPE,
                core,
                around,
                List.of(new LandscapeTile.OwnGrid(COARSE, elevation())),
                List.of())
            .pixels();

    assertThat(pixels.size()).isGreaterThan(500);
    for (int i = 0; i < pixels.size(); i += 7) {
      double nearest = RADIUS;
      for (int row = 0; row < core.height() + RADIUS; row++) {
        for (int col = 0; col < core.width() + RADIUS; col++) {
          float code = codes.at(col, row);
          if (code < 13) {
            nearest =
                Math.min(nearest, Math.hypot(row - pixels.row(i), (double) col - pixels.col(i)));
          }
        }
      }
      assertThat(pixels.value(i, 4))
          .isCloseTo((float) (Math.log(1 + nearest) / Math.log(2)), within(1e-6f));
    }
  }

  @Test
  void aCoarserMapGivesTheValueAtThePixelsCentre() {
    PixelSet pixels = tile(new PixelWindow(64, 64, 36, 36), elevation()).pixels();

    for (int i = 0; i < pixels.size(); i++) {
      // The coarse grid begins one pixel to the north-west.
      int expected = (pixels.row(i) + 1) / 3 * 35 + (pixels.col(i) + 1) / 3;
      assertThat(pixels.value(i, 0)).isEqualTo(expected);
    }
  }

  @Test
  void onlyForestAtTheStartCountsAndItsLossIsDated() {
    FloatRaster codes = codes();
    PixelSet pixels = tile(new PixelWindow(0, 0, 64, 64), elevation()).pixels();

    for (int i = 0; i < pixels.size(); i++) {
      float code = codes.at(pixels.col(i), pixels.row(i));
      assertThat(code).isIn(13f, 14f);
      assertThat(pixels.lostBy(i)).isEqualTo(code == 13 ? 3 : 4);
    }
  }

  @Test
  void pixelsWithoutACovariateAreLeftOutAndCounted() {
    FloatRaster elevation = elevation();
    elevation.data()[elevation.index(3, 3)] = Float.NaN;
    LandscapeTile tile = tile(new PixelWindow(0, 0, 64, 64), elevation);

    assertThat(tile.missing())
        .isBetween(1L, 9L)
        .isEqualTo(
            tile(new PixelWindow(0, 0, 64, 64), elevation()).pixels().size()
                - tile.pixels().size());
  }

  @Test
  void cellsHoldTheirPixelsAtEveryDate() {
    FloatRaster codes = codes();
    LandscapeTile tile = tile(new PixelWindow(0, 0, 64, 64), elevation());
    ByteBuffer cells = ByteBuffer.wrap(tile.cells(tile.pixels()));

    long[] expected = new long[4];
    for (int row = 0; row < 16; row++) {
      for (int col = 0; col < 16; col++) {
        for (int date = 0; date < 4; date++) {
          expected[date] += codes.at(col, row) >= 11 + date ? 1 : 0;
        }
      }
    }
    assertThat(cells.getInt(0)).isZero();
    assertThat(cells.getInt(4)).isZero();
    for (int date = 0; date < 4; date++) {
      assertThat(cells.getLong(12 + 8 * date)).isEqualTo(expected[date]);
    }
  }

  @Test
  void landWithoutDataMakesAnEdgeOnlyWhereItMeansNoForestAndLiesOnTheMap() {
    FloatRaster codes = FloatRaster.empty(new PixelWindow(-1, 0, 3, 1));
    codes.data()[1] = Float.NaN;
    codes.data()[2] = 14;
    Landscape unknown = LANDSCAPE;
    Landscape open =
        new Landscape(
            unknown.forest(),
            unknown.grid(),
            unknown.timeline(),
            unknown.lossCodes(),
            NoData.NO_FOREST,
            unknown.covariates(),
            unknown.classes(),
            unknown.surroundingsPx(),
            unknown.surroundingsCaliper(),
            unknown.edgeCaliper(),
            unknown.cellPx(),
            unknown.tilePx());
    assertThat(unknown.openOn(codes, 2)).containsExactly(false, false, false);
    assertThat(open.openOn(codes, 2)).containsExactly(false, true, false);
  }
}
