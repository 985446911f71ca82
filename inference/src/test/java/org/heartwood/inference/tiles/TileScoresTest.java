package org.heartwood.inference.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.junit.jupiter.api.Test;

class TileScoresTest {
  @Test
  void sharesAreCountedByHand() {
    MaskSums sums = new MaskSums();
    for (int i = 0; i < 6; i++) {
      sums.add(true, true);
    }
    sums.add(true, false);
    sums.add(false, true);
    sums.add(false, true);
    sums.add(false, false);

    List<Double> row = sums.row("tile").values();

    assertThat(row).containsExactly(10.0, 0.8, 0.7, 0.7, 6 / 9.0, 6 / 7.0, 6 / 8.0);
  }

  @Test
  void groundWithoutForestHasAnAccuracyButNoIntersection() {
    MaskSums sums = new MaskSums();
    sums.add(false, false);

    assertThat(sums.accuracyFraction()).isEqualTo(1);
    assertThat(sums.iouFraction()).isNaN();
  }

  @Test
  void theThresholdThatSeparatesIsFound() {
    float[] forest = {1, 1, 0, 0};
    double[] values = {10, 20, 21, 40};
    ForestTile tile = MadeUpTiles.tile("a", 2, i -> values[i], forest);

    BrightnessThreshold threshold = BrightnessThreshold.learn(List.of(tile), 3, 255);

    assertThat(threshold.below()).isBetween(61, 63);
    for (int i = 0; i < 4; i++) {
      assertThat(threshold.forest(tile, i)).isEqualTo(forest[i] == 1);
    }
  }

  @Test
  void levelsAreThoseOfLabelledPixels() {
    double[] values = {10, 20, 21, 250};
    ForestTile tile = MadeUpTiles.tile("a", 2, i -> values[i], new float[] {1, 0, 0, Float.NaN});

    ModelCard.TrainedBand band = TrainedLevels.of("red", 0, List.of(tile));

    assertThat(TrainedLevels.labels(tile)).isEqualTo(3);
    assertThat(band.high()).isCloseTo(21, within(1e-9));
    assertThat(band.denseForestLevel()).isCloseTo(10, within(1e-9));
  }
}
