package org.heartwood.ingest.warp;

/**
 * How the value of a target pixel is made from source pixels.
 *
 * <p>Every kind keeps the size of the area without data. A point kind ({@link #NEAREST}, {@link
 * #BILINEAR}, {@link #CUBIC}) gives no data (NaN) exactly where the source pixel that contains the
 * target pixel's centre has none or lies outside the source grid; an area kind ({@link #AVERAGE},
 * {@link #MODE}) where less than half of the target pixel's footprint is valid. GDAL's point kinds
 * do the same, its area kinds give a value wherever one valid pixel is touched.
 *
 * <p>The point kinds look at a fixed number of source pixels whatever the scales. Where target
 * pixels are more than about twice as large as source pixels, use an area kind or a smaller
 * overview ({@link Warp#sourcePxPerTargetPx}), else detail folds into the result.
 */
public enum Resampling {
  /**
   * The source pixel that contains the centre; its bits unchanged. A centre on the border of pixels
   * belongs to the east and south one. For classes and flags.
   */
  NEAREST(0),

  /**
   * Linear in both directions between the four nearest source pixel centres. Pixels without data or
   * outside the grid are left out and the weights of the others scaled to 1.
   */
  BILINEAR(1),

  /**
   * Cubic convolution over 4 × 4 pixels with a = −0.5 (Keys 1981, doi:10.1109/TASSP.1981.1163711;
   * the Catmull–Rom spline), as GDAL's. It may overshoot at edges. {@link #BILINEAR} where one of
   * the 16 pixels has no data or lies outside the grid: negative weights must not be scaled up.
   */
  CUBIC(2),

  /**
   * Mean of the valid source pixels under the target pixel's footprint, each weighted by the exact
   * area of it that the footprint covers. The footprint is the quadrilateral of the target pixel's
   * corners on the source grid.
   */
  AVERAGE(0),

  /**
   * The class that covers most of the valid part of the footprint; of equal areas the lower code.
   */
  MODE(0);

  private final int marginPx;

  Resampling(int marginPx) {
    this.marginPx = marginPx;
  }

  /** Source pixels read beyond the one that contains a sampled point. */
  int marginPx() {
    return marginPx;
  }

  boolean isOfArea() {
    return this == AVERAGE || this == MODE;
  }
}
