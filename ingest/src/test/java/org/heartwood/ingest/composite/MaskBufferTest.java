package org.heartwood.ingest.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import org.heartwood.ingest.grid.PixelWindow;
import org.junit.jupiter.api.Test;

class MaskBufferTest {
  @Test
  void distancesAreThoseToTheNearestMaskedPixel() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      PixelWindow window = new PixelWindow(0, 0, 1 + random.nextInt(25), 1 + random.nextInt(25));
      int pixels = window.width() * window.height();
      BitSet masked = new BitSet(pixels);
      int count = random.nextInt(8);
      for (int j = 0; j < count; j++) {
        masked.set(random.nextInt(pixels));
      }
      float[] distances = MaskBuffer.distancesPx(window, masked);
      for (int pixel = 0; pixel < pixels; pixel++) {
        assertThat((double) distances[pixel])
            .isCloseTo(nearest(window.width(), masked, pixel), within(1e-5));
      }
    }
  }

  private static double nearest(int width, BitSet masked, int pixel) {
    int row = pixel / width;
    return masked.stream()
        .mapToDouble(
            other -> {
              int otherRow = other / width;
              return Math.hypot(other % width - pixel % width, otherRow - row);
            })
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  @Test
  void aBufferIsADisc() {
    PixelWindow window = new PixelWindow(7, 9, 7, 7);
    BitSet masked = new BitSet();
    masked.set(3 * 7 + 3);
    assertThat(MaskBuffer.grow(window, masked, 0)).isEqualTo(masked);
    assertThat(MaskBuffer.grow(window, masked, 1).cardinality()).isEqualTo(5);
    assertThat(MaskBuffer.grow(window, masked, 1.5).cardinality()).isEqualTo(9);
    assertThat(MaskBuffer.grow(window, masked, 2).cardinality()).isEqualTo(13);
    assertThat(MaskBuffer.grow(window, masked, 3).cardinality()).isEqualTo(29);
    assertThat(MaskBuffer.grow(window, new BitSet(), 100).isEmpty()).isTrue();
  }

  @Test
  void aWidthThatIsNoNumberIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskBuffer.grow(new PixelWindow(0, 0, 1, 1), new BitSet(), Double.NaN))
        .withMessage("bufferPx must be ≥ 0 px, was NaN");
  }
}
