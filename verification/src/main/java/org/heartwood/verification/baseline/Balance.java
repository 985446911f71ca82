package org.heartwood.verification.baseline;

/**
 * How alike project and controls are in one covariate.
 *
 * @param covariate what is compared
 * @param unit unit of the means
 * @param treatedMean mean over the matched pixels of the treated zone
 * @param controlMean mean over the controls, weighted to the treated zone's strata
 * @param rawControlMean mean over all pixels of the comparison area
 * @param smd standardised mean difference after matching: difference of the means over the root
 *     mean of both variances
 * @param rawSmd the same before matching
 */
public record Balance(
    String covariate,
    String unit,
    double treatedMean,
    double controlMean,
    double rawControlMean,
    double smd,
    double rawSmd) {
  /** Above this the two groups are not alike: VM0047 and Austin 2009 use it. */
  public static final double MAX_SMD = 0.25;
}
