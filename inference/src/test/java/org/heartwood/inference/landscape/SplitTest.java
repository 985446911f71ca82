package org.heartwood.inference.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;

class SplitTest {
  private static final Grid GRID = new Grid("EPSG:32636", 0, 0, 30, 1000, 1177);
  private static final PixelWindow EXCLUDED = new PixelWindow(345, 692, 143, 148);

  private final Split split = new Split(700, 760, EXCLUDED, 34, 100, 8, 24, 0);

  @Test
  void noLearnablePixelLiesNearAValidationBlockOrTheExcludedWindow() {
    List<PixelWindow> blocks = split.validationWindows(GRID, 1);
    boolean[] learnable = split.learnable(GRID, blocks);

    for (int row = 0; row < GRID.height(); row++) {
      for (int col = 0; col < 700; col++) {
        PixelWindow pixel = new PixelWindow(col, row, 1, 1);
        boolean near =
            pixel.intersects(EXCLUDED.grow(34))
                || blocks.stream().anyMatch(block -> pixel.intersects(block.grow(24)));
        if (learnable[row * 700 + col] == near) {
          assertThat(pixel).as("learnable %s, near %s", !near, near).isNull();
        }
      }
    }
  }

  @Test
  void validationBlocksDependOnTheSeedAloneAndKeepFromTheExcludedWindow() {
    List<PixelWindow> blocks = split.validationWindows(GRID, 1);

    assertThat(blocks)
        .hasSize(8)
        .doesNotHaveDuplicates()
        .isEqualTo(split.validationWindows(GRID, 1))
        .isNotEqualTo(split.validationWindows(GRID, 2))
        .noneMatch(block -> block.intersects(EXCLUDED.grow(34 + 24)))
        .allMatch(block -> block.endCol() <= 700 && block.endRow() <= 1177);
  }

  @Test
  void aSplitWithoutAGuardBetweenTrainingAndTestIsRefused() {
    assertThatThrownBy(() -> new Split(700, 710, EXCLUDED, 34, 100, 8, 24, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("testColumnsFrom")
        .hasMessageContaining("710");
  }

  @Test
  void moreValidationBlocksThanTheSceneHoldsAreRefused() {
    Split greedy = new Split(700, 760, EXCLUDED, 34, 100, 80, 24, 0);

    assertThatThrownBy(() -> greedy.validationWindows(GRID, 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("blocks of 100 px")
        .hasMessageContaining("was 80");
  }

  @Test
  void theRandomHoldoutIsItsShareAndNeverLearnt() {
    Split some = new Split(700, 760, EXCLUDED, 34, 100, 8, 24, 0.02);
    boolean[] learnable = some.learnable(GRID, List.of());
    int held = 0;
    for (int i = 0; i < learnable.length; i++) {
      if (some.heldOut(i % 700, i / 700)) {
        held++;
        assertThat(learnable[i]).isFalse();
      }
    }
    assertThat(held / (double) learnable.length).isCloseTo(0.02, within(0.001));
    assertThat(split.heldOut(3, 4)).isFalse();
  }
}
