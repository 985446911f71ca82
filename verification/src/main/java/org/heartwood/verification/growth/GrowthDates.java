package org.heartwood.verification.growth;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Composites at which cover is read. VM0047 v1.1 matches plots by their stocking index at three
 * dates: eight to ten years before the start, one to eight years before it, and at the start.
 *
 * @param early eight to ten years before the start; null if there is none
 * @param before one to eight years before the start, later than {@code early}; null if there is
 *     none
 * @param start the start
 * @param end the last year that is compared
 */
public record GrowthDates(@Nullable Integer early, @Nullable Integer before, int start, int end)
    implements Serializable {
  private static final int LONGEST = 10;
  private static final int SHORTEST = 8;

  public GrowthDates {
    if (end <= start) {
      throw new IllegalArgumentException(
          "growth ends after it starts, was " + start + " to " + end);
    }
  }

  /**
   * Chooses among composites: the earliest date nearest to nine years before the start, the next
   * nearest to four.
   *
   * @param years of the composites
   */
  public static GrowthDates of(int[] years, int start, int end) {
    Integer early = nearest(years, start - LONGEST, start - SHORTEST, start - 9);
    int from = early == null ? start - SHORTEST : Math.max(start - SHORTEST, early + 1);
    return new GrowthDates(early, nearest(years, from, start - 1, start - 4), start, end);
  }

  private static @Nullable Integer nearest(int[] years, int from, int to, int wanted) {
    return Arrays.stream(years)
        .filter(year -> year >= from && year <= to)
        .boxed()
        .min((a, b) -> Integer.compare(Math.abs(a - wanted), Math.abs(b - wanted)))
        .orElse(null);
  }

  /** All of them, rising: those before the start, the start, the end. */
  public List<Integer> years() {
    return Stream.of(early, before, start, end).filter(Objects::nonNull).toList();
  }

  /** Years from the start to the end. */
  public int span() {
    return end - start;
  }

  /** Why matching lacks a date that VM0047 asks for; null if it lacks none. */
  @Nullable String missing() {
    if (early != null && before != null) {
      return null;
    }
    return "no composite "
        + (early == null ? "eight to ten" : "one to eight")
        + " years before the start, which VM0047 asks for";
  }
}
