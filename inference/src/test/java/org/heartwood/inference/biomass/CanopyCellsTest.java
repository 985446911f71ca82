package org.heartwood.inference.biomass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.junit.jupiter.api.Test;

class CanopyCellsTest {
  private static final PixelWindow WINDOW = new PixelWindow(0, 0, 20, 10);

  private static FloatRaster flat(float heightM) {
    float[] data = new float[200];
    Arrays.fill(data, heightM);
    return new FloatRaster(WINDOW, data);
  }

  @Test
  void aFelledQuarterOfACellLowersThatCellAlone() {
    FloatRaster before = flat(28);
    FloatRaster after = flat(28);
    for (int row = 0; row < 5; row++) {
      for (int col = 0; col < 5; col++) {
        after.data()[after.index(col, row)] = 4;
      }
    }
    CanopyCells cells = CanopyCells.of(before, after, 10, 5, 10);

    assertThat(cells.cells())
        .containsExactly(new CanopyCells.Cell(28, 22), new CanopyCells.Cell(28, 28));
    assertThat(cells.gapsBefore()).isZero();
    assertThat(cells.gapsAfter()).isEqualTo(25);
    assertThat(cells.fallen()).isEqualTo(25);
    assertThat(cells.meanAfterM()).isCloseTo(25, within(1e-9));
  }

  @Test
  void aCellThatIsMostlyUnknownIsLeftOut() {
    FloatRaster before = flat(28);
    for (int row = 0; row < 10; row++) {
      before.data()[before.index(12, row)] = Float.NaN;
      before.data()[before.index(13, row)] = Float.NaN;
    }

    assertThat(CanopyCells.of(before, flat(28), 10, 5, 10).cells())
        .containsExactly(new CanopyCells.Cell(28, 28));
  }

  @Test
  void theCauaxiMapsReadAsTheirSourceSays() {
    Path folder = Path.of("../data-samples/cauaxi");
    CanopyCells cells =
        CanopyCells.read(folder.resolve("chm_2012.tif"), folder.resolve("chm_2014.tif"), 50, 5, 10);

    assertThat(cells.gapsBefore()).isEqualTo(1122);
    assertThat(cells.gapsAfter()).isEqualTo(2131);
    assertThat(cells.fallen()).isEqualTo(9976);
    assertThat(cells.meanBeforeM()).isCloseTo(27.113234, within(1e-5));
    assertThat(cells.meanAfterM()).isCloseTo(25.701468, within(1e-5));
    assertThat(cells.cells()).hasSize(36);
  }

  @Test
  void mapsOfDifferentGridsAreRefused() {
    assertThatThrownBy(
            () ->
                CanopyCells.read(
                    Path.of("../data-samples/cauaxi/chm_2012.tif"),
                    Path.of("../data-samples/guadeloupe/slope.tif"),
                    50,
                    5,
                    10))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must lie on the grid of");
  }
}
