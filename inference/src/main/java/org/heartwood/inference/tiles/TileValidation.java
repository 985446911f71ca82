package org.heartwood.inference.tiles;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.Weights;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.inference.segment.TorchSegmenter;
import org.heartwood.inference.train.EnsembleTraining.Validated;
import org.heartwood.inference.train.Losses;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.issue.InputException;

/** How weights do on a member's validation tiles, undisturbed; every tile has the same say. */
final class TileValidation {
  static final double FOREST_PROBABILITY = 0.5;

  private TileValidation() {}

  /** Cross-entropy as the loss, with accuracy and IoU over all pixels of the tiles. */
  static Validated validate(ModelCard card, Weights weights, List<ForestTile> tiles) {
    MaskSums sums = new MaskSums();
    double loss = 0;
    try (Segmenter segmenter = TorchSegmenter.open(card, List.of(weights))) {
      for (ForestTile tile : tiles) {
        FloatRaster probability = probability(segmenter, tile);
        double entropy = 0;
        long pixels = 0;
        for (int i = 0; i < probability.data().length; i++) {
          float label = tile.forest().data()[i];
          float said = probability.data()[i];
          if (!Float.isNaN(label) && !Float.isNaN(said)) {
            entropy += Losses.crossEntropy(said, label);
            sums.add(said >= FOREST_PROBABILITY, label == 1);
            pixels++;
          }
        }
        if (pixels == 0) {
          throw new InputException(tile.name() + ": has no pixel with image and label");
        }
        loss += entropy / pixels / tiles.size();
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    scores.put("accuracy", sums.accuracyFraction());
    scores.put("IoU", sums.iouFraction());
    return new Validated(loss, scores);
  }

  /** Forest probability of a whole tile, in one pass. */
  static FloatRaster probability(Segmenter segmenter, ForestTile tile) {
    return segmenter.predict(List.of(tile.bands())).get(0).mean();
  }
}
