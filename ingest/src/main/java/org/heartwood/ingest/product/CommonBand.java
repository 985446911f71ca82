package org.heartwood.ingest.product;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of the spectrum, by the common name that STAC catalogues use for it (STAC Electro-Optical
 * extension v1.1, "Common Band Names"). {@code nir} is the broad near infrared of Sentinel-2's B08,
 * {@code nir08} the narrow one of its B8A and of Landsat; {@code swir16} and {@code swir22} lie at
 * 1.6 and 2.2 µm.
 */
public enum CommonBand {
  COASTAL,
  BLUE,
  GREEN,
  RED,
  REDEDGE1,
  REDEDGE2,
  REDEDGE3,
  NIR,
  NIR08,
  NIR09,
  SWIR16,
  SWIR22;

  /** The name as catalogues write it, such as {@code swir16}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The band of a common name, in any case of letters; empty if there is none. */
  public static Optional<CommonBand> of(String key) {
    return Arrays.stream(values()).filter(band -> band.name().equalsIgnoreCase(key)).findFirst();
  }
}
