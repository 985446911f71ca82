package org.heartwood.inference.series;

import java.time.LocalDate;
import java.util.BitSet;
import java.util.Optional;

/**
 * A series and what is known of it.
 *
 * @param series the pixel's series
 * @param event whether it was disturbed
 * @param date day of the disturbance, if it was dated
 * @param fold the spatial fold it lies in, counted from 0
 * @param hiddenFrom the folds whose model must not learn from it: its own, and those it lies close
 *     to
 * @param block name of the block of ground that it lies in; blocks are drawn for intervals
 */
record LabelledSeries(
    PixelSeries series,
    boolean event,
    Optional<LocalDate> date,
    int fold,
    BitSet hiddenFrom,
    String block) {
  LabelledSeries {
    if (!hiddenFrom.get(fold)) {
      throw new IllegalArgumentException("a sample must be hidden from its own fold " + fold);
    }
    if (date.isPresent() && !event) {
      throw new IllegalArgumentException("an undisturbed series must have no date");
    }
  }
}
