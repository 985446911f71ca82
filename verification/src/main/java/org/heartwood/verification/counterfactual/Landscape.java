package org.heartwood.verification.counterfactual;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.project.Dossier.NoData;

/**
 * The maps that a comparison rests on.
 *
 * @param forest GeoTIFF of classes: when the forest of a pixel was lost
 * @param grid the grid of that file
 * @param timeline dates of the maps and the start
 * @param lossCodes one class a date: lost between that date and the next; the last one is forest at
 *     the last date. Every other value was never forest, or was not seen
 * @param noDataMeans what a pixel of that file without data is
 * @param covariates maps of quantities, of any pixel size, in the same CRS
 * @param classes GeoTIFFs of classes in which partners must agree, such as jurisdiction or
 *     ecoregion
 * @param surroundingsPx radius of the circle in which forest and loss are counted, pixels
 * @param surroundingsCaliper caliper of those shares
 * @param edgeCaliper caliper of the distance to the forest's edge, doublings; 0 = not compared
 * @param cellPx edge of a cell of the panel, pixels; divides {@code tilePx}
 * @param tilePx edge of a tile, pixels
 */
public record Landscape(
    String forest,
    Grid grid,
    Timeline timeline,
    List<Integer> lossCodes,
    NoData noDataMeans,
    List<CovariateMap> covariates,
    List<String> classes,
    int surroundingsPx,
    double surroundingsCaliper,
    double edgeCaliper,
    int cellPx,
    int tilePx)
    implements Serializable {
  /** Dates at which earlier loss around a pixel is told apart, the start included. */
  private static final int MOST_LOSS_DATES = 2;

  /**
   * A map of a quantity.
   *
   * @param raster GeoTIFF
   */
  public record CovariateMap(MatchingCovariate covariate, String raster) implements Serializable {}

  public Landscape {
    lossCodes = List.copyOf(lossCodes);
    covariates = List.copyOf(covariates);
    classes = List.copyOf(classes);
    if (lossCodes.size() != timeline.dates()) {
      throw new IllegalArgumentException(
          "there must be one class for each of the "
              + timeline.dates()
              + " dates, were "
              + lossCodes);
    }
    if (tilePx % cellPx != 0) {
      throw new IllegalArgumentException(
          "cellPx must divide tilePx, were " + cellPx + " and " + tilePx);
    }
  }

  /** Place after the last date on which a pixel of a class was forest; 0 = on none. */
  int forestBefore(float code) {
    return Float.isNaN(code) ? 0 : lossCodes.indexOf((int) code) + 1;
  }

  /**
   * Land known not to be forest on a date: it makes the forest's edge. What no map shows does not,
   * unless no data means that there was never forest.
   *
   * @param codes classes of the forest map
   * @return row-major over the window of the classes
   */
  boolean[] openOn(FloatRaster codes, int date) {
    PixelWindow window = codes.window();
    PixelWindow known =
        noDataMeans == NoData.NO_FOREST && window.intersects(grid.window())
            ? window.intersection(grid.window())
            : null;
    boolean[] open = new boolean[codes.data().length];
    for (int i = 0; i < open.length; i++) {
      float code = codes.data()[i];
      open[i] =
          Float.isNaN(code) ? known != null && holds(known, window, i) : forestBefore(code) <= date;
    }
    return open;
  }

  private static boolean holds(PixelWindow part, PixelWindow window, int index) {
    int row = window.row() + index / window.width();
    int col = window.col() + index % window.width();
    return row >= part.row() && row < part.endRow() && col >= part.col() && col < part.endCol();
  }

  /** Dates whose earlier loss around a pixel counts, the latest first. */
  List<Integer> lossDates() {
    List<Integer> dates = new ArrayList<>();
    for (int date = timeline.startIndex(); date >= 1 && dates.size() < MOST_LOSS_DATES; date--) {
      dates.add(date);
    }
    return dates;
  }

  /**
   * What pixels are matched on: the maps, the share of forest around at the start, the share of
   * ground around lost before, and the distance to the forest's edge. The share of forest at
   * earlier dates is the sum of those.
   */
  public List<MatchingCovariate> matched() {
    List<MatchingCovariate> all =
        new ArrayList<>(covariates.stream().map(CovariateMap::covariate).toList());
    all.add(
        new MatchingCovariate(
            "forest around in " + timeline.startYear(), "share", surroundingsCaliper));
    for (int date : lossDates()) {
      all.add(
          new MatchingCovariate(
              "loss around by " + timeline.years().get(date), "share", surroundingsCaliper));
    }
    if (edgeCaliper > 0) {
      all.add(
          new MatchingCovariate(
              "distance to edge in " + timeline.startYear(), "doublings of a pixel", edgeCaliper));
    }
    return all;
  }
}
