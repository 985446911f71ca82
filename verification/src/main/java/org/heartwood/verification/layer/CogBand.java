package org.heartwood.verification.layer;

/**
 * What one band of a raster file holds.
 *
 * @param description words for a person, such as {@code Canopy cover 2013}
 * @param unit unit of its values, such as {@code t C/ha}; empty if it has none
 * @param rounding how far its values are rounded before they are written; the file says so
 */
public record CogBand(String description, String unit, BitRounding rounding) {
  /** A band whose values are written as they are. */
  public CogBand(String description, String unit) {
    this(description, unit, BitRounding.NONE);
  }
}
