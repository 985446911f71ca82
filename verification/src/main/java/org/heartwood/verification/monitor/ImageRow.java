package org.heartwood.verification.monitor;

import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.ImageFault;
import org.heartwood.ingest.tile.ImageUseJob;

/**
 * What one image gave to the composite of one year.
 *
 * @param validPx pixels of the analysis grid on which it has a value
 * @param validFraction the same as a share of the grid, 0–1
 * @param fault why it could not be read, at least on some tiles
 */
record ImageRow(
    int year, DatedImage image, long validPx, double validFraction, Optional<ImageFault> fault) {

  static List<ImageRow> of(Assessment assessment, List<ImageUseJob.Total> totals) {
    Grid grid = assessment.grid();
    double pixels = (double) grid.width() * grid.height();
    return totals.stream()
        .map(
            total ->
                new ImageRow(
                    total.year(),
                    image(assessment, total),
                    total.validPx(),
                    total.validPx() / pixels,
                    total.fault()))
        .toList();
  }

  private static DatedImage image(Assessment assessment, ImageUseJob.Total total) {
    return assessment.images().getOrDefault(total.year(), List.of()).stream()
        .filter(image -> image.index0() == total.image())
        .findFirst()
        .orElseThrow();
  }

  /** The fault as an issue of the project; empty if there is none. */
  Optional<DataIssue> issue(String project) {
    return fault.map(
        found ->
            new DataIssue(
                project,
                image.sceneId(),
                null,
                found.reason(),
                found.detail(),
                "the year's composite was made without it; restore the scene and run again",
                true));
  }
}
