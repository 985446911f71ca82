package org.heartwood.verification.monitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Objects;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.DataIssue;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.project.Dossier;
import org.heartwood.ingest.project.DossierFile;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.verification.change.MappedHistory;
import org.jspecify.annotations.Nullable;

/**
 * A map of when forest was lost, on its own pixels: nothing is resampled.
 *
 * @param file the dossier
 * @param access how the map is read
 * @param name the map's file
 * @param within mask of what was forest at the first date; null if none is named
 * @param grid its pixels
 */
record LossMapFile(
    DossierFile file,
    DataAccess access,
    String name,
    MappedHistory.@Nullable Mask within,
    Grid grid)
    implements HistoryFiles {
  private static final int MIN_DATES = 2;

  /**
   * Opens the map.
   *
   * @throws InputException if it, or the mask beside it, cannot be used, is not the one that was
   *     meant, or if the two do not lie on the same pixels
   */
  static LossMapFile open(DossierFile file, DataAccess access) {
    Dossier.ForestHistory told = told(file);
    Dossier.Method method = file.dossier().method();
    if (method.firstYear() != null || method.lastYear() != null || method.referenceYear() != null) {
      throw new InputException(
          file.file()
              + ": /method: firstYear, lastYear and referenceYear are for imagery; a forest map"
              + " tells its own years, leave them out");
    }
    String name = path(file, told.map());
    Grid grid = grid(access, name);
    Dossier.ForestMask named = told.within();
    if (named == null) {
      return new LossMapFile(file, access, name, null, grid);
    }
    String mask = path(file, named.map());
    if (!grid(access, mask).equals(grid)) {
      throw new InputException(
          Reason.UNSUPPORTED,
          mask
              + ": does not lie on the pixels of "
              + name
              + "; bring it there with gdalwarp -te and -tr");
    }
    return new LossMapFile(file, access, name, new MappedHistory.Mask(mask, named.atLeast()), grid);
  }

  private static Dossier.ForestHistory told(DossierFile file) {
    return Objects.requireNonNull(file.dossier().sources().forestHistory());
  }

  private static Grid grid(DataAccess access, String raster) {
    try (GeoTiffSource source = GeoTiffSource.open(access, raster)) {
      return source.grid();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(DossierFile file, String map) {
    Dossier.MapReference reference = file.dossier().sources().map(map);
    return file.resolve(reference.path(), reference.sha256()).toString();
  }

  /** The last day of the month of a year that the map shows. */
  static LocalDate day(Dossier.ForestHistory told, int year) {
    return YearMonth.of(year, told.month()).atEndOfMonth();
  }

  @Override
  public HistorySource around(
      PixelWindow analysis, @Nullable LocalDate asOf, List<DataIssue> issues) {
    Dossier.ForestHistory told = told(file);
    List<Integer> years =
        told.years().stream()
            .filter(year -> asOf == null || !day(told, year).isAfter(asOf))
            .toList();
    if (years.size() < MIN_DATES) {
      throw new InputException(
          Reason.EMPTY,
          name
              + ": tells of "
              + years.size()
              + " dates up to the as-of day "
              + asOf
              + ", fewer than "
              + MIN_DATES
              + "; choose a later one");
    }
    return new HistorySource.LossMap(
        file.dossier().sources().map(told.map()),
        told,
        new MappedHistory(
            access,
            name,
            analysis.col(),
            analysis.row(),
            years,
            told.lossCodes(),
            told.noDataMeans(),
            within));
  }
}
