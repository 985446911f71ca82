package org.heartwood.inference.tiles;

import java.util.Map;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TrainedModel;

final class TileEvaluation {
  private TileEvaluation() {}

  static ModelCard.Evidence of(TileSpec spec, Map<String, ForestTile> tiles, TrainedModel model) {
    return ModelCard.Evidence.NONE;
  }
}
