package org.heartwood.verification.monitor;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heartwood.inference.canopy.SceneEvaluation;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ModelCard.Imagery;
import org.heartwood.ingest.tile.Season;

/**
 * Whether the model may be believed on this imagery (METHOD.md §3.3): sensor and pixel size must be
 * those that it was taught on, the season must hold the day of the year that it was taught on, and
 * in no year may more than a tenth of the project's pixels lie outside the area of applicability
 * beyond the share of the model's own test ground that does. Passing does not make a model right.
 */
final class Applicability {
  private static final double MAX_EXCESS_OUTSIDE_FRACTION = 0.1;
  private static final double MAX_PIXEL_DIFFERENCE_FRACTION = 0.1;

  private Applicability() {}

  /**
   * Why the model does not apply; empty if it does.
   *
   * @param outside share of the project's pixels outside the area of applicability, by year
   */
  static Optional<String> reasonAgainst(Assessment assessment, Map<Integer, Double> outside) {
    Imagery taughtOn = assessment.card().imagery().get(0);
    ModelCard.Status status = assessment.card().status();
    if (status.standing() == ModelCard.Standing.DEMONSTRATION) {
      return Optional.of("the model is a demonstration: " + status.reason());
    }
    if (assessment.card().applicability().isEmpty()) {
      return Optional.of(
          "the model's card does not say where it may be believed: it has no reference points");
    }
    double pixelM = assessment.grid().pixelSize();
    if (Math.abs(pixelM / taughtOn.pixelSizeM() - 1) > MAX_PIXEL_DIFFERENCE_FRACTION) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the model was taught on pixels of %.0f m, the images have pixels of %.0f m",
              taughtOn.pixelSizeM(),
              pixelM));
    }
    Optional<String> foreign =
        assessment.series().sensors().stream()
            .filter(sensor -> !taughtOn.sensor().startsWith(sensor))
            .findFirst();
    if (foreign.isPresent()) {
      return foreign.map(
          sensor ->
              "the model was taught on " + taughtOn.sensor() + ", the images are of " + sensor);
    }
    LocalDate taught = taughtOn.acquired();
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
    double own = SceneEvaluation.outsideOnTestGround(assessment.card());
    double limit = own + MAX_EXCESS_OUTSIDE_FRACTION;
    String years =
        outside.entrySet().stream()
            .filter(entry -> entry.getValue() > limit)
            .map(
                entry ->
                    String.format(
                        Locale.ROOT, "%d (%.0f %%)", entry.getKey(), 100 * entry.getValue()))
            .collect(Collectors.joining(", "));
    return years.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "more than %.0f %% of the project's pixels (10 %% beyond the %.0f %% of the model's"
                    + " own test ground) are unlike anything that the model was taught on, in %s",
                100 * limit,
                100 * own,
                years));
  }
}
