package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TileKeyTest {
  @Test
  void aSquareOfTilesFillsARangeOfTheCurve() {
    for (int side = 1; side <= 256; side *= 4) {
      BitSet positions = new BitSet();
      for (int row = 0; row < side; row++) {
        for (int col = 0; col < side; col++) {
          positions.set((int) new TileKey(5 * side + row, 3 * side + col).zOrder());
        }
      }
      int first = positions.nextSetBit(0);
      assertThat(positions.cardinality()).isEqualTo(side * side);
      assertThat(positions.nextClearBit(first)).isEqualTo(first + side * side);
      assertThat(first).isEqualTo((int) new TileKey(5, 3).zOrder() * side * side);
    }
  }

  @Test
  void theFirstTilesFollowMortonsOrder() {
    assertThat(new TileKey(0, 0).zOrder()).isZero();
    assertThat(new TileKey(0, 1).zOrder()).isEqualTo(1);
    assertThat(new TileKey(1, 0).zOrder()).isEqualTo(2);
    assertThat(new TileKey(1, 1).zOrder()).isEqualTo(3);
    assertThat(new TileKey(0, 2).zOrder()).isEqualTo(4);
    assertThat(new TileKey(3, 5).zOrder()).isEqualTo(0b011011);
    assertThat(new TileKey(65_535, 65_535).zOrder()).isEqualTo(0xFFFFFFFFL);
    assertThat(new TileKey(65_535, 0).zOrder()).isEqualTo(0xAAAAAAAAL);
  }

  @Test
  void rowAndColumnCanBeReadBackFromThePosition() {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      TileKey key = new TileKey(random.nextInt(1 << 16), random.nextInt(1 << 16));
      int row = 0;
      int col = 0;
      for (int bit = 0; bit < 16; bit++) {
        col |= (int) (key.zOrder() >> (2 * bit) & 1) << bit;
        row |= (int) (key.zOrder() >> (2 * bit + 1) & 1) << bit;
      }
      assertThat(new TileKey(row, col)).isEqualTo(key);
      assertThat(TileKey.ofZOrder(key.zOrder())).isEqualTo(key);
    }
  }

  @Test
  void keysOutsideTheRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TileKey(-1, 0))
        .withMessage("tile row and column must be 0 to 65535, were -1, 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TileKey(0, 65_536))
        .withMessage("tile row and column must be 0 to 65535, were 0, 65536");
  }
}
