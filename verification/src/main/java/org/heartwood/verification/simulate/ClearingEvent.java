package org.heartwood.verification.simulate;

import java.time.LocalDate;

/**
 * Forest cleared at one place on one day.
 *
 * @param kind why
 * @param day when; between two dry seasons
 * @param col column of its centre
 * @param row row of its centre
 * @param pixels how many pixels it took
 */
public record ClearingEvent(Kind kind, LocalDate day, int col, int row, int pixels) {
  /** Why forest was cleared. */
  public enum Kind {
    /** It would have been cleared without the project as well. */
    PRESSURE,
    /** The project prevented it elsewhere. */
    DISPLACED,
    /** Forest of the project, after credits were issued for it. */
    REVERSAL
  }
}
