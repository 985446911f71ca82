package org.heartwood.inference.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OverlapBlendTest {
  private static final Grid GRID = new Grid("EPSG:32636", 0, 0, 30, 75, 60);
  private static final double ROUNDING = 1e-6;

  /** The whole grid from pieces in which every tile's prediction is a constant of its own. */
  private static FloatRaster blended(TileGrid tiles, ToDoubleFunction<TileKey> constant) {
    OverlapBlend overlap = new OverlapBlend(tiles);
    FloatRaster whole = FloatRaster.empty(tiles.grid().window());
    for (int row = 0; row < tiles.down(); row++) {
      for (int col = 0; col < tiles.across(); col++) {
        TileKey target = new TileKey(row, col);
        PixelWindow core = tiles.core(target);
        List<OverlapBlend.Piece> pieces =
            tiles
                .neighbourhood(target)
                .filter(source -> overlap.usable(source).intersects(core))
                .map(
                    source -> {
                      PixelWindow part = overlap.usable(source).intersection(core);
                      float value = (float) constant.applyAsDouble(source);
                      return new OverlapBlend.Piece(
                          source, filled(part, value), filled(part, 2 * value));
                    })
                .toList();
        OverlapBlend.Blended result = overlap.blend(target, pieces);
        whole.paste(result.mean());
        for (int i = 0; i < result.mean().data().length; i++) {
          assertThat((double) result.standardError().data()[i])
              .isCloseTo(2 * result.mean().data()[i], within(4 * ROUNDING));
        }
      }
    }
    return whole;
  }

  private static FloatRaster filled(PixelWindow window, float value) {
    FloatRaster raster = FloatRaster.empty(window);
    Arrays.fill(raster.data(), value);
    return raster;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 80})
  void aConstantStaysConstant(int tileSizePx) {
    assertThat(blended(new TileGrid(GRID, tileSizePx), key -> 0.7).data())
        .hasSize(75 * 60)
        .containsOnly(0.7f);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32})
  void tilesThatDisagreeByOneShowNoStepAboveASixteenth(int tileSizePx) {
    FloatRaster raster =
        blended(new TileGrid(GRID, tileSizePx), key -> (key.row() + key.col()) % 2);
    double steepest = 0;
    for (int row = 0; row < 60; row++) {
      for (int col = 0; col < 75; col++) {
        if (col > 0) {
          steepest = Math.max(steepest, Math.abs(raster.at(col, row) - raster.at(col - 1, row)));
        }
        if (row > 0) {
          steepest = Math.max(steepest, Math.abs(raster.at(col, row) - raster.at(col, row - 1)));
        }
      }
    }
    assertThat(steepest).isCloseTo(1 / 16.0, within(ROUNDING));
  }

  @Test
  void weightsRunLinearlyAcrossTheEdgeAndTheTilesAreThemselvesBeyondIt() {
    FloatRaster raster = blended(new TileGrid(GRID, 32), key -> key.col() == 0 ? 0 : 1);
    for (int row = 0; row < 60; row++) {
      for (int col = 0; col < 64; col++) {
        double expected = Math.min(1, Math.max(0, (col + 0.5 - 32 + 8) / 16));
        assertThat((double) raster.at(col, row)).isCloseTo(expected, within(ROUNDING));
      }
    }
  }

  @Test
  void whereFourTilesMeetTheirWeightsSumToOne() {
    FloatRaster rows = blended(new TileGrid(GRID, 16), TileKey::row);
    FloatRaster cols = blended(new TileGrid(GRID, 16), TileKey::col);
    FloatRaster both = blended(new TileGrid(GRID, 16), key -> 1 + key.row() + 10 * key.col());
    for (int i = 0; i < both.data().length; i++) {
      assertThat((double) both.data()[i])
          .isCloseTo(1 + rows.data()[i] + 10 * cols.data()[i], within(1e-5));
    }
  }

  @Test
  void pixelsWithoutPredictionAreLeftOutAndOnlyTheyStayEmpty() {
    TileGrid tiles = new TileGrid(GRID, 32);
    TileKey west = new TileKey(0, 0);
    TileKey east = new TileKey(0, 1);
    PixelWindow overlap = new PixelWindow(24, 0, 8, 32);
    FloatRaster own = filled(tiles.core(west), 3);
    own.data()[own.index(31, 5)] = Float.NaN;
    own.data()[own.index(10, 5)] = Float.NaN;
    FloatRaster neighbour = filled(overlap, 7);

    FloatRaster mean =
        new OverlapBlend(tiles)
            .blend(
                west,
                List.of(
                    new OverlapBlend.Piece(west, own, own),
                    new OverlapBlend.Piece(east, neighbour, neighbour)))
            .mean();

    assertThat(mean.at(31, 5)).isEqualTo(7);
    assertThat(mean.at(10, 5)).isNaN();
    assertThat(mean.at(10, 6)).isEqualTo(3);
    int empty = 0;
    for (float value : mean.data()) {
      empty += Float.isNaN(value) ? 1 : 0;
    }
    assertThat(empty).isEqualTo(1);
  }
}
