package org.heartwood.inference.biomass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * Two canopy height maps of one place, in square cells of the size of a plot.
 *
 * @param cells cells of which at least nine tenths have a height at both dates
 * @param gapsBefore pixels lower than the gap height at the first date
 * @param gapsAfter the same at the second date
 * @param fallen pixels that lost more than the given height
 * @param meanBeforeM mean height of all pixels at the first date, m
 * @param meanAfterM the same at the second date, m
 */
public record CanopyCells(
    List<Cell> cells,
    long gapsBefore,
    long gapsAfter,
    long fallen,
    double meanBeforeM,
    double meanAfterM) {
  public CanopyCells {
    cells = List.copyOf(cells);
  }

  /** Mean canopy height of one cell at two dates, m. */
  public record Cell(double beforeM, double afterM) {}

  /**
   * Reads both maps.
   *
   * @param cellPx side of a cell, pixels
   * @param gapHeightM pixels lower than this are gaps, m
   * @param lossM pixels that lost more than this have fallen, m
   * @throws InputException if a file cannot be read or their grids differ
   */
  public static CanopyCells read(
      Path before, Path after, int cellPx, double gapHeightM, double lossM) {
    try (GeoTiffSource first = GeoTiffSource.open(before);
        GeoTiffSource second = GeoTiffSource.open(after)) {
      Grid grid = first.grid();
      if (!grid.equals(second.grid())) {
        throw new InputException(
            Reason.INCONSISTENT,
            second.file()
                + ": must lie on the grid of "
                + first.file()
                + ", "
                + grid
                + ", was on "
                + second.grid());
      }
      PixelWindow window = grid.window();
      return of(
          first.read(new int[] {0}, window).get(0),
          second.read(new int[] {0}, window).get(0),
          cellPx,
          gapHeightM,
          lossM);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CanopyCells of(
      FloatRaster before, FloatRaster after, int cellPx, double gapHeightM, double lossM) {
    PixelWindow window = before.window();
    long gapsBefore = 0;
    long gapsAfter = 0;
    long fallen = 0;
    double sumBefore = 0;
    double sumAfter = 0;
    long valid = 0;
    for (int i = 0; i < before.data().length; i++) {
      double high = before.data()[i];
      double low = after.data()[i];
      if (Double.isNaN(high) || Double.isNaN(low)) {
        continue;
      }
      valid++;
      sumBefore += high;
      sumAfter += low;
      gapsBefore += high < gapHeightM ? 1 : 0;
      gapsAfter += low < gapHeightM ? 1 : 0;
      fallen += high - low > lossM ? 1 : 0;
    }
    List<Cell> cells = new ArrayList<>();
    for (int row = window.row(); row + cellPx <= window.endRow(); row += cellPx) {
      for (int col = window.col(); col + cellPx <= window.endCol(); col += cellPx) {
        double first = 0;
        double second = 0;
        int count = 0;
        for (int y = row; y < row + cellPx; y++) {
          for (int x = col; x < col + cellPx; x++) {
            double high = before.at(x, y);
            double low = after.at(x, y);
            if (!Double.isNaN(high) && !Double.isNaN(low)) {
              first += high;
              second += low;
              count++;
            }
          }
        }
        if (count >= 0.9 * cellPx * cellPx) {
          cells.add(new Cell(first / count, second / count));
        }
      }
    }
    return new CanopyCells(
        cells, gapsBefore, gapsAfter, fallen, sumBefore / valid, sumAfter / valid);
  }
}
