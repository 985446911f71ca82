package org.heartwood.inference.harmonise;

import java.io.Serializable;

/**
 * The line that brings a year's composite to the reference year's radiometry: {@code gain · value +
 * offset} (METHOD.md §3.2).
 *
 * @param year year whose composite it applies to
 * @param gain slope, > 0
 * @param offset intercept, in the quantity's unit
 * @param residualSd robust standard deviation of the invariant pixels around the line, in the
 *     quantity's unit of the reference year
 * @param invariantShareFraction share of the pixels valid in both years that the line rests on, 0–1
 * @param pixels number of pixels valid in both years
 */
public record RadiometricLine(
    int year,
    double gain,
    double offset,
    double residualSd,
    double invariantShareFraction,
    long pixels)
    implements Serializable {

  /** The line of the reference year: nothing changes. */
  public static RadiometricLine identity(int year, long pixels) {
    return new RadiometricLine(year, 1, 0, 0, 1, pixels);
  }

  /** The value in the reference year's radiometry. */
  public float apply(float value) {
    return (float) (gain * value + offset);
  }
}
