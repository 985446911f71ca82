package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class PixelWindowTest {
  private static final PixelWindow WINDOW = new PixelWindow(2, 3, 4, 5);

  @Test
  void itIsHalfOpen() {
    assertThat(WINDOW.endCol()).isEqualTo(6);
    assertThat(WINDOW.endRow()).isEqualTo(8);
    assertThat(WINDOW.intersects(new PixelWindow(6, 3, 4, 5))).isFalse();
    assertThat(WINDOW.intersects(new PixelWindow(2, 8, 4, 5))).isFalse();
    assertThat(new PixelWindow(-2, 3, 4, 5).intersects(WINDOW)).isFalse();
    assertThat(WINDOW.intersects(new PixelWindow(5, 7, 1, 1))).isTrue();
  }

  @Test
  void growingAddsTheMarginOnEverySide() {
    assertThat(WINDOW.grow(3)).isEqualTo(new PixelWindow(-1, 0, 10, 11));
    assertThat(WINDOW.grow(3).grow(-3)).isEqualTo(WINDOW);
  }

  @Test
  void theIntersectionIsWhatBothHold() {
    assertThat(WINDOW.intersection(new PixelWindow(-5, 5, 9, 90)))
        .isEqualTo(new PixelWindow(2, 5, 2, 3));
    assertThat(WINDOW.intersection(WINDOW.grow(7))).isEqualTo(WINDOW);
  }

  @Test
  void aWindowContainsItselfAndWhatReachesOverNoneOfItsSides() {
    assertThat(WINDOW.contains(WINDOW)).isTrue();
    assertThat(WINDOW.contains(WINDOW.grow(-1))).isTrue();
    assertThat(WINDOW.contains(new PixelWindow(1, 3, 4, 5))).isFalse();
    assertThat(WINDOW.contains(new PixelWindow(3, 3, 4, 5))).isFalse();
    assertThat(WINDOW.contains(new PixelWindow(2, 2, 4, 5))).isFalse();
    assertThat(WINDOW.contains(new PixelWindow(2, 4, 4, 5))).isFalse();
  }

  @Test
  void windowsWithoutPixelsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PixelWindow(0, 0, 0, 5))
        .withMessage("a window needs width and height > 0 pixels, was 0 × 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WINDOW.intersection(new PixelWindow(6, 3, 1, 1)))
        .withMessage("a window needs width and height > 0 pixels, was 0 × 1");
  }
}
