package org.heartwood.inference.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.model.Weights;

/**
 * Exponential average of the weights over the updates (Polyak and Juditsky 1992,
 * doi:10.1137/0330046): steadier than the last weights, at no cost when predicting. Early on it
 * keeps less, {@code (1 + n) / (10 + n)} after n updates, so that it forgets where it started.
 */
final class WeightsAverage {
  private final Map<String, List<Integer>> shapes;
  private final double keptFraction;
  private final Map<String, float[]> average = new LinkedHashMap<>();
  private int updates;

  /**
   * @param start the average so far
   * @param updates how many weights it is of
   */
  WeightsAverage(Weights start, double keptFraction, int updates) {
    this.shapes = start.shapes();
    this.keptFraction = keptFraction;
    this.updates = updates;
    for (String name : shapes.keySet()) {
      average.put(name, start.values(name).clone());
    }
  }

  void add(Weights weights) {
    updates++;
    float kept = (float) Math.min(keptFraction, (1.0 + updates) / (10.0 + updates));
    average.forEach(
        (name, values) -> {
          float[] now = weights.values(name);
          for (int i = 0; i < values.length; i++) {
            values[i] = kept * values[i] + (1 - kept) * now[i];
          }
        });
  }

  /** The average as it stands, a copy. */
  Weights weights() {
    Map<String, float[]> copy = new LinkedHashMap<>();
    average.forEach((name, values) -> copy.put(name, values.clone()));
    return new Weights(shapes, copy);
  }
}
