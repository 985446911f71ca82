package org.heartwood.inference.local;

import java.util.Locale;
import java.util.Set;

/**
 * The unit of a quantity as people spell it.
 *
 * @param name one spelling for all of its spellings
 */
record Measure(String name) {
  static final Measure PER_CENT = new Measure("per cent");
  static final Measure FRACTION = new Measure("fraction");

  private static final Set<String> PER_CENT_SPELLINGS = Set.of("per cent", "percent", "pct", "%");
  private static final Set<String> FRACTION_SPELLINGS = Set.of("fraction", "share", "0-1");

  static Measure of(String spelling) {
    String text = spelling.strip().toLowerCase(Locale.ROOT);
    if (PER_CENT_SPELLINGS.contains(text)) {
      return PER_CENT;
    }
    return FRACTION_SPELLINGS.contains(text) ? FRACTION : new Measure(text);
  }

  boolean isShare() {
    return equals(PER_CENT) || equals(FRACTION);
  }

  /** The largest value that it can have; infinite where that is not known. */
  double maximum() {
    return equals(PER_CENT) ? 100 : equals(FRACTION) ? 1 : Double.POSITIVE_INFINITY;
  }

  /** The smallest value that it can have. */
  double minimum() {
    return isShare() ? 0 : Double.NEGATIVE_INFINITY;
  }

  double clipped(double value) {
    return Math.max(minimum(), Math.min(maximum(), value));
  }
}
