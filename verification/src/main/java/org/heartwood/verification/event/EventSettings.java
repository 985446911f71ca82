package org.heartwood.verification.event;

import java.io.Serializable;

/**
 * What an event is.
 *
 * @param neighbours which pixels touch
 * @param toleranceDays touching pixels belong together if their first days are at most this far
 *     apart, days, >= 0
 * @param minPixels smallest event that is kept, pixels, > 0
 * @param forestLevel value of the quantity from which a pixel is still forest after its change: it
 *     is degraded, not deforested
 */
public record EventSettings(
    Neighbours neighbours, int toleranceDays, int minPixels, double forestLevel)
    implements Serializable {

  /** Which pixels touch. */
  public enum Neighbours {
    /** Those that share an edge. */
    FOUR(4),
    /** Those that share an edge or a corner. */
    EIGHT(8);

    private final int count;

    Neighbours(int count) {
      this.count = count;
    }

    int count() {
      return count;
    }
  }

  public EventSettings {
    if (toleranceDays < 0 || minPixels < 1 || !Double.isFinite(forestLevel)) {
      throw new IllegalArgumentException(
          "toleranceDays must be >= 0, minPixels > 0 and forestLevel finite, were "
              + toleranceDays
              + ", "
              + minPixels
              + " and "
              + forestLevel);
    }
  }
}
