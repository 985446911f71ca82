package org.heartwood.verification.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.junit.jupiter.api.Test;

class SeamBlendTest {
  private static final int OVERLAP_PX = 8;

  /** Three by three tiles, the last three pixels wide and ten high. */
  private static final TileGrid TILES = new TileGrid(new Grid("EPSG:32636", 0, 0, 30, 35, 42), 16);

  /** A tile's prediction: its number, and a second band of a thousand times that. */
  private static List<FloatRaster> constant(PixelWindow window, float number) {
    return List.of(filled(window, number), filled(window, 1000 * number));
  }

  private static FloatRaster filled(PixelWindow window, float value) {
    FloatRaster raster = FloatRaster.empty(window);
    Arrays.fill(raster.data(), value);
    return raster;
  }

  private static List<FloatRaster> blended(Set<Long> leftOut) {
    SeamBlend seams = new SeamBlend(TILES, OVERLAP_PX);
    List<FloatRaster> image = constant(TILES.grid().window(), -1);
    for (long number = 0; number < TILES.count(); number++) {
      if (!leftOut.contains(number)) {
        TileKey key = TILES.key(number);
        // More than the area, as a network gives it.
        List<FloatRaster> tile = constant(seams.area(key).grow(4), (float) number);
        seams.blend(key, tile);
        for (int band = 0; band < 2; band++) {
          image.get(band).paste(tile.get(band).crop(TILES.core(key)));
        }
      }
    }
    return image;
  }

  /** The weight of the tile that begins at a pixel, by formula (10) about the overlap's middle. */
  private static double weight(int position, int start) {
    int middle = start + OVERLAP_PX / 2;
    return Math.min(1, Math.max(0, (position + 0.5 - middle + 4) / 8));
  }

  private static double expected(int position) {
    return position < 16 ? 0 : position < 32 ? weight(position, 16) : 1 + weight(position, 32);
  }

  @Test
  void levelsOfTilesRunIntoEachOtherAlongRowsAndColumns() {
    List<FloatRaster> image = blended(Set.of());
    for (int row = 0; row < 42; row++) {
      for (int col = 0; col < 35; col++) {
        double value = 3 * expected(row) + expected(col);
        assertThat(image.get(0).at(col, row)).isCloseTo((float) value, within(1e-5f));
        assertThat(image.get(1).at(col, row)).isCloseTo((float) (1000 * value), within(1e-2f));
      }
    }
  }

  @Test
  void whatNeighboursAgreeOnStays() {
    SeamBlend seams = new SeamBlend(TILES, OVERLAP_PX);
    for (long number = 0; number < TILES.count(); number++) {
      TileKey key = TILES.key(number);
      List<FloatRaster> tile = constant(seams.area(key), 7);
      seams.blend(key, tile);
      assertThat(tile.get(0).data()).containsOnly(7);
    }
  }

  @Test
  void aTileThatWasLeftOutLeavesItsNeighboursAsTheyAre() {
    List<FloatRaster> image = blended(Set.of(4L));
    assertThat(image.get(0).at(31, 20)).isEqualTo(-1);
    // West of tile 5 is nothing, north of it tile 2; north of tile 7 is nothing, west of it tile 6.
    assertThat(image.get(0).at(32, 26)).isEqualTo(5);
    assertThat(image.get(0).at(32, 20))
        .isCloseTo((float) (5 * 4.5 / 8 + (1 + 0.5 / 8) * 3.5 / 8), within(1e-5f));
    assertThat(image.get(0).at(31, 32)).isEqualTo(7);
    assertThat(image.get(0).at(16, 32)).isCloseTo((float) (6 + 0.5 / 8), within(1e-5f));
  }

  @Test
  void withoutAnOverlapNothingChanges() {
    SeamBlend seams = new SeamBlend(TILES, 0);
    TileKey key = TILES.key(4);
    assertThat(seams.area(key)).isEqualTo(TILES.core(key));
    List<FloatRaster> tile = constant(seams.area(key), 4);
    seams.blend(key, tile);
    assertThat(tile.get(0).data()).containsOnly(4);
  }
}
