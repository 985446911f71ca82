package org.heartwood.ingest.grid;

import java.util.Arrays;
import org.locationtech.jts.geom.Geometry;

/** The share of each pixel of a window that a polygon covers, from {@link CoverageRuns}. */
public final class Coverage {
  private Coverage() {}

  /**
   * Covered fraction of every pixel of a window.
   *
   * @param polygons valid polygon or multipolygon in the grid's CRS; holes and several parts
   *     allowed; winding does not matter
   * @param grid grid whose pixels are measured
   * @param window pixels wanted, on that grid
   * @return fractions 0 to 1, row-major, {@code window.width() × window.height()}
   * @throws IllegalArgumentException if the geometry has a part that is not a polygon, or a
   *     coordinate that is not a finite number
   */
  public static double[] fractions(Geometry polygons, Grid grid, PixelWindow window) {
    double[] fractions = new double[Math.multiplyExact(window.width(), window.height())];
    CoverageRuns.of(polygons, grid, window)
        .rows(
            window.row(),
            window.endRow(),
            (row, fromCol, toCol, fraction) -> {
              int line = (row - window.row()) * window.width() - window.col();
              Arrays.fill(fractions, line + fromCol, line + toCol, fraction);
            });
    return fractions;
  }
}
