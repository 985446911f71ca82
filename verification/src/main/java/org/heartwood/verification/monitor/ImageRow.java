package org.heartwood.verification.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.ImageFault;
import org.heartwood.ingest.tile.ImageUseJob;
import org.heartwood.ingest.tile.RegistrationJob;

/**
 * What one image gave to the composite of one year.
 *
 * @param validPx pixels of the analysis grid on which it has a value
 * @param validFraction the same as a share of the grid, 0–1
 * @param fault why it could not be read, at least on some tiles
 * @param shift how far it lies from the image before it in its season; empty where that cannot be
 *     told
 * @param reference that image; empty where there is no shift
 */
record ImageRow(
    int year,
    DatedImage image,
    long validPx,
    double validFraction,
    Optional<ImageFault> fault,
    Optional<RegistrationJob.Shift> shift,
    Optional<DatedImage> reference) {

  static List<ImageRow> of(
      Assessment assessment, List<ImageUseJob.Total> totals, List<RegistrationJob.Shift> shifts) {
    Grid grid = assessment.grid();
    double pixels = (double) grid.width() * grid.height();
    return totals.stream()
        .map(
            total -> {
              Optional<RegistrationJob.Shift> shift =
                  shifts.stream()
                      .filter(each -> each.year() == total.year() && each.image() == total.image())
                      .findFirst();
              return new ImageRow(
                  total.year(),
                  image(assessment, total.year(), total.image()),
                  total.validPx(),
                  total.validPx() / pixels,
                  total.fault(),
                  shift,
                  shift.map(found -> image(assessment, found.year(), found.reference())));
            })
        .toList();
  }

  private static DatedImage image(Assessment assessment, int year, int place) {
    return assessment.images().getOrDefault(year, List.of()).stream()
        .filter(image -> image.index0() == place)
        .findFirst()
        .orElseThrow();
  }

  /** What is wrong with the image: it could not be read, shows nothing, or lies elsewhere. */
  List<DataIssue> issues(String project) {
    List<DataIssue> issues = new ArrayList<>();
    fault.ifPresent(
        found ->
            issues.add(
                new DataIssue(
                    project,
                    image.sceneId(),
                    null,
                    found.reason(),
                    found.detail(),
                    "the composite of "
                        + year
                        + " was made without it, at least in part; restore the scene and run again",
                    true)));
    if (fault.isEmpty() && validPx == 0) {
      issues.add(
          new DataIssue(
              project,
              image.sceneId(),
              null,
              Reason.EMPTY,
              "no valid pixel around the project on " + image.date(),
              "nothing, if it was cloudy; else check mask and no-data value",
              false));
    }
    shift
        .filter(RegistrationJob.Shift::isMisregistered)
        .ifPresent(
            found ->
                issues.add(
                    new DataIssue(
                        project,
                        image.sceneId(),
                        null,
                        Reason.MISREGISTERED,
                        String.format(
                            Locale.ROOT,
                            "the image of %s lies %.2f px (standard error %.2f px) from that of %s,"
                                + " more than half a pixel; edges of clearings are blurred by it",
                            image.date(),
                            found.lengthPx(),
                            found.standardErrorPx(),
                            reference.orElseThrow().date()),
                        "register the scene again, or leave it out",
                        false)));
    return issues;
  }
}
