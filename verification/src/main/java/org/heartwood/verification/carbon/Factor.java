package org.heartwood.verification.carbon;

/**
 * An uncertain number that enters carbon as a factor. Its name is its identity: terms that name the
 * same factor share its error, in whatever stratum or year they stand. Factors of different names
 * are independent.
 *
 * @param name identity, such as {@code carbon fraction} or {@code area of stratum 3 in 2020}
 * @param cause under which its share of the variance is reported
 * @param mean best estimate
 * @param standardDeviation of its error, ≥ 0
 * @param shape of its distribution
 * @param source where mean and deviation come from
 */
public record Factor(
    String name, Cause cause, double mean, double standardDeviation, Shape shape, String source) {

  /** What makes a total uncertain. */
  public enum Cause {
    AREA("area"),
    ABOVE_GROUND("above-ground biomass"),
    SAMPLING("sampling of plots"),
    ALLOMETRY("tree allometry"),
    ROOT_SHOOT("root-to-shoot ratio"),
    CARBON_FRACTION("carbon fraction"),
    DEAD_WOOD("dead wood"),
    LITTER("litter"),
    SOIL("soil"),
    GROWTH("growth"),
    WOOD_PRODUCTS("wood products");

    private final String label;

    Cause(String label) {
      this.label = label;
    }

    /** The name in reports. */
    public String label() {
      return label;
    }
  }

  /** How errors are drawn. */
  public enum Shape {
    /** Can be negative; for areas, changes and fractions well away from 0. */
    NORMAL,
    /** Cannot; for densities and ratios, mean and deviation being those of the number itself. */
    LOG_NORMAL
  }

  public Factor {
    if (!Double.isFinite(mean)
        || !(standardDeviation >= 0)
        || Double.isInfinite(standardDeviation)) {
      throw new IllegalArgumentException(
          name
              + ": mean must be finite and its deviation ≥ 0, were "
              + mean
              + " and "
              + standardDeviation);
    }
    if (shape == Shape.LOG_NORMAL && !(mean > 0)) {
      throw new IllegalArgumentException(
          name + ": a lognormal number must have a mean > 0, was " + mean);
    }
  }

  /** A number without error. */
  public static Factor exact(String name, Cause cause, double value, String source) {
    return new Factor(name, cause, value, 0, Shape.NORMAL, source);
  }

  /** Carbon in dry biomass (IPCC 2019, table 4.3), one for all strata and years. */
  public static Factor carbonFraction() {
    return new Factor(
        "carbon fraction",
        Cause.CARBON_FRACTION,
        CarbonDensity.CARBON_FRACTION,
        CarbonDensity.CARBON_FRACTION_SD,
        Shape.NORMAL,
        "IPCC 2019 table 4.3; spread as in Réjou-Méchain et al. 2017");
  }

  /** The value that a standard normal number stands for. */
  double drawn(double gaussian) {
    if (shape == Shape.NORMAL || standardDeviation == 0) {
      return mean + standardDeviation * gaussian;
    }
    double relative = standardDeviation / mean;
    double sigma2 = StrictMath.log1p(relative * relative);
    return StrictMath.exp(StrictMath.log(mean) - sigma2 / 2 + StrictMath.sqrt(sigma2) * gaussian);
  }
}
