package org.heartwood.verification.area;

/**
 * What is expected of a stratum before anyone has looked.
 *
 * @param name its name
 * @param areaHa its area, ha, > 0
 * @param expectedFraction share of it that is expected to belong to the class of interest, or to be
 *     mapped rightly, 0 to 1
 */
public record StratumExpectation(String name, double areaHa, double expectedFraction) {
  public StratumExpectation {
    if (!(areaHa > 0)) {
      throw new IllegalArgumentException(
          "areaHa of stratum " + name + " must be > 0 ha, was " + areaHa);
    }
    if (!(expectedFraction >= 0 && expectedFraction <= 1)) {
      throw new IllegalArgumentException(
          "expectedFraction of stratum "
              + name
              + " must lie between 0 and 1, was "
              + expectedFraction);
    }
  }

  /** Standard deviation of the indicator within the stratum. */
  double deviation() {
    return Math.sqrt(expectedFraction * (1 - expectedFraction));
  }
}
