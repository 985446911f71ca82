package org.heartwood.inference.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.heartwood.inference.model.ResidualComponent;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.junit.jupiter.api.Test;

class ScoreSumsTest {
  @Test
  void fourPixelsWorkedByHand() {
    ScoreSums sums = new ScoreSums(60);
    sums.add(70, 10, 66);
    sums.add(62, 1, 50);
    sums.add(40, 10, 60);
    sums.add(10, 10, 10);

    Scores scores = sums.scores();

    assertThat(scores.pixels()).isEqualTo(4);
    assertThat(scores.rmsePct()).isEqualTo(11.8322);
    assertThat(scores.biasPct()).isEqualTo(-1);
    assertThat(scores.maePct()).isEqualTo(9);
    assertThat(scores.forestAccuracyFraction()).isEqualTo(0.5);
    assertThat(scores.forestIouFraction()).isEqualTo(0.3333);
    assertThat(scores.forestPrecisionFraction()).isEqualTo(0.5);
    assertThat(scores.forestRecallFraction()).isEqualTo(0.5);
    assertThat(scores.interval90CoverageFraction()).isEqualTo(0.5);
    assertThat(scores.bins()).extracting(Scores.Bin::lowPct).containsExactly(0.0, 40.0, 60.0);
  }

  @Test
  void aBlockOfOneSignKeepsItsErrorAndACheckerboardLosesIt() {
    PixelWindow window = new PixelWindow(0, 0, 64, 64);
    float[] halves = new float[64 * 64];
    float[] checkers = new float[64 * 64];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = i % 64 < 32 ? 5 : -5;
      checkers[i] = (i + i / 64) % 2 == 0 ? 5 : -5;
    }

    assertThat(deviationAt32(new FloatRaster(window, halves))).isEqualTo(5.7735);
    assertThat(deviationAt32(new FloatRaster(window, checkers))).isZero();
  }

  @Test
  void blocksWithFewLabelsAreLeftOut() {
    float[] residual = new float[64 * 64];
    Arrays.fill(residual, 0, 32 * 64, Float.NaN);

    assertThat(ResidualBlocks.of(new FloatRaster(new PixelWindow(0, 0, 64, 64), residual)))
        .filteredOn(component -> component.blockSidePx() == 32)
        .extracting(ResidualComponent::blocks)
        .containsExactly(2L);
  }

  private static double deviationAt32(FloatRaster residual) {
    return ResidualBlocks.of(residual).stream()
        .filter(component -> component.blockSidePx() == 32)
        .findFirst()
        .orElseThrow()
        .standardDeviationPct();
  }
}
