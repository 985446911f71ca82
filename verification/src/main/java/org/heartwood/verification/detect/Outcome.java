package org.heartwood.verification.detect;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a detector says of one pixel.
 *
 * @param standing no change, a change, or why it cannot tell
 * @param change the change, if there is one, flagged or confirmed
 * @param observed valid observations after the history
 * @param history observations that the regression rests on
 */
public record Outcome(Standing standing, Optional<Change> change, int observed, int history) {
  public Outcome {
    boolean seen = standing == Standing.FLAGGED || standing.confirmed();
    if (seen != change.isPresent()) {
      throw new IllegalArgumentException(
          "a change belongs to flagged and confirmed pixels alone, standing was " + standing);
    }
  }

  /**
   * A change.
   *
   * @param firstSeen first observation that belongs to it
   * @param confirmed observation that confirmed it
   * @param probability see {@link Chart#probability}, 0 to 1
   * @param magnitude mean deviation from the regression since {@code firstSeen}, in the quantity's
   *     unit; negative for a fall
   * @param level mean value since {@code firstSeen}, in the quantity's unit
   * @param recovered first observation of the return, if it returned
   */
  public record Change(
      LocalDate firstSeen,
      Optional<LocalDate> confirmed,
      double probability,
      double magnitude,
      double level,
      Optional<LocalDate> recovered) {}
}
