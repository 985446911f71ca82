package org.heartwood.inference.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.junit.jupiter.api.Test;

class EdgeDistanceTest {
  @Test
  void stepsAreCountedFromTheOtherSideAndUnlabelledPixelsMakeNoEdge() {
    float gap = Float.NaN;
    FloatRaster label =
        new FloatRaster(new PixelWindow(5, 7, 7, 1), new float[] {gap, 80, 70, 60, 10, 0, 0});

    assertThat(EdgeDistance.of(label, 60)).containsExactly(4, 3, 2, 1, 1, 2, 3);
  }

  @Test
  void groundWithoutAnEdgeIsInTheFarthestBin() {
    FloatRaster label = new FloatRaster(new PixelWindow(0, 0, 2, 1), new float[] {1, 1});

    int[] distance = EdgeDistance.of(label, 1);

    assertThat(EdgeDistance.groups().get(EdgeDistance.bin(distance[0]))).isEqualTo("16 and more");
    assertThat(EdgeDistance.groups().get(EdgeDistance.bin(3))).isEqualTo("2 to 3");
    assertThat(EdgeDistance.groups().get(EdgeDistance.bin(4))).isEqualTo("4 to 7");
  }
}
