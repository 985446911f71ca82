package org.heartwood.verification.counterfactual;

import java.io.Serializable;
import java.util.List;

/**
 * The dates of the forest maps, and which of them is the project's start.
 *
 * @param years calendar years, rising, at least two
 * @param startIndex place of the start among them, from 0; at least one date comes after it
 */
public record Timeline(List<Integer> years, int startIndex) implements Serializable {
  public Timeline {
    years = List.copyOf(years);
    for (int i = 1; i < years.size(); i++) {
      if (years.get(i) <= years.get(i - 1)) {
        throw new IllegalArgumentException("years must rise, were " + years);
      }
    }
    if (startIndex < 0 || startIndex > years.size() - 2) {
      throw new IllegalArgumentException(
          "the start must be one of " + years + " with a date after it, was index " + startIndex);
    }
  }

  /** Number of dates. */
  public int dates() {
    return years.size();
  }

  /** Periods before the start. */
  public int prePeriods() {
    return startIndex;
  }

  /** Periods after the start. */
  public int postPeriods() {
    return years.size() - 1 - startIndex;
  }

  /** Year of the start. */
  public int startYear() {
    return years.get(startIndex);
  }

  /** Years from one date to another. */
  public int span(int fromIndex, int toIndex) {
    return years.get(toIndex) - years.get(fromIndex);
  }
}
