package org.heartwood.inference.landscape;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * One optical scene and the map that labels it, as a training file names them.
 *
 * @param image GeoTIFF of digital numbers, path relative to the training file
 * @param redBand band of red reflectance, counted from 0
 * @param nirBand band of near-infrared reflectance, counted from 0
 * @param digitalNumbersPerReflectance digital numbers that make a surface reflectance of 1, > 0
 * @param sensor the instrument, for the card
 * @param acquired date of the image, UTC
 * @param label GeoTIFF of tree cover in per cent on the same grid, relative to the training file
 * @param labelMinPct smallest valid label, per cent; below it is no data
 * @param labelMaxPct largest valid label, per cent; above it is no data (flags of the label map)
 */
public record SceneSpec(
    String image,
    int redBand,
    int nirBand,
    double digitalNumbersPerReflectance,
    String sensor,
    LocalDate acquired,
    String label,
    double labelMinPct,
    double labelMaxPct)
    implements Serializable {
  public SceneSpec {
    if (!(digitalNumbersPerReflectance > 0)) {
      throw new IllegalArgumentException(
          "digitalNumbersPerReflectance must be > 0, was " + digitalNumbersPerReflectance);
    }
    if (redBand < 0 || nirBand < 0 || redBand == nirBand) {
      throw new IllegalArgumentException(
          "redBand and nirBand must be two different bands >= 0, were "
              + redBand
              + " and "
              + nirBand);
    }
    if (!(labelMinPct < labelMaxPct)) {
      throw new IllegalArgumentException(
          "labelMinPct must be < labelMaxPct, were " + labelMinPct + " and " + labelMaxPct + " %");
    }
  }
}
