package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileGridTest {
  private static final Grid GRID = new Grid("EPSG:32636", 819105, 832185, 30, 143, 148);

  @ParameterizedTest
  @ValueSource(ints = {16, 64, 144, 160})
  void everyPixelBelongsToExactlyOneCore(int tileSizePx) {
    TileGrid tiles = new TileGrid(GRID, tileSizePx);
    int[] owners = new int[GRID.width() * GRID.height()];
    for (int row = 0; row < tiles.down(); row++) {
      for (int col = 0; col < tiles.across(); col++) {
        PixelWindow core = tiles.core(new TileKey(row, col));
        for (int y = core.row(); y < core.endRow(); y++) {
          for (int x = core.col(); x < core.endCol(); x++) {
            owners[y * GRID.width() + x]++;
          }
        }
      }
    }
    assertThat(owners).containsOnly(1);
  }

  @Test
  void tilesAtTheEastAndSouthEdgesAreCut() {
    TileGrid tiles = new TileGrid(GRID, 64);
    assertThat(tiles.across()).isEqualTo(3);
    assertThat(tiles.down()).isEqualTo(3);
    assertThat(tiles.core(new TileKey(2, 2))).isEqualTo(new PixelWindow(128, 128, 15, 20));
    assertThat(tiles.full(new TileKey(2, 2))).isEqualTo(new PixelWindow(128, 128, 64, 64));
    assertThat(tiles.core(new TileKey(0, 1))).isEqualTo(new PixelWindow(64, 0, 64, 64));
  }

  @Test
  void aGridThatIsAWholeNumberOfTilesHasNoEmptyOnes() {
    TileGrid tiles = new TileGrid(new Grid("EPSG:32636", 0, 0, 30, 128, 64), 64);
    assertThat(tiles.across()).isEqualTo(2);
    assertThat(tiles.down()).isEqualTo(1);
    assertThat(tiles.contains(0, 1)).isTrue();
    assertThat(tiles.contains(1, 0)).isFalse();
    assertThat(tiles.contains(0, 2)).isFalse();
    assertThat(tiles.contains(-1, 0)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> tiles.core(new TileKey(1, 0)));
  }

  @Test
  void theNeighbourhoodHoldsTheTileAndTheNeighboursThatExist() {
    TileGrid tiles = new TileGrid(GRID, 64);
    assertThat(tiles.neighbourhood(new TileKey(0, 0)))
        .containsExactly(
            new TileKey(0, 0), new TileKey(0, 1), new TileKey(1, 0), new TileKey(1, 1));
    assertThat(tiles.neighbourhood(new TileKey(1, 2)))
        .containsExactly(
            new TileKey(0, 1),
            new TileKey(0, 2),
            new TileKey(1, 1),
            new TileKey(1, 2),
            new TileKey(2, 1),
            new TileKey(2, 2));
    assertThat(tiles.neighbourhood(new TileKey(1, 1))).hasSize(9).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 8, -16, 60})
  void tileSizesOtherThanMultiplesOf16AreRefused(int tileSizePx) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TileGrid(GRID, tileSizePx))
        .withMessage("tileSizePx must be a positive multiple of 16 px, was " + tileSizePx);
  }
}
