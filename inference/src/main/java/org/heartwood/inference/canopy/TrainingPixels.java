package org.heartwood.inference.canopy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.heartwood.inference.landscape.SceneSpec;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;

/** The training columns in memory, and what can be said of them. It owns its arrays. */
final class TrainingPixels {
  private static final double DENSE_FRACTION = 0.7;
  private static final int BINS = 5;
  private static final double LOW_SHARE = 0.005;

  private final List<FloatRaster> inputs;
  private final List<FloatRaster> labels;
  private final SceneSpec.Label first;
  private final boolean[] learnable;
  private final long count;
  private final long[] binned = new long[BINS];

  /**
   * @param labels one for each target, in their units
   * @param first what the first label is
   */
  TrainingPixels(
      List<FloatRaster> inputs,
      List<FloatRaster> labels,
      SceneSpec.Label first,
      boolean[] mayLearn) {
    this.inputs = List.copyOf(inputs);
    this.labels = List.copyOf(labels);
    this.first = first;
    this.learnable = mayLearn.clone();
    long found = 0;
    for (int i = 0; i < learnable.length; i++) {
      for (FloatRaster label : labels) {
        learnable[i] &= !Float.isNaN(label.data()[i]);
      }
      for (FloatRaster input : inputs) {
        learnable[i] &= !Float.isNaN(input.data()[i]);
      }
      if (learnable[i]) {
        found++;
        binned[bin(i)]++;
      }
    }
    count = found;
  }

  List<FloatRaster> inputs() {
    return inputs;
  }

  List<FloatRaster> labels() {
    return labels;
  }

  PixelWindow window() {
    return inputs.get(0).window();
  }

  /** Where a label may be learnt from, row-major over the training columns. */
  boolean[] learnable() {
    return learnable;
  }

  long count() {
    return count;
  }

  /**
   * How much a label weighs so that rare cover has its say: the share of its bin to the power of
   * minus {@code balance}, scaled so that the mean over the training pixels is 1.
   */
  double[] binWeights(double balance) {
    double[] weights = new double[BINS];
    double sum = 0;
    for (int bin = 0; bin < BINS; bin++) {
      weights[bin] = binned[bin] == 0 ? 0 : StrictMath.pow(binned[bin] / (double) count, -balance);
      sum += weights[bin] * binned[bin];
    }
    for (int bin = 0; bin < BINS; bin++) {
      weights[bin] *= count / sum;
    }
    return weights;
  }

  /** The bin of {@link #binWeights} that a labelled pixel belongs to. */
  int bin(int pixel) {
    double share =
        (labels.get(0).data()[pixel] - first.minimum()) / (first.maximum() - first.minimum());
    return Math.min(BINS - 1, (int) (BINS * share));
  }

  /** What is known of an input over the learnable pixels. */
  Described describe(int input) {
    float[] values = new float[learnable.length];
    float[] dense = new float[learnable.length];
    int found = 0;
    int denseFound = 0;
    double sum = 0;
    double squares = 0;
    float[] data = inputs.get(input).data();
    for (int i = 0; i < learnable.length; i++) {
      if (learnable[i]) {
        values[found++] = data[i];
        sum += data[i];
        if (labels.get(0).data()[i] >= dense()) {
          dense[denseFound++] = data[i];
        }
      }
    }
    if (denseFound == 0) {
      throw new InputException(
          "the training columns need labelled pixels of at least "
              + dense()
              + " "
              + first.unit()
              + " of "
              + first.target()
              + ", among "
              + found
              + " labelled pixels there was none");
    }
    double mean = sum / found;
    for (int i = 0; i < found; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    float[] ascending = Arrays.copyOf(values, found);
    float[] denseAscending = Arrays.copyOf(dense, denseFound);
    Arrays.sort(ascending);
    Arrays.sort(denseAscending);
    return new Described(
        mean,
        Math.sqrt(squares / found),
        nearestRank(ascending, LOW_SHARE),
        nearestRank(ascending, 1 - LOW_SHARE),
        nearestRank(denseAscending, 0.5));
  }

  private double dense() {
    return first.minimum() + DENSE_FRACTION * (first.maximum() - first.minimum());
  }

  private static double nearestRank(float[] ascending, double share) {
    return ascending[(int) Math.round(share * (ascending.length - 1))];
  }

  /**
   * An input over the learnable pixels, in its unit.
   *
   * @param mean mean
   * @param deviation standard deviation
   * @param low 0.5 percentile
   * @param high 99.5 percentile
   * @param denseForest median where the first label is in the upper three tenths of its range
   */
  record Described(double mean, double deviation, double low, double high, double denseForest) {}

  /** {@link Described} as a card has it. */
  List<ModelCard.TrainedBand> trainedBands(List<String> names) {
    List<ModelCard.TrainedBand> bands = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Described known = describe(i);
      bands.add(
          new ModelCard.TrainedBand(names.get(i), known.low(), known.high(), known.denseForest()));
    }
    return bands;
  }
}
