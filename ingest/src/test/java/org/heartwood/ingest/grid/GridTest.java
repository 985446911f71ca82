package org.heartwood.ingest.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatObject;

import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Envelope;

class GridTest {
  private static final Grid GRID = new Grid("EPSG:32636", 600, 9000, 30, 10, 20);

  @Test
  void rowsCountSouthwardsAndColumnsEastwards() {
    assertThat(GRID.x(0)).isEqualTo(600);
    assertThat(GRID.x(2.5)).isEqualTo(675);
    assertThat(GRID.y(0)).isEqualTo(9000);
    assertThat(GRID.y(20)).isEqualTo(8400);
    assertThatObject(GRID.envelope()).isEqualTo(new Envelope(600, 900, 8400, 9000));
    assertThatObject(GRID.envelope(new PixelWindow(-1, 2, 3, 4)))
        .isEqualTo(new Envelope(570, 660, 8820, 8940));
  }

  @Test
  void aCroppedGridKeepsItsPixelsOnTheGround() {
    PixelWindow window = new PixelWindow(-2, 5, 4, 7);
    Grid crop = GRID.crop(window);
    assertThat(crop).isEqualTo(new Grid("EPSG:32636", 540, 8850, 30, 4, 7));
    assertThatObject(crop.envelope()).isEqualTo(GRID.envelope(window));
    assertThat(crop.alignedWith(GRID)).isTrue();
  }

  @Test
  void theCoveringWindowIsTheSmallestOfWholePixels() {
    assertThat(GRID.covering(new Envelope(630, 690, 8910, 8970)))
        .isEqualTo(new PixelWindow(1, 1, 2, 2));
    assertThat(GRID.covering(new Envelope(629.9, 690.1, 8909.9, 8970.1)))
        .isEqualTo(new PixelWindow(0, 0, 4, 4));
    assertThat(GRID.covering(new Envelope(500, 610, 9010, 9100)))
        .isEqualTo(new PixelWindow(-4, -4, 5, 4));
    assertThat(GRID.covering(new Envelope(645, 645, 8955, 8955)))
        .isEqualTo(new PixelWindow(1, 1, 1, 1));
    assertThat(GRID.covering(GRID.envelope())).isEqualTo(GRID.window());
  }

  @Test
  void gridsAlignWhenTheirPixelCornersCoincide() {
    assertThat(GRID.alignedWith(new Grid("EPSG:32636", 600 - 3000, 9000 + 60, 30, 1, 1))).isTrue();
    assertThat(GRID.alignedWith(new Grid("EPSG:32636", 600.02, 8999.98, 30, 1, 1))).isTrue();
    assertThat(GRID.alignedWith(new Grid("EPSG:32637", 600, 9000, 30, 1, 1))).isFalse();
    assertThat(GRID.alignedWith(new Grid("EPSG:32636", 615, 9000, 30, 1, 1))).isFalse();
    assertThat(GRID.alignedWith(new Grid("EPSG:32636", 600, 9000.05, 30, 1, 1))).isFalse();
    assertThat(GRID.alignedWith(new Grid("EPSG:32636", 600, 9000, 60, 1, 1))).isFalse();
  }

  @Test
  void aGridWithoutPixelsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Grid("EPSG:32636", 0, 0, Double.NaN, 1, 1))
        .withMessage("pixelSize must be > 0 CRS units, was NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Grid("EPSG:32636", 0, 0, 0, 1, 1))
        .withMessage("pixelSize must be > 0 CRS units, was 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Grid("EPSG:32636", 0, 0, 30, 3, 0))
        .withMessage("a grid needs width and height > 0 pixels, was 3 × 0");
  }
}
