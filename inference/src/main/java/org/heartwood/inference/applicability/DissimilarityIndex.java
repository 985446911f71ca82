package org.heartwood.inference.applicability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.segment.ChannelStack;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/**
 * How unlike everything that a model learnt from a pixel is (METHOD.md §3.3): the distance to the
 * nearest training point over the mean distance between two training points,
 *
 * <pre>DI = min_i ‖w·(x − x_i)/s‖ / mean_{i&lt;j} ‖w·(x_i − x_j)/s‖</pre>
 *
 * with {@code s} the standard deviation (n − 1) of the training points and {@code w} the importance
 * of each input. Training points among each other look at other spatial blocks only; what lies
 * above {@code min(max, Q75 + 1.5·IQR)} of their index lies outside the area of applicability.
 *
 * <p>Source: Meyer and Pebesma 2021, doi:10.1111/2041-210X.13650, equations 1 to 4; the number of
 * near training points is the local point density of Schumacher et al. 2024,
 * doi:10.5194/egusphere-2024-2730. The index sees single pixels: a strange pattern of usual values
 * is not strange to it. Safe for several threads.
 */
public final class DissimilarityIndex {
  private final List<ModelCard.InputBand> inputs;
  private final WeightedSpace space;
  private final NearestCells nearest;
  private final double meanDistance;
  private final double threshold;

  private DissimilarityIndex(
      List<ModelCard.InputBand> inputs,
      WeightedSpace space,
      double meanDistance,
      double threshold) {
    this.inputs = List.copyOf(inputs);
    this.space = space;
    this.nearest = space.nearest();
    this.meanDistance = meanDistance;
    this.threshold = threshold;
  }

  /** The index of a model over all its inputs; empty if the model has no reference points. */
  public static Optional<DissimilarityIndex> of(TrainedModel model) {
    return model
        .reference()
        .map(
            tensors -> {
              ModelCard.Applicability known = model.card().applicability().get(0);
              int[] all = new int[model.card().inputs().size()];
              for (int i = 0; i < all.length; i++) {
                all[i] = i;
              }
              return new DissimilarityIndex(
                  model.card().inputs(),
                  ReferencePoints.of(tensors).space(known.inputWeights(), all),
                  known.meanDistance(),
                  known.threshold());
            });
  }

  /**
   * The index over some inputs alone: distances, their mean and the threshold are all those of the
   * training points on these inputs.
   *
   * @param names inputs of the model, at least one, in the order in which pixels will be given
   * @throws InputException if the model has no reference points, no such input, or the inputs carry
   *     no weight
   */
  public static DissimilarityIndex of(TrainedModel model, List<String> names) {
    ReferencePoints points =
        model
            .reference()
            .map(ReferencePoints::of)
            .orElseThrow(
                () ->
                    new InputException(
                        model.card().name()
                            + ": has no reference points; heartwood evaluate --update adds them to"
                            + " the models that can have them"));
    List<String> known = model.card().inputs().stream().map(ModelCard.InputBand::name).toList();
    List<ModelCard.InputBand> inputs = new ArrayList<>();
    int[] used = new int[names.size()];
    for (int i = 0; i < used.length; i++) {
      used[i] = known.indexOf(names.get(i));
      if (used[i] < 0) {
        throw new InputException(
            model.card().name() + " has no input " + names.get(i) + ", only " + known);
      }
      inputs.add(model.card().inputs().get(used[i]));
    }
    WeightedSpace space = points.space(model.card().applicability().get(0).inputWeights(), used);
    double mean = used.length == 0 ? 0 : space.meanDistance();
    if (!(mean > 0)) {
      throw new InputException(
          model.card().name() + ": the inputs " + names + " carry no weight in its predictions");
    }
    return new DissimilarityIndex(inputs, space, mean, space.threshold(points.folds()));
  }

  /** Names of the inputs that it looks at, in the order in which pixels are given. */
  public List<String> inputs() {
    return inputs.stream().map(ModelCard.InputBand::name).toList();
  }

  /** The index above which a pixel lies outside the area of applicability. */
  public double threshold() {
    return threshold;
  }

  /** Mean distance between two training points in the weighted space. */
  public double meanDistance() {
    return meanDistance;
  }

  /** How many training points it compares with. */
  public int points() {
    return space.count();
  }

  /**
   * The index of every pixel.
   *
   * @param bands one for each input, in the inputs' units, all on one window
   * @return ≥ 0, 0 at a training point; NaN where an input has no data
   */
  public FloatRaster of(List<FloatRaster> bands) {
    requireBands(bands.size());
    return of(bands, bands.get(0).window());
  }

  /**
   * The index of the pixels of a window.
   *
   * @param bands as {@link #of(List)}
   * @param part pixels wanted, inside the bands' window
   */
  public FloatRaster of(List<FloatRaster> bands, PixelWindow part) {
    requireBands(bands.size());
    FloatRaster out = FloatRaster.empty(part);
    float[][] values = bands.stream().map(FloatRaster::data).toArray(float[][]::new);
    double[] query = new double[inputs.size()];
    NearestCells.Search search = nearest.search();
    for (int row = part.row(); row < part.endRow(); row++) {
      int from = bands.get(0).index(part.col(), row);
      int to = out.index(part.col(), row);
      for (int col = 0; col < part.width(); col++) {
        if (scaled(values, from + col, query)) {
          out.data()[to + col] = (float) (Math.sqrt(search.squaredDistance(query)) / meanDistance);
        }
      }
    }
    return out;
  }

  /** Fills a query; false where an input has no data. */
  private boolean scaled(float[][] bands, int pixel, double[] query) {
    for (int d = 0; d < query.length; d++) {
      float value = bands[d][pixel];
      if (!ChannelStack.hasData(value, inputs.get(d))) {
        return false;
      }
      query[d] = space.scaled(d, value);
    }
    return true;
  }

  private void requireBands(int count) {
    if (count != inputs.size()) {
      throw new IllegalArgumentException(
          "there must be one value for each of " + inputs() + ", were " + count);
    }
  }

  /** Local point density: training points whose dissimilarity to a pixel is below the threshold. */
  public int nearPoints(double[] values) {
    requireBands(values.length);
    double[] query = new double[values.length];
    for (int d = 0; d < query.length; d++) {
      query[d] = space.scaled(d, values[d]);
    }
    double radius = threshold * meanDistance;
    return nearest.within(query, radius * radius);
  }
}
