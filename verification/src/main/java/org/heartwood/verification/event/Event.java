package org.heartwood.verification.event;

import java.time.LocalDate;
import java.util.Locale;
import org.locationtech.jts.geom.Geometry;

/**
 * One connected change.
 *
 * @param id position of its first pixel on the grid, row × width + column; unique and independent
 *     of the tiling
 * @param kind what became of most of its pixels
 * @param pixels how many pixels it has
 * @param areaHa ellipsoidal area, ha
 * @param firstDate first day of its first pixel
 * @param lastDate first day of its last pixel
 * @param confirmedDate day on which its last pixel was confirmed
 * @param compactness {@code 4π·A/P²} of the outline of its pixels, 0 to 0.79; 0.79 is a square
 * @param elongation ratio of the axes of its ellipse of inertia, from 1
 * @param haPer30Days area over the time from first to last date; an event that is seen within 30
 *     days counts as having taken 30
 * @param magnitude mean deviation of its pixels, in the quantity's unit
 * @param level mean value of its pixels after the change, in the quantity's unit
 * @param probability mean probability of its pixels, 0 to 1
 * @param sureFraction share of pixels of high or highest confidence, 0 to 1
 * @param stillForestFraction share of pixels that stay forest, 0 to 1
 * @param recoveredFraction share of pixels that returned to their history, 0 to 1
 * @param guess of the cause, with evidence
 * @param outline polygon in the CRS of the grid
 */
public record Event(
    long id,
    Kind kind,
    long pixels,
    double areaHa,
    LocalDate firstDate,
    LocalDate lastDate,
    LocalDate confirmedDate,
    double compactness,
    double elongation,
    double haPer30Days,
    double magnitude,
    double level,
    double probability,
    double sureFraction,
    double stillForestFraction,
    double recoveredFraction,
    Cause.Guess guess,
    Geometry outline) {

  /** What became of the pixels. */
  public enum Kind {
    /** Most are no forest any more. */
    DEFORESTATION,
    /** Most changed and stay forest. */
    DEGRADATION,
    /** Most returned to what they were. */
    REGROWTH;

    /** As tables and people have it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
