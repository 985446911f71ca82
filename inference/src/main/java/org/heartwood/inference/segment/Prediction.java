package org.heartwood.inference.segment;

import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * A prediction with its error for every pixel of a window.
 *
 * @param mean expected value in the unit of the card's output (tree cover: per cent, 0 to 100); NaN
 *     where the input has no data
 * @param standardError calibrated standard deviation of value − mean, same unit; NaN where the mean
 *     is
 */
public record Prediction(FloatRaster mean, FloatRaster standardError) {
  public Prediction {
    if (!mean.window().equals(standardError.window())) {
      throw new IllegalArgumentException(
          "mean and standardError must lie on one window, were "
              + mean.window()
              + " and "
              + standardError.window());
    }
  }

  /** The pixels of a window inside this one. */
  public Prediction crop(PixelWindow part) {
    return new Prediction(mean.crop(part), standardError.crop(part));
  }
}
