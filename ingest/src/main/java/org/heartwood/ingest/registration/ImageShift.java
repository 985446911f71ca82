package org.heartwood.ingest.registration;

/**
 * How far the content of one image lies from that of another on the same grid.
 *
 * @param outcome whether it could be measured; if not, the numbers in pixels are NaN
 * @param colPx how much further east the second image shows the same ground, pixels
 * @param rowPx how much further south, pixels
 * @param colStandardErrorPx standard error of {@code colPx}, from the spread between blocks
 * @param rowStandardErrorPx standard error of {@code rowPx}
 * @param blocks number of blocks that were measured
 */
public record ImageShift(
    Outcome outcome,
    double colPx,
    double rowPx,
    double colStandardErrorPx,
    double rowStandardErrorPx,
    int blocks) {

  /** Above this length dates count as misregistered. */
  public static final double WARNING_PX = 0.5;

  /** Whether a shift could be measured, and if not, why. */
  public enum Outcome {
    MEASURED,
    /** Too few blocks have enough pixels that are valid on both dates. */
    TOO_LITTLE_OVERLAP,
    /**
     * Too few blocks have a texture that both dates show: flat, noisy, changed all over, or shifted
     * by more than {@link CoRegistration#MAX_SHIFT_PX}.
     */
    TOO_LITTLE_TEXTURE,
    /** The blocks were measured, but most do not share a shift. */
    BLOCKS_DISAGREE
  }

  static ImageShift unknown(Outcome outcome, int blocks) {
    return new ImageShift(outcome, Double.NaN, Double.NaN, Double.NaN, Double.NaN, blocks);
  }

  /** Length of the shift, pixels; NaN if it could not be measured. */
  public double lengthPx() {
    return Math.hypot(colPx, rowPx);
  }

  /**
   * Whether a shift was measured and is longer than half a pixel. False does not mean that the
   * dates lie on each other: look at the outcome.
   */
  public boolean isMisregistered() {
    return lengthPx() > WARNING_PX;
  }
}
