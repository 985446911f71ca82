package org.heartwood.verification.change;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import org.heartwood.ingest.access.DataAccess;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.project.Dossier.NoData;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.jspecify.annotations.Nullable;

/**
 * A map of when forest was lost, as others made it: one code a pixel, one code for every date.
 * Nothing is decoded or smoothed; the map is taken at its word, and its error is a matter of {@link
 * MappedAreas}.
 *
 * @param raster place of the map, as {@code access} reads it
 * @param col column of the map that is the first of the analysis grid
 * @param row row of the map that is the first of the analysis grid
 * @param years dates that are read, rising; the first of the map's and perhaps not all of them
 * @param lossCodes all codes of the map, in the order of its dates: the code at place i stands for
 *     forest on the dates 0 to i and none after
 * @param noDataMeans what a pixel without data is
 * @param within what was forest at the first date; null = every pixel of one of the codes
 */
public record MappedHistory(
    DataAccess access,
    String raster,
    int col,
    int row,
    List<Integer> years,
    List<Integer> lossCodes,
    NoData noDataMeans,
    @Nullable Mask within)
    implements Serializable {
  private static final long MOST_YEARS = ChangeTable.UNKNOWN - 1;

  public MappedHistory {
    years = List.copyOf(years);
    lossCodes = List.copyOf(lossCodes);
    if (years.size() < 2 || years.size() > lossCodes.size()) {
      throw new IllegalArgumentException(
          "a history needs two dates or more and a code for each, had "
              + years
              + " and codes "
              + lossCodes);
    }
    if (years.get(years.size() - 1) - years.get(0) > MOST_YEARS) {
      throw new IllegalArgumentException(
          "a history may span " + MOST_YEARS + " years, was " + years);
    }
  }

  /**
   * A map of what was forest at the first date.
   *
   * @param raster place of the map, on the pixels of the history
   * @param atLeast least value of a pixel that is forest
   */
  public record Mask(String raster, double atLeast) implements Serializable {}

  /**
   * The last date on which each pixel was forest.
   *
   * @param core window of the analysis grid
   * @return row-major: place of the date among the {@link #years}, −1 = on none of them, {@link
   *     ChangeTable#UNKNOWN} = not known
   */
  int[] lastForest(PixelWindow core) {
    float[] codes = values(raster, core);
    float[] mask = within == null ? null : values(within.raster(), core);
    int[] last = new int[codes.length];
    for (int i = 0; i < last.length; i++) {
      if (Float.isNaN(codes[i])) {
        last[i] = noDataMeans == NoData.UNKNOWN ? ChangeTable.UNKNOWN : -1;
      } else if (mask != null && within != null && !(mask[i] >= within.atLeast())) {
        last[i] = -1;
      } else {
        last[i] = Math.min(years.size() - 1, lossCodes.indexOf((int) codes[i]));
      }
    }
    return last;
  }

  private float[] values(String file, PixelWindow core) {
    PixelWindow window =
        new PixelWindow(core.col() + col, core.row() + row, core.width(), core.height());
    try (GeoTiffSource source = GeoTiffSource.open(access, file)) {
      return source.read(new int[] {0}, window).get(0).data();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
