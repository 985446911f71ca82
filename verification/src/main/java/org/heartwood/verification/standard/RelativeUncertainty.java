package org.heartwood.verification.standard;

import org.heartwood.verification.carbon.Estimate;

/**
 * How uncertain a net benefit is, relative to it. Half-widths are those of normal intervals.
 *
 * @param standardErrorFraction standard error over the estimate, ≥ 0
 */
public record RelativeUncertainty(double standardErrorFraction) {
  /** Half-width of a two-sided 95 % interval over the standard error. */
  private static final double Z95 = 1.959963984540054;

  public RelativeUncertainty {
    if (!(standardErrorFraction >= 0) || Double.isInfinite(standardErrorFraction)) {
      throw new IllegalArgumentException(
          "standardErrorFraction must be ≥ 0 and finite, was " + standardErrorFraction);
    }
  }

  /** From the half-width of a 90 % interval over the estimate: 32.9 % is 0.329. */
  public static RelativeUncertainty ofHalfWidth90(double fraction) {
    return new RelativeUncertainty(fraction / Estimate.Z90);
  }

  /** Half-width of the 90 % interval over the estimate. */
  public double halfWidth90Fraction() {
    return Estimate.Z90 * standardErrorFraction;
  }

  /** Half-width of the 95 % interval over the estimate. */
  public double halfWidth95Fraction() {
    return Z95 * standardErrorFraction;
  }
}
