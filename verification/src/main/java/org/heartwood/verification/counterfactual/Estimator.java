package org.heartwood.verification.counterfactual;

/** One way to tell what would have happened. */
public interface Estimator {
  /** Its kind. */
  Family family();

  /** Its name and choices, as tables and figures show them. */
  String specification();

  /**
   * Estimates the effect on one area. Data that cannot carry an answer give a typed "cannot tell",
   * never an exception and never a number that is not finite.
   */
  EffectEstimate estimate(Study study);
}
