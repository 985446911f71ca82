package org.heartwood.inference.tiles;

import java.util.Arrays;
import java.util.Collection;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.issue.InputException;

/** What the tiles' values look like, for the card. */
final class TrainedLevels {
  private static final double LOW_FRACTION = 0.005;

  private TrainedLevels() {}

  /** Labelled pixels of a tile. */
  static long labels(ForestTile tile) {
    long labels = 0;
    for (float forest : tile.forest().data()) {
      labels += Float.isNaN(forest) ? 0 : 1;
    }
    return labels;
  }

  /** Percentiles of a band over all labelled pixels, and its median over forest. */
  static ModelCard.TrainedBand of(String name, int band, Collection<ForestTile> tiles) {
    int most = Math.toIntExact(tiles.stream().mapToLong(TrainedLevels::labels).sum());
    float[] all = new float[most];
    float[] forest = new float[most];
    int found = 0;
    int forestFound = 0;
    for (ForestTile tile : tiles) {
      float[] values = tile.bands().get(band).data();
      for (int i = 0; i < values.length; i++) {
        float label = tile.forest().data()[i];
        if (!Float.isNaN(label) && !Float.isNaN(values[i])) {
          all[found++] = values[i];
          if (label == 1) {
            forest[forestFound++] = values[i];
          }
        }
      }
    }
    if (forestFound == 0) {
      throw new InputException("the tiles hold no pixel of forest with an image");
    }
    return new ModelCard.TrainedBand(
        name,
        quantile(all, found, LOW_FRACTION),
        quantile(all, found, 1 - LOW_FRACTION),
        quantile(forest, forestFound, 0.5));
  }

  private static double quantile(float[] values, int count, double share) {
    float[] ascending = Arrays.copyOf(values, count);
    Arrays.sort(ascending);
    return ascending[(int) Math.round(share * (count - 1))];
  }
}
