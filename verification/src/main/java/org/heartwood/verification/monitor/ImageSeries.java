package org.heartwood.verification.monitor;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.product.SpectralIndex;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.tile.Imagery;
import org.heartwood.verification.report.IntegrityReport;

/** The dated images of an assessment, opened and checked. */
interface ImageSeries {

  /** The file or catalogue they come from, as messages name it. */
  String source();

  /** All pixels that the images can show, on the grid that the assessment keeps. */
  Grid grid();

  /** The images by date, then by place. */
  List<DatedImage> images();

  /**
   * The images as executors read them.
   *
   * @param analysis window of {@link #grid()} that is the analysis grid
   */
  Imagery imagery(PixelWindow analysis);

  /**
   * Another index of the same images.
   *
   * @param analysis window of {@link #grid()} that is the analysis grid
   * @return empty if no image has its bands
   */
  Optional<Imagery> index(SpectralIndex index, PixelWindow analysis);

  /** Families of sensors such as {@code Landsat}, as far as they are known. */
  Set<String> sensors();

  /** The files behind every image. */
  List<ImageFile> files();

  /** What went in, with digests. */
  List<IntegrityReport.Input> inputs();

  /** What could not be used. */
  List<DataIssue> issues();
}
