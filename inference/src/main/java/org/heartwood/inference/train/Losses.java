package org.heartwood.inference.train;

import ai.djl.ndarray.NDArray;
import org.heartwood.inference.model.UNet;

/**
 * What a network is punished for. Every loss is a mean over the pixels of a batch that carry a
 * label, weighted.
 *
 * <p>Mean and variance: the Gaussian negative log-likelihood without its constant, {@code ½·((mean
 * − label)² + label variance) / variance + ½·ln(variance)} (Nix and Weigend 1994,
 * doi:10.1109/ICNN.1994.374138; Lang et al. 2023 teach canopy height with it,
 * doi:10.1038/s41559-023-02206-6). With a teacher's mean and variance as label it is the
 * Kullback-Leibler divergence from the teacher, up to a constant.
 *
 * <p>Probability: the focal loss {@code −(1 − q)^γ·ln q}, q the probability given to what is so
 * (Lin et al. 2017, doi:10.1109/ICCV.2017.324; γ = 0 is cross-entropy), plus a share of the Dice
 * loss {@code 1 − 2·Σpy / (Σp + Σy)} (Milletari et al. 2016, doi:10.1109/3DV.2016.79).
 *
 * @param probabilityWeight weight of probability heads beside Gaussian ones, ≥ 0
 * @param focalGamma γ, ≥ 0
 * @param diceWeight weight of the Dice loss beside the focal loss, ≥ 0
 */
public record Losses(double probabilityWeight, double focalGamma, double diceWeight) {
  private static final float SMALL = 1e-6f;

  public Losses {
    if (!(probabilityWeight >= 0) || !(focalGamma >= 0) || !(diceWeight >= 0)) {
      throw new IllegalArgumentException(
          "probabilityWeight, focalGamma and diceWeight must be >= 0, were "
              + probabilityWeight
              + ", "
              + focalGamma
              + " and "
              + diceWeight);
    }
  }

  /**
   * The Gaussian loss of one value.
   *
   * @param variance > 0, in the squared unit of {@code mean} and {@code label}
   */
  public static double gaussian(double mean, double label, double variance) {
    double error = mean - label;
    return 0.5 * error * error / variance + 0.5 * StrictMath.log(variance);
  }

  /** The cross-entropy of one probability; {@code label} 0 to 1. */
  public static double crossEntropy(double probability, double label) {
    double p = Math.max(1e-7, Math.min(1 - 1e-7, probability));
    return -label * StrictMath.log(p) - (1 - label) * StrictMath.log(1 - p);
  }

  /**
   * The loss of one head.
   *
   * @param output the head's channels, {@code [crop × channel × row × col]}
   * @param label {@code [crop × 1 × row × col]}, any number where the weight is 0
   * @param labelVariance as {@code label}
   * @param weight as {@code label}; not all 0
   */
  NDArray of(UNet.Head head, NDArray output, NDArray label, NDArray labelVariance, NDArray weight) {
    return switch (head) {
      case GAUSSIAN -> gaussian(output, label, labelVariance, weight);
      case PROBABILITY -> probability(output, label, weight).mul((float) probabilityWeight);
    };
  }

  private static NDArray gaussian(
      NDArray output, NDArray label, NDArray labelVariance, NDArray weight) {
    NDArray logVariance = output.get(":, 1:2");
    NDArray error = output.get(":, 0:1").sub(label);
    NDArray loss =
        error
            .mul(error)
            .add(labelVariance)
            .mul(logVariance.neg().exp())
            .add(logVariance)
            .mul(weight)
            .mul(0.5f);
    return loss.sum().div(weight.sum());
  }

  private NDArray probability(NDArray logit, NDArray label, NDArray weight) {
    // ln p and ln (1 − p) without overflow: −softplus(∓x).
    NDArray tail = logit.abs().neg().exp().add(1).log();
    NDArray logP = logit.neg().maximum(0).add(tail).neg();
    NDArray logNotP = logit.maximum(0).add(tail).neg();
    NDArray p = logP.exp();
    NDArray not = p.neg().add(1);
    NDArray is = label.mul(logP);
    NDArray isNot = label.neg().add(1).mul(logNotP);
    if (focalGamma > 0) {
      is = is.mul(not.add(SMALL).pow((float) focalGamma));
      isNot = isNot.mul(p.add(SMALL).pow((float) focalGamma));
    }
    NDArray loss = is.add(isNot).mul(weight).sum().div(weight.sum()).neg();
    if (diceWeight > 0) {
      NDArray both = p.mul(label).mul(weight).sum().mul(2).add(1);
      NDArray either = p.add(label).mul(weight).sum().add(1);
      loss = loss.add(both.div(either).neg().add(1).mul((float) diceWeight));
    }
    return loss;
  }
}
