package org.heartwood.inference.train;

import ai.djl.ndarray.NDArray;

/**
 * Gaussian negative log-likelihood without its constant: {@code ½·(mean − label)² / variance +
 * ½·ln(variance)} (Nix and Weigend 1994, doi:10.1109/ICNN.1994.374138; Lang et al. 2023 teach
 * canopy height with it, doi:10.1038/s41559-023-02206-6). It rewards a small error and an honest
 * variance.
 */
final class GaussianNll {
  private GaussianNll() {}

  /** For one value; {@code variance} > 0 in the squared unit of {@code mean} and {@code label}. */
  static double of(double mean, double label, double variance) {
    double error = mean - label;
    return 0.5 * error * error / variance + 0.5 * StrictMath.log(variance);
  }

  /**
   * Mean over the pixels of a batch that carry a label.
   *
   * @param output {@code [crop × 2 × row × col]}: mean and log-variance
   * @param label {@code [crop × 1 × row × col]}, any number where the mask is 0
   * @param mask 1 where a label counts, else 0; at least one 1
   */
  static NDArray of(NDArray output, NDArray label, NDArray mask) {
    NDArray mean = output.get(":, 0:1");
    NDArray logVariance = output.get(":, 1:2");
    NDArray error = mean.sub(label);
    NDArray loss =
        error.mul(error).mul(logVariance.neg().exp()).add(logVariance).mul(mask).mul(0.5f);
    return loss.sum().div(mask.sum());
  }
}
