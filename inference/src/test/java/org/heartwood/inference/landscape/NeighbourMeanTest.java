package org.heartwood.inference.landscape;

import static org.assertj.core.api.Assertions.assertThat;

import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.junit.jupiter.api.Test;

class NeighbourMeanTest {
  @Test
  void missingNeighboursAreLeftOutAndMissingPixelsStayMissing() {
    float[] values = {1, 2, 3, 4, Float.NaN, 6, 7, 8, 9};
    FloatRaster raster = new FloatRaster(new PixelWindow(10, 20, 3, 3), values);

    FloatRaster mean = NeighbourMean.of(raster);

    assertThat(mean.at(10, 20)).isEqualTo((1 + 2 + 4) / 3f);
    assertThat(mean.at(11, 21)).isNaN();
    assertThat(mean.at(12, 21)).isEqualTo((2 + 3 + 6 + 8 + 9) / 5f);
  }
}
