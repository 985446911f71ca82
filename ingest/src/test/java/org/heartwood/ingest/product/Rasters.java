package org.heartwood.ingest.product;

import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/** Rasters of one row, or of a few. */
final class Rasters {
  private Rasters() {}

  static FloatRaster row(float... values) {
    return new FloatRaster(new PixelWindow(0, 0, values.length, 1), values);
  }

  static FloatRaster of(int width, float... values) {
    return new FloatRaster(new PixelWindow(0, 0, width, values.length / width), values);
  }
}
