package org.heartwood.ingest.product;

import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;

/**
 * Sentinel-1 backscatter (σ⁰ or γ⁰) from Ground Range Detected products, VV and VH.
 *
 * <p>Backscatter is a ratio of powers, linear or in decibels: dB = 10 · log₁₀(power). A power of 0
 * or below (noise removed beyond zero, borders) has no decibels and is no data.
 *
 * <p><b>Means are taken of powers, never of decibels.</b> What adds up physically is energy, and
 * speckle is multiplicative: the mean of decibels estimates the geometric mean, which lies about
 * 2.5 dB below the mean power for single-look speckle and less for more looks, so that a mean of
 * decibels shifts with the number of looks alone.
 *
 * <p>Ascending and descending passes and different relative orbits see a place at different angles:
 * they are kept apart by {@link OrbitGroup}.
 *
 * <p>Source: ESA, Sentinel-1 Product Definition, S1-RS-MDA-52-7440; Oliver and Quegan 2004,
 * Understanding Synthetic Aperture Radar Images, §4.3 (logarithm of speckle).
 */
public final class Sentinel1Grd {
  private static final float PER_DB = 100;

  private Sentinel1Grd() {}

  /** Decibels of a linear power; NaN if it is not above 0. */
  public static float db(float power) {
    return power > 0 ? (float) (10 * Math.log10(power)) : Float.NaN;
  }

  /** Linear power of decibels. */
  public static float power(float db) {
    return (float) Math.pow(10, db / 10.0);
  }

  /**
   * Decibels of a whole number that holds hundredths of them, as smaller files store it: −1234 is
   * −12.34 dB. No-data values are the file's own.
   */
  public static float dbOfHundredths(float stored) {
    return stored / PER_DB;
  }

  /** As {@link #db(float)}, for a raster. */
  public static FloatRaster db(FloatRaster power) {
    return Pixels.map(power, Sentinel1Grd::db);
  }

  /** As {@link #power(float)}, for a raster. */
  public static FloatRaster power(FloatRaster db) {
    return Pixels.map(db, Sentinel1Grd::power);
  }

  /**
   * VV over VH in decibels: the difference of their decibels.
   *
   * @throws IllegalArgumentException if their windows differ
   */
  public static FloatRaster ratioDb(FloatRaster vvDb, FloatRaster vhDb) {
    return Pixels.map(vvDb, vhDb, (vv, vh) -> vv - vh);
  }

  /**
   * Mean backscatter of several dates of one {@link OrbitGroup}: the mean of the powers, in
   * decibels. A pixel takes part on the dates on which it has data.
   *
   * @param db rasters on one window, at least one, dB
   * @throws IllegalArgumentException if there is none, or their windows differ
   */
  public static FloatRaster meanDb(List<FloatRaster> db) {
    if (db.isEmpty()) {
      throw new IllegalArgumentException("a mean needs at least one raster");
    }
    double[] sum = new double[db.get(0).data().length];
    int[] dates = new int[sum.length];
    for (FloatRaster date : db) {
      if (!date.window().equals(db.get(0).window())) {
        throw new IllegalArgumentException(
            "all dates must cover " + db.get(0).window() + ", one covers " + date.window());
      }
      for (int i = 0; i < sum.length; i++) {
        if (!Float.isNaN(date.data()[i])) {
          sum[i] += Math.pow(10, date.data()[i] / 10.0);
          dates[i]++;
        }
      }
    }
    float[] out = new float[sum.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = db((float) (sum[i] / dates[i]));
    }
    return new FloatRaster(db.get(0).window(), out);
  }
}
