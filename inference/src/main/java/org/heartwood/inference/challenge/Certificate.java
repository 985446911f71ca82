package org.heartwood.inference.challenge;

/**
 * What a holdout says of a submission.
 *
 * @param pixels held-out pixels of the group
 * @param blocks held-out blocks that the group has pixels in
 * @param share the group's share of the held-out pixels, 0 to 1
 * @param lossBefore mean loss of the deployed predictor over the group
 * @param lossAfter mean loss of the submission over the group
 * @param shareTimesGain {@code share × (lossBefore − lossAfter)}: what the overall loss would fall
 *     by
 * @param standardError of {@code shareTimesGain}, with blocks as the sample
 * @param enough whether the group has the pixels and blocks that the rule asks for
 * @param gainSuffices whether {@code shareTimesGain} passes the rule
 */
record Certificate(
    long pixels,
    int blocks,
    double share,
    double lossBefore,
    double lossAfter,
    double shareTimesGain,
    double standardError,
    boolean enough,
    boolean gainSuffices) {

  static Certificate of(
      Holdout holdout,
      Loss loss,
      AcceptanceRule rule,
      boolean[] group,
      double[] deployed,
      double[] proposed) {
    long pixels = holdout.pixels(group);
    int blocks = holdout.blocksOf(group);
    double share = holdout.share(group);
    double before = holdout.meanLoss(loss, deployed, group);
    double after = holdout.meanLoss(loss, holdout.requireSize(proposed), group);
    double gain = share * (before - after);
    return new Certificate(
        pixels,
        blocks,
        share,
        before,
        after,
        gain,
        holdout.gainStandardError(loss, group, deployed, proposed),
        pixels >= rule.minimumPixels() && blocks >= rule.minimumBlocks(),
        rule.accepts(gain));
  }

  /** Whether the rule accepts it; the budget of the holdout is another question. */
  boolean passes() {
    return enough && gainSuffices;
  }
}
