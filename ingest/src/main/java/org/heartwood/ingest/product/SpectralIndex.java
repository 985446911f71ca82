package org.heartwood.ingest.product;

import org.heartwood.ingest.grid.FloatRaster;

/**
 * Indices from surface reflectance (0–1, no unit) in two bands: of vegetation from the near
 * infrared and one other band, of water from green and short-wave infrared. A negative reflectance
 * counts as 0 here, so that normalised differences stay in −1 to 1; where both are 0 there is no
 * index. NaN in, NaN out.
 *
 * <p>The near infrared is {@link CommonBand#NIR} (Sentinel-2 B08) or {@link CommonBand#NIR08} (B8A,
 * Landsat); within one comparison it must be the same.
 */
public enum SpectralIndex {
  /** (NIR − red) / (NIR + red); Rouse et al. 1974, NASA SP-351, p. 309. */
  NDVI(CommonBand.NIR, CommonBand.RED),
  /** (NIR − SWIR 2.2 µm) / (NIR + SWIR); Key and Benson 2006, USDA RMRS-GTR-164-CD, LA-1. */
  NBR(CommonBand.NIR, CommonBand.SWIR22),
  /** (NIR − SWIR 1.6 µm) / (NIR + SWIR); Gao 1996, doi:10.1016/S0034-4257(96)00067-3. */
  NDMI(CommonBand.NIR, CommonBand.SWIR16),
  /** 2.5 (NIR − red) / (NIR + 2.4 red + 1); Jiang et al. 2008, doi:10.1016/j.rse.2008.06.006. */
  EVI2(CommonBand.NIR, CommonBand.RED),
  /**
   * (green − SWIR 1.6 µm) / (green + SWIR), above 0 on water; Xu 2006,
   * doi:10.1080/01431160600589179.
   */
  MNDWI(CommonBand.GREEN, CommonBand.SWIR16);

  private final CommonBand first;
  private final CommonBand other;

  SpectralIndex(CommonBand first, CommonBand other) {
    this.first = first;
    this.other = other;
  }

  /** The band that raises the index; {@link CommonBand#NIR} stands for the near infrared. */
  public CommonBand first() {
    return first;
  }

  /** The band that lowers the index. */
  public CommonBand other() {
    return other;
  }

  /**
   * The index of one pixel.
   *
   * @param first reflectance in {@link #first()}
   * @param second reflectance in {@link #other()}
   */
  public float value(float first, float second) {
    double f = Math.max(0, first);
    double s = Math.max(0, second);
    double index =
        switch (this) {
          case NDVI, NBR, NDMI, MNDWI -> (f - s) / (f + s);
          case EVI2 -> 2.5 * (f - s) / (f + 2.4 * s + 1);
        };
    return (float) index;
  }

  /**
   * As {@link #value(float, float)}, for rasters.
   *
   * @throws IllegalArgumentException if their windows differ
   */
  public FloatRaster of(FloatRaster first, FloatRaster second) {
    return Pixels.map(first, second, this::value);
  }
}
