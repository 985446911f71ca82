package org.heartwood.verification.event;

import java.io.Serializable;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.heartwood.ingest.product.SpectralIndex;

/**
 * What an event is.
 *
 * @param neighbours which pixels touch
 * @param toleranceDays touching pixels belong together if their first days are at most this far
 *     apart, days, >= 0
 * @param minPixels smallest event that is kept, pixels, > 0
 * @param forestLevel value of the quantity from which a pixel is still forest after its change: it
 *     is degraded, not deforested
 * @param imageDays days of the images that changes are dated by, days since 1970-01-01, ascending;
 *     empty where they are not known
 * @param indices indices that the images have bands for, beside their own quantity
 */
public record EventSettings(
    Neighbours neighbours,
    int toleranceDays,
    int minPixels,
    double forestLevel,
    List<Integer> imageDays,
    Set<SpectralIndex> indices)
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
    imageDays = List.copyOf(imageDays);
    indices = Set.copyOf(indices);
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

  /**
   * How finely the images resolve what happened in some days: the longest time between two images
   * of which the later lies in them. A pixel that clouds hid was seen more seldom.
   *
   * @return empty where the images are not known, or none lies before
   */
  OptionalInt longestGapDays(int firstDay, int lastDay) {
    int longest = -1;
    for (int i = 1; i < imageDays.size(); i++) {
      if (imageDays.get(i) >= firstDay && imageDays.get(i) <= lastDay) {
        longest = Math.max(longest, imageDays.get(i) - imageDays.get(i - 1));
      }
    }
    return longest < 0 ? OptionalInt.empty() : OptionalInt.of(longest);
  }
}
