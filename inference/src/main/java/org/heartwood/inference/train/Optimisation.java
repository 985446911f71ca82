package org.heartwood.inference.train;

import java.util.List;

/**
 * How long and how fast a network learns.
 *
 * @param seeds seed of weights, crops and disturbances, one for each member of the ensemble
 * @param epochs most epochs to run; the learning rate falls to 0 over them along a cosine
 * @param patienceEpochs epochs without a better validation loss after which training stops
 * @param stepsPerEpoch weight updates an epoch
 * @param cropsPerStep crops a weight update looks at
 * @param cropPx side of a crop, pixels, a multiple of the network's stride
 * @param cropBorderPx pixels along a crop's edge that carry no label, because the network sees
 *     little of their surroundings
 * @param learningRate peak learning rate of Adam
 * @param gradientNormMax longest gradient, over all weights together, that an update sees: a longer
 *     one is shortened to it, see {@link GradientClip}; in units of the loss per unit of a weight
 * @param averagingFraction share of the running average of the weights that each update keeps; the
 *     average is what is validated and kept
 */
public record Optimisation(
    List<Long> seeds,
    int epochs,
    int patienceEpochs,
    int stepsPerEpoch,
    int cropsPerStep,
    int cropPx,
    int cropBorderPx,
    double learningRate,
    double gradientNormMax,
    double averagingFraction) {
  public Optimisation {
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty() || seeds.stream().distinct().count() != seeds.size()) {
      throw new IllegalArgumentException("seeds must be different and at least one, were " + seeds);
    }
    if (epochs <= 0 || patienceEpochs <= 0 || stepsPerEpoch <= 0 || cropsPerStep <= 0) {
      throw new IllegalArgumentException(
          "epochs, patienceEpochs, stepsPerEpoch and cropsPerStep must be > 0, were "
              + List.of(epochs, patienceEpochs, stepsPerEpoch, cropsPerStep));
    }
    if (cropPx <= 2 * cropBorderPx || cropBorderPx < 0) {
      throw new IllegalArgumentException(
          "cropPx must be more than twice cropBorderPx, were " + cropPx + " and " + cropBorderPx);
    }
    if (!(learningRate > 0) || !(averagingFraction >= 0 && averagingFraction < 1)) {
      throw new IllegalArgumentException(
          "learningRate must be > 0 and averagingFraction in [0, 1), were "
              + learningRate
              + " and "
              + averagingFraction);
    }
    if (!(gradientNormMax > 0 && Double.isFinite(gradientNormMax))) {
      throw new IllegalArgumentException(
          "gradientNormMax must be > 0 and finite, was " + gradientNormMax);
    }
  }
}
