package org.heartwood.verification.growth;

import org.heartwood.verification.counterfactual.EffectEstimate;
import org.jspecify.annotations.Nullable;

/**
 * What an estimator says of growth.
 *
 * @param effect cover gained beyond what would have been gained without the project. In place of
 *     shares of forest lost it holds shares of the ground: cover that was gained is loss below
 *     zero, and what is avoided is a gain
 * @param gains the numbers of VM0047's benchmark; null where it cannot tell
 */
public record GrowthEstimate(EffectEstimate effect, @Nullable Gains gains) {
  /**
   * Cover gained from the start to the end, per cent of the ground, with standard errors as between
   * independent plots, which is how VM0047 takes them.
   *
   * @param projectPct mean of the project's plots
   * @param projectStandardErrorPct its standard error
   * @param controlPct mean of their controls, weighted
   * @param controlStandardErrorPct its standard error
   * @param z difference of both over its standard error
   * @param benchmark performance benchmark: share of the growth that the controls had as well; 1,
   *     no credits, where the two do not differ
   */
  public record Gains(
      double projectPct,
      double projectStandardErrorPct,
      double controlPct,
      double controlStandardErrorPct,
      double z,
      double benchmark) {}
}
