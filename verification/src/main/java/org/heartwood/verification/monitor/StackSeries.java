package org.heartwood.verification.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.product.SpectralIndex;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.run.Sha256;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.scene.StackIndex;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.ingest.tile.StackImagery;
import org.heartwood.verification.report.IntegrityReport;

/**
 * The bands of one GeoTIFF, on its own pixels: nothing is resampled.
 *
 * @param file the GeoTIFF
 * @param scale factor from the file's numbers to the quantity
 */
record StackSeries(
    Path file, double scale, Grid grid, List<DatedImage> images, List<IntegrityReport.Input> inputs)
    implements ImageSeries {

  /**
   * Opens a stack.
   *
   * @throws org.heartwood.ingest.issue.InputException if it or its index cannot be used, or its
   *     digest is not the dossier's
   */
  static StackSeries open(DossierFile dossier, Dossier.ImageStackReference reference) {
    Path file = dossier.resolve(reference.path());
    Path index = dossier.resolve(reference.bandsPath());
    try (GeoTiffSource tiff = GeoTiffSource.open(file)) {
      return new StackSeries(
          file,
          reference.scale(),
          tiff.grid(),
          StackIndex.read(index, tiff.bands()),
          List.of(
              new IntegrityReport.Input(
                  "image stack (" + reference.quantity() + ")",
                  reference.path(),
                  Sha256.ofMeant(file, reference.sha256()),
                  reference.origin()),
              new IntegrityReport.Input(
                  "dates of the stack", reference.bandsPath(), Sha256.of(index), null)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String source() {
    return file.toString();
  }

  @Override
  public Imagery imagery(PixelWindow analysis) {
    return new StackImagery(file.toString(), scale, analysis.col(), analysis.row());
  }

  /** A stack holds one quantity. */
  @Override
  public Optional<Imagery> index(SpectralIndex index, PixelWindow analysis) {
    return index == SpectralIndex.NDVI ? Optional.of(imagery(analysis)) : Optional.empty();
  }

  /** A stack does not tell. */
  @Override
  public Set<String> sensors() {
    return Set.of();
  }

  @Override
  public List<ImageFile> files() {
    IntegrityReport.Input stack = inputs.get(0);
    return images.stream()
        .map(
            image ->
                new ImageFile(
                    image,
                    "band " + (image.index0() + 1),
                    stack.path(),
                    "sha-256:" + stack.sha256(),
                    ""))
        .toList();
  }

  @Override
  public List<DataIssue> issues() {
    return List.of();
  }
}
