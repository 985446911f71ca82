package org.heartwood.verification.baseline;

import java.util.Locale;
import java.util.Optional;

/** The conditions under which a matched comparison may carry a verdict at all (METHOD.md §6.4). */
public final class ComparisonGate {
  private static final double MIN_MATCHED_FRACTION = 0.8;
  private static final int MIN_CONTROL_BLOCKS = 10;

  private ComparisonGate() {}

  /** Why the comparison cannot carry a verdict; empty if it can. */
  public static Optional<String> reasonAgainst(MatchedComparison comparison) {
    if (comparison.treatedPixels() == 0) {
      return Optional.of(
          "there was no forest in the "
              + comparison.treated().label()
              + " at the start of the comparison");
    }
    if (comparison.matchedFraction() < MIN_MATCHED_FRACTION) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "only %.0f %% of the forest pixels have like pixels outside (%.0f %% needed)",
              100 * comparison.matchedFraction(),
              100 * MIN_MATCHED_FRACTION));
    }
    if (comparison.controlBlocks() < MIN_CONTROL_BLOCKS) {
      return Optional.of(
          "the like pixels outside lie in only "
              + comparison.controlBlocks()
              + " blocks ("
              + MIN_CONTROL_BLOCKS
              + " needed)");
    }
    if (!(comparison.maxSmd() <= Balance.MAX_SMD)) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "project and like pixels differ by %.2f standard deviations in a covariate (%.2f"
                  + " allowed)",
              comparison.maxSmd(),
              Balance.MAX_SMD));
    }
    return Optional.empty();
  }
}
