package org.heartwood.inference.landscape;

import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * The mean of the 3 × 3 pixels around each pixel, as a stand-in for the smoothness of composites.
 */
public final class NeighbourMean {
  private NeighbourMean() {}

  /**
   * Smooths a raster.
   *
   * @return the mean of those of the nine pixels that lie in the raster and hold data; NaN where
   *     the pixel itself holds none
   */
  public static FloatRaster of(FloatRaster raster) {
    FloatRaster out = FloatRaster.empty(raster.window());
    PixelWindow window = raster.window();
    for (int row = window.row(); row < window.endRow(); row++) {
      for (int col = window.col(); col < window.endCol(); col++) {
        if (!Float.isNaN(raster.at(col, row))) {
          out.data()[raster.index(col, row)] = mean(raster, col, row);
        }
      }
    }
    return out;
  }

  private static float mean(FloatRaster raster, int col, int row) {
    PixelWindow near = new PixelWindow(col - 1, row - 1, 3, 3).intersection(raster.window());
    float sum = 0;
    int count = 0;
    for (int r = near.row(); r < near.endRow(); r++) {
      for (int c = near.col(); c < near.endCol(); c++) {
        float value = raster.at(c, r);
        if (!Float.isNaN(value)) {
          sum += value;
          count++;
        }
      }
    }
    return sum / count;
  }
}
