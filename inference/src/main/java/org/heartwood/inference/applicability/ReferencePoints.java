package org.heartwood.inference.applicability;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.TrainedModel;
import org.heartwood.inference.model.Weights;

/**
 * Training points that stand for all that a model saw, each with the fold of cross-validation that
 * it belongs to: folds are spatial blocks, so that a point's like is looked for elsewhere.
 */
public final class ReferencePoints {
  private final int inputs;
  private final float[] values;
  private final int[] folds;

  /**
   * @param inputs values of a point, > 0
   * @param values point by point, in the inputs' units
   * @param folds fold of every point; there must be at least two folds
   */
  public ReferencePoints(int inputs, float[] values, int[] folds) {
    if (values.length != Math.multiplyExact(inputs, folds.length)) {
      throw new IllegalArgumentException(
          folds.length
              + " points of "
              + inputs
              + " inputs cannot have "
              + values.length
              + " values");
    }
    if (Arrays.stream(folds).distinct().count() < 2) {
      throw new IllegalArgumentException(
          "reference points must lie in at least 2 folds, "
              + folds.length
              + " points lay in fewer");
    }
    this.inputs = inputs;
    this.values = values.clone();
    this.folds = folds.clone();
  }

  /** The points of a file as {@link #tensors()} writes it. */
  public static ReferencePoints of(Weights tensors) {
    float[] stored = tensors.values(TrainedModel.FOLDS);
    int[] folds = new int[stored.length];
    for (int i = 0; i < folds.length; i++) {
      folds[i] = Math.round(stored[i]);
    }
    float[] values = tensors.values(TrainedModel.POINTS);
    return new ReferencePoints(values.length / folds.length, values, folds);
  }

  /** The tensors {@value TrainedModel#POINTS} and {@value TrainedModel#FOLDS}. */
  public Weights tensors() {
    float[] stored = new float[folds.length];
    for (int i = 0; i < folds.length; i++) {
      stored[i] = folds[i];
    }
    Map<String, float[]> tensors = new LinkedHashMap<>();
    tensors.put(TrainedModel.POINTS, values.clone());
    tensors.put(TrainedModel.FOLDS, stored);
    return new Weights(TrainedModel.referenceShapes(folds.length, inputs), tensors);
  }

  /** How many there are. */
  public int count() {
    return folds.length;
  }

  /**
   * What the card says of these points.
   *
   * @param file name of the file that holds them
   * @param inputWeights importance of each input, ≥ 0
   */
  public ModelCard.Applicability describe(String file, List<Double> inputWeights) {
    WeightedSpace space = space(inputWeights, allInputs());
    return new ModelCard.Applicability(
        file,
        tensors().sha256(),
        count(),
        inputWeights,
        space.meanDistance(),
        space.threshold(folds));
  }

  private int[] allInputs() {
    int[] all = new int[inputs];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /**
   * The points on some inputs alone.
   *
   * @param used positions of the inputs
   */
  WeightedSpace space(List<Double> inputWeights, int[] used) {
    double[] chosen = new double[count() * used.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = values[i / used.length * inputs + used[i % used.length]];
    }
    return WeightedSpace.of(chosen, Arrays.stream(used).mapToDouble(inputWeights::get).toArray());
  }

  int[] folds() {
    return folds;
  }
}
