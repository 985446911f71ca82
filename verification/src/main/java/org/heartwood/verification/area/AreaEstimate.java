package org.heartwood.verification.area;

import org.heartwood.verification.carbon.Estimate;

/**
 * The area of a class with the estimator that made it, and beside it what the map's pixels add up
 * to.
 *
 * @param estimator how it was made
 * @param className the class
 * @param areaHa area, its standard error and its 90 % interval, ha
 * @param mappedHa area of the pixels that the map gives this class, ha: not an estimate
 * @param points reference points behind it; 0 where the map's model is all that stands behind it
 */
public record AreaEstimate(
    Estimator estimator, String className, Estimate areaHa, double mappedHa, long points) {

  /** How an area was estimated. */
  public enum Estimator {
    SIMPLE_RANDOM("simple random sample"),
    STRATIFIED("stratified random sample"),
    POST_STRATIFIED("simple random sample, stratified afterwards"),
    MAP_MODEL("map with its model's error, no reference sample"),
    MAP_ACCURACY("map of others, corrected by its published accuracy");

    private final String label;

    Estimator(String label) {
      this.label = label;
    }

    /** As people read it. */
    public String label() {
      return label;
    }

    /** Whether reference points drawn by chance on this land stand behind the number. */
    public boolean designBased() {
      return this != MAP_MODEL && this != MAP_ACCURACY;
    }
  }

  public AreaEstimate {
    if (!Double.isFinite(areaHa.mean())
        || !(areaHa.standardError() >= 0)
        || !(mappedHa >= 0)
        || points < 0) {
      throw new IllegalArgumentException(
          "an area needs finite numbers ≥ 0, was " + areaHa + ", mapped " + mappedHa + " ha");
    }
  }

  /** How far the count of pixels is above the estimate, ha; negative where it is below. */
  public double pixelCountExcessHa() {
    return mappedHa - areaHa.mean();
  }

  /** Whether the count of pixels lies within the estimate's 90 % interval. */
  public boolean pixelCountWithinInterval() {
    return mappedHa >= areaHa.ci90Low() && mappedHa <= areaHa.ci90High();
  }
}
