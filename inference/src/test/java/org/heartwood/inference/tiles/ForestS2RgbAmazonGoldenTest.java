package org.heartwood.inference.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.heartwood.inference.model.ModelReader;
import org.heartwood.inference.model.ScoreTable;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.junit.jupiter.api.Test;

/** The shipped members, measured again on some of the tiles that they never saw. */
class ForestS2RgbAmazonGoldenTest {
  private static final double TOLERANCE = 1e-3;

  private final TrainedModel model = ModelReader.load("forest-s2-rgb-amazon");
  private final TileSpec spec = TileSpec.read(MadeUpTiles.AMAZON.resolve("training.json"));

  @Test
  void theMembersScoreOnUnseenTilesWhatTheCardSays() {
    for (String name : List.of("Amazon_720_40", "Amazon_5_50", "Amazon_1154_40")) {
      try (Segmenter segmenter =
          TorchSegmenter.open(model.card(), List.of(model.members().get(spec.testedBy(name))))) {
        ForestTile tile = tile(name);
        FloatRaster probability = TileValidation.probability(segmenter, tile);
        MaskSums sums = new MaskSums();
        for (int i = 0; i < probability.data().length; i++) {
          if (tile.edgeDistance(i) >= spec.optimisation().cropBorderPx()) {
            sums.add(
                probability.data()[i] >= TileValidation.FOREST_PROBABILITY,
                tile.forest().data()[i] == 1);
          }
        }
        assertThat(sums.accuracyFraction())
            .isCloseTo(table(TileEvaluation.TILES).value(name, "accuracy"), within(TOLERANCE));
        assertThat(sums.iouFraction())
            .isCloseTo(table(TileEvaluation.TILES).value(name, "IoU"), within(TOLERANCE));
      }
    }
  }

  @Test
  void theModelBeatsThePixelwiseBaselinesOnUnseenTiles() {
    ScoreTable pooled = table(TileEvaluation.POOLED);

    for (String measure : List.of("accuracy", "IoU")) {
      assertThat(pooled.value(TileEvaluation.MODEL, measure))
          .isGreaterThan(pooled.value("brightness threshold", measure))
          .isGreaterThan(pooled.value("quadratic of the bands", measure));
    }
  }

  @Test
  void theMembersMeanIsServedWithTheirSpreadAsItsError() {
    try (Segmenter segmenter = TorchSegmenter.open(model)) {
      ForestTile tile = tile("Amazon_720_40");
      Prediction prediction = segmenter.predict(List.of(tile.bands())).get(0);
      float[] mean = prediction.mean().data();
      float[] error = prediction.standardError().data();
      for (int i = 0; i < mean.length; i++) {
        assertThat(mean[i]).isBetween(0f, 1f);
        // The spread of numbers from 0 to 1 about their mean is largest if all are 0 or 1.
        assertThat((double) error[i]).isBetween(0.0, Math.sqrt(mean[i] * (1.0 - mean[i])) + 1e-4);
      }
    }
  }

  private ForestTile tile(String name) {
    Path folder = MadeUpTiles.AMAZON;
    return ForestTile.read(folder, spec.imagery(), name, spec.network().stridePx());
  }

  private ScoreTable table(String title) {
    return model.card().tables().stream()
        .filter(table -> table.title().equals(title))
        .findFirst()
        .orElseThrow();
  }
}
