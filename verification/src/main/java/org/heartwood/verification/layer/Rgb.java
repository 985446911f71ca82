package org.heartwood.verification.layer;

import java.io.Serializable;

/**
 * An opaque sRGB colour.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Rgb(int red, int green, int blue) implements Serializable {
  public Rgb {
    if (((red | green | blue) & ~0xFF) != 0) {
      throw new IllegalArgumentException(
          "a colour needs red, green and blue in 0 to 255, was "
              + red
              + ", "
              + green
              + ", "
              + blue);
    }
  }

  /** The colour of a number such as {@code 0x1B4332}: red in the high byte, blue in the low. */
  public static Rgb of(int rgb) {
    return new Rgb(rgb >> 16, (rgb >> 8) & 0xFF, rgb & 0xFF);
  }

  /** CSS and SLD notation, lower case: {@code #1b4332}. */
  public String hex() {
    return String.format("#%02x%02x%02x", red, green, blue);
  }

  /**
   * The colour part of the way to another, interpolated in sRGB.
   *
   * @param fraction 0 = this colour, 1 = the other
   */
  Rgb towards(Rgb other, double fraction) {
    return new Rgb(
        between(red, other.red, fraction),
        between(green, other.green, fraction),
        between(blue, other.blue, fraction));
  }

  private static int between(int from, int to, double fraction) {
    return (int) Math.floor(from + (to - from) * fraction + 0.5);
  }
}
