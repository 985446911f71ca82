package org.heartwood.verification.monitor;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heartwood.ingest.tile.Season;

/**
 * Whether the model may be believed on this imagery (METHOD.md §3.3): the season must hold the day
 * of the year that it was taught on, and at most a tenth of the pixels may lie outside the values
 * that it was taught on. It is a coarse test; passing it does not make a model right.
 */
final class Applicability {
  private static final double MAX_OUTSIDE_FRACTION = 0.1;

  private Applicability() {}

  /**
   * Why the model does not apply; empty if it does.
   *
   * @param outside share of pixels outside the trained values, by year
   */
  static Optional<String> reasonAgainst(Assessment assessment, Map<Integer, Double> outside) {
    LocalDate taught = assessment.card().training().scene().acquired();
    Season season = assessment.season();
    boolean inSeason =
        season.contains(taught.getYear(), taught) || season.contains(taught.getYear() + 1, taught);
    if (!inSeason) {
      return Optional.of(
          "the model was taught on an image of "
              + taught
              + ", the composites are of "
              + assessment.period().season());
    }
    String years =
        outside.entrySet().stream()
            .filter(entry -> entry.getValue() > MAX_OUTSIDE_FRACTION)
            .map(
                entry ->
                    String.format(
                        Locale.ROOT, "%d (%.0f %%)", entry.getKey(), 100 * entry.getValue()))
            .collect(Collectors.joining(", "));
    return years.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "more than 10 % of the pixels have values that the model was not taught on, in "
                + years);
  }
}
