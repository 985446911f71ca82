package org.heartwood.verification.reference;

import java.io.IOException;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelArea;
import org.heartwood.ingest.grid.PixelWindow;
import org.locationtech.jts.geom.Geometry;

/** Reads the strata of a zone window by window: memory holds one window. */
final class StrataScan {
  private static final int WINDOW_PX = 512;

  private StrataScan() {}

  /** Rows of windows that a zone meets, for sharing the work out. */
  static int bands(Grid grid) {
    return (grid.height() + WINDOW_PX - 1) / WINDOW_PX;
  }

  /**
   * Draws from some of the rows of windows.
   *
   * @param zone polygon in the grid's CRS
   * @param fromBand first row of windows
   * @param toBand row of windows after the last
   */
  static StratumDraw draw(
      StrataSource source, Geometry zone, int fromBand, int toBand, int mostPoints, long seed)
      throws IOException {
    Grid grid = source.grid();
    CoverageRuns runs = CoverageRuns.of(zone, grid, grid.window());
    StratumDraw draw = new StratumDraw(source.strata().size(), mostPoints, seed);
    int fromRow = Math.max(fromBand * WINDOW_PX, runs.fromRow() / WINDOW_PX * WINDOW_PX);
    int toRow = Math.min(Math.min(toBand * WINDOW_PX, grid.height()), runs.toRow());
    try (StrataSource.Reader reader = source.open()) {
      for (int row = fromRow; row < toRow; row += WINDOW_PX) {
        for (int col = Math.max(0, runs.fromCol() / WINDOW_PX * WINDOW_PX);
            col < Math.min(runs.toCol(), grid.width());
            col += WINDOW_PX) {
          PixelWindow window =
              new PixelWindow(
                  col,
                  row,
                  Math.min(WINDOW_PX, grid.width() - col),
                  Math.min(WINDOW_PX, grid.height() - row));
          if (!runs.within(window).isEmpty()) {
            draw.add(window, reader.codes(window), runs, PixelArea.window(grid, window));
          }
        }
      }
    }
    return draw;
  }
}
