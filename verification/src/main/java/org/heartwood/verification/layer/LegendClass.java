package org.heartwood.verification.layer;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * One line of a legend, the same in every raster, vector layer, stylesheet and report.
 *
 * @param value pixel value in a class raster, 0 to 255
 * @param key attribute value in a vector layer and part of a CSS name: lower-case letters, digits
 *     and underscores, such as {@code leakage_belt} or {@code 2007}
 * @param label words for a person
 * @param colour its colour everywhere
 */
public record LegendClass(int value, String key, String label, Rgb colour) implements Serializable {
  private static final Pattern KEY = Pattern.compile("[a-z0-9_]+");

  public LegendClass {
    if (value < 0 || value > 255) {
      throw new IllegalArgumentException(
          "class " + key + ": its pixel value must be 0 to 255, was " + value);
    }
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "a class key is made of a-z, 0-9 and _, was '" + key + "'");
    }
  }
}
