package org.heartwood.verification.detect;

/**
 * How far detectors agree on a pixel, as one byte with the digits that alert products use.
 *
 * <p>Detectors that watch the same images are no independent witnesses: agreement says that a
 * change does not hang on one detector's assumptions, not how probable it is.
 */
public enum Confidence {
  /** Nobody saw a change, or nobody could tell. */
  NONE(0),
  /** One detector confirmed it, or some flagged it only, or their dates lie apart. */
  LOW(2),
  /** At least two confirmed it at about the same date, others that could tell did not. */
  HIGH(3),
  /** All that could tell confirmed it at about the same date, and they are at least two. */
  HIGHEST(4);

  private final int digit;

  Confidence(int digit) {
    this.digit = digit;
  }

  /** The byte in rasters and tables. */
  public int digit() {
    return digit;
  }
}
