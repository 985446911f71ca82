package org.heartwood.verification.area;

/**
 * Reference points of one stratum with the same labels.
 *
 * @param stratum the stratum's name
 * @param mapClass what the map says at these points
 * @param referenceClass what the interpreter says
 * @param points how many, ≥ 0
 */
public record Tally(String stratum, String mapClass, String referenceClass, long points) {
  public Tally {
    if (points < 0) {
      throw new IllegalArgumentException("points must be ≥ 0, was " + points);
    }
  }
}
