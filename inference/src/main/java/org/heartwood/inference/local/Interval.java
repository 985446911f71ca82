package org.heartwood.inference.local;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A figure with its 90 % interval.
 *
 * @param value the figure
 * @param low lower end; null if there are too few plots to tell
 * @param high upper end; null if there are too few plots to tell
 */
public record Interval(double value, @Nullable Double low, @Nullable Double high) {
  public Interval {
    if ((low == null) != (high == null)) {
      throw new IllegalArgumentException("an interval has two ends or none");
    }
  }

  /** Whether there is an interval. */
  public boolean told() {
    return low != null;
  }

  /** For a person: {@code 1.23 (0.10 to 2.40)}. */
  public String shown(int decimals) {
    String number = "%." + decimals + "f";
    if (low == null || high == null) {
      return String.format(Locale.ROOT, number + " (cannot tell)", value);
    }
    return String.format(
        Locale.ROOT, number + " (" + number + " to " + number + ")", value, low, high);
  }
}
