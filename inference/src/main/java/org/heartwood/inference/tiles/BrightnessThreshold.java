package org.heartwood.inference.tiles;

import java.util.Collection;

/**
 * Forest is what is darker than a threshold on the sum of the bands: the baseline that a mask must
 * beat. The threshold is the one of the highest accuracy on the tiles it is learnt from.
 *
 * @param below sums below this are forest, digital numbers
 */
record BrightnessThreshold(int below) {
  /** Learns the threshold on tiles of whole digital numbers. */
  static BrightnessThreshold learn(Collection<ForestTile> tiles, int bands, double maximum) {
    long[] forest = new long[(int) (bands * maximum) + 2];
    long[] other = new long[forest.length];
    for (ForestTile tile : tiles) {
      for (int i = 0; i < tile.forest().data().length; i++) {
        double sum = sum(tile, i);
        float label = tile.forest().data()[i];
        if (!Double.isNaN(sum) && !Float.isNaN(label)) {
          (label == 1 ? forest : other)[(int) sum]++;
        }
      }
    }
    long gain = 0;
    long most = 0;
    int best = 0;
    for (int below = 1; below < forest.length; below++) {
      gain += forest[below - 1] - other[below - 1];
      if (gain > most) {
        most = gain;
        best = below;
      }
    }
    return new BrightnessThreshold(best);
  }

  boolean forest(ForestTile tile, int pixel) {
    return sum(tile, pixel) < below;
  }

  private static double sum(ForestTile tile, int pixel) {
    double sum = 0;
    for (int band = 0; band < tile.bands().size(); band++) {
      sum += tile.bands().get(band).data()[pixel];
    }
    return sum;
  }
}
