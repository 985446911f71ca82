package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class FloatRasterTest {
  private static FloatRaster numbered(PixelWindow window) {
    FloatRaster raster = FloatRaster.empty(window);
    for (int row = window.row(); row < window.endRow(); row++) {
      for (int col = window.col(); col < window.endCol(); col++) {
        raster.data()[raster.index(col, row)] = 100 * row + col;
      }
    }
    return raster;
  }

  @Test
  void bytesAreLittleEndianFloatsThatComeBackUnchanged() {
    PixelWindow window = new PixelWindow(3, 4, 3, 2);
    float[] values = {1, Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 0.1f};
    byte[] bytes = new FloatRaster(window, values).toBytes();
    assertThat(bytes).hasSize(24).startsWith(0, 0, 0x80, 0x3F);
    FloatRaster read = FloatRaster.fromBytes(window, bytes);
    assertThat(read.window()).isEqualTo(window);
    for (int i = 0; i < values.length; i++) {
      assertThat(Float.floatToRawIntBits(read.data()[i]))
          .isEqualTo(Float.floatToRawIntBits(values[i]));
    }
  }

  @Test
  void pixelsAreAddressedByTheirPlaceOnTheGrid() {
    FloatRaster raster = numbered(new PixelWindow(-2, 5, 4, 3));
    assertThat(raster.at(-2, 5)).isEqualTo(498);
    assertThat(raster.at(1, 7)).isEqualTo(701);
    assertThat(raster.index(1, 7)).isEqualTo(11);
  }

  @Test
  void aCropHoldsThePixelsOfItsWindow() {
    FloatRaster crop = numbered(new PixelWindow(-2, 5, 4, 3)).crop(new PixelWindow(-1, 6, 2, 2));
    assertThat(crop.window()).isEqualTo(new PixelWindow(-1, 6, 2, 2));
    assertThat(crop.data()).containsExactly(599, 600, 699, 700);
  }

  @Test
  void pastingTheCropsOfAllTilesGivesTheWhole() {
    Grid grid = new Grid("EPSG:32636", 0, 0, 30, 37, 50);
    TileGrid tiles = new TileGrid(grid, 16);
    FloatRaster whole = numbered(grid.window());
    FloatRaster pasted = FloatRaster.empty(grid.window());
    for (int row = 0; row < tiles.down(); row++) {
      for (int col = 0; col < tiles.across(); col++) {
        pasted.paste(whole.crop(tiles.core(new TileKey(row, col))));
      }
    }
    assertThat(pasted.data()).isEqualTo(whole.data());
  }

  @Test
  void aPasteChangesNothingBesideIt() {
    FloatRaster raster = numbered(new PixelWindow(0, 0, 3, 3));
    raster.paste(new FloatRaster(new PixelWindow(1, 1, 2, 1), new float[] {-1, -2}));
    assertThat(raster.data()).containsExactly(0, 1, 2, 100, -1, -2, 200, 201, 202);
  }

  @Test
  void windowsThatReachOutsideAreRefusedRatherThanTakenFromTheNextRow() {
    FloatRaster raster = numbered(new PixelWindow(0, 0, 4, 4));
    PixelWindow outside = new PixelWindow(3, 1, 2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> raster.crop(outside))
        .withMessage(outside + " must lie inside " + raster.window());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> raster.paste(FloatRaster.empty(outside)))
        .withMessage(outside + " must lie inside " + raster.window());
  }

  @Test
  void arraysOfAnotherLengthAreRefused() {
    PixelWindow window = new PixelWindow(0, 0, 2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FloatRaster(window, new float[5]))
        .withMessage("a raster of 2 × 2 pixels needs as many values, was 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FloatRaster.fromBytes(window, new byte[12]))
        .withMessage("a raster of 2 × 2 pixels needs as many values, was 3");
  }
}
