package org.heartwood.verification.detect;

import java.util.Arrays;

/**
 * What a detector has to say of a pixel, as one byte: no change, a change, or why it cannot tell.
 * Codes from {@value #FIRST_CANNOT_TELL} on mean that it cannot tell.
 */
public enum Standing {
  /** Watched, and nothing was seen. */
  NO_CHANGE(0, "watched, no change"),
  /** Something was seen that is not yet confirmed. */
  FLAGGED(1, "change seen, not confirmed"),
  /** A change is confirmed. */
  CONFIRMED(2, "change confirmed"),
  /** A change was confirmed, and the series is back at what it was. */
  RECOVERED(3, "change confirmed, recovered since"),
  /** No date shows the pixel. */
  NO_DATA(10, "no valid observation at all"),
  /** The history holds too few observations for its regression. */
  SHORT_HISTORY(11, "too few valid observations in the history"),
  /** The history holds a break, and what follows it is too short for the regression. */
  UNSTABLE_HISTORY(12, "the history holds a break, and too little follows it"),
  /** The dates of the history do not determine the regression. */
  UNDETERMINED(13, "the dates of the history do not determine the regression"),
  /** Nothing was seen after the history, so that nothing was watched. */
  NOT_WATCHED(14, "no valid observation after the history");

  static final int FIRST_CANNOT_TELL = 10;

  private final int code;
  private final String words;

  Standing(int code, String words) {
    this.code = code;
    this.words = words;
  }

  /** The byte in rasters and tables. */
  public int code() {
    return code;
  }

  /** As people read it. */
  public String words() {
    return words;
  }

  /** Whether the detector cannot tell. */
  public boolean cannotTell() {
    return code >= FIRST_CANNOT_TELL;
  }

  /** Whether a change is confirmed, recovered since or not. */
  public boolean confirmed() {
    return this == CONFIRMED || this == RECOVERED;
  }

  /**
   * The standing with a code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Standing of(int code) {
    return Arrays.stream(values())
        .filter(one -> one.code == code)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no standing has the code " + code));
  }
}
