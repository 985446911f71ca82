package org.heartwood.inference.model;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Biomass density from canopy height: {@code ln B = a + b·ln(H / H₀) + s + e} with s the same for a
 * whole site, e a plot's own. The mean of plots of one height is {@code exp(a + b·ln(H/H₀) + (σₛ² +
 * σₑ²)/2)}.
 *
 * @param referenceHeightM H₀, m
 * @param logIntercept a, ln of Mg/ha
 * @param exponent b
 * @param covariance of a and b
 * @param siteDeviation σₛ, standard deviation of s
 * @param plotDeviation σₑ, standard deviation of e, without the error of the plot's measurement
 * @param intervalFactor standard deviations of ln B to either side of a 90 % interval, calibrated
 *     on sites that were left out
 * @param minimumHeightM least height it was fitted on, m
 * @param maximumHeightM greatest height it was fitted on, m
 */
public record HeightPowerLaw(
    double referenceHeightM,
    double logIntercept,
    double exponent,
    Covariance covariance,
    double siteDeviation,
    double plotDeviation,
    double intervalFactor,
    double minimumHeightM,
    double maximumHeightM)
    implements Architecture {
  /** Value of {@code kind} in JSON. */
  public static final String KIND = "height-power-law";

  /**
   * Covariance of intercept and exponent.
   *
   * @param intercept variance of a
   * @param both covariance of a and b
   * @param exponent variance of b
   */
  public record Covariance(double intercept, double both, double exponent) implements Serializable {
    public Covariance {
      if (!(intercept >= 0) || !(exponent >= 0) || both * both > intercept * exponent * 1.0001) {
        throw new IllegalArgumentException(
            "no covariance of two parameters: " + intercept + ", " + both + ", " + exponent);
      }
    }
  }

  /**
   * A predicted density.
   *
   * @param meanTonnesPerHa mean, Mg/ha
   * @param lowTonnesPerHa lower end of the 90 % interval, Mg/ha
   * @param highTonnesPerHa upper end, Mg/ha
   */
  public record Interval(double meanTonnesPerHa, double lowTonnesPerHa, double highTonnesPerHa)
      implements Serializable {}

  public HeightPowerLaw {
    if (!(referenceHeightM > 0) || !(siteDeviation >= 0) || !(plotDeviation >= 0)) {
      throw new IllegalArgumentException(
          "referenceHeightM must be > 0 and both deviations >= 0, were "
              + referenceHeightM
              + ", "
              + siteDeviation
              + " and "
              + plotDeviation);
    }
  }

  /** None: all of the law stands on the card. */
  @Override
  public Map<String, List<Integer>> tensorShapes() {
    return Map.of();
  }

  /** Median of ln B at a height, m. */
  public double medianLog(double heightM) {
    return logIntercept + exponent * logRatio(heightM);
  }

  /** Mean biomass density of plots of one height, Mg/ha. */
  public double meanTonnesPerHa(double heightM) {
    return StrictMath.exp(
        medianLog(heightM) + (siteDeviation * siteDeviation + plotDeviation * plotDeviation) / 2);
  }

  /** Standard deviation of ln B for a plot of a site that the fit did not see. */
  public double logDeviation(double heightM) {
    double x = logRatio(heightM);
    return Math.sqrt(
        siteDeviation * siteDeviation
            + plotDeviation * plotDeviation
            + covariance.intercept()
            + 2 * x * covariance.both()
            + x * x * covariance.exponent());
  }

  /** Mean and 90 % interval for a plot of a site that the fit did not see. */
  public Interval predict(double heightM) {
    double half = intervalFactor * logDeviation(heightM);
    double median = medianLog(heightM);
    return new Interval(
        meanTonnesPerHa(heightM), StrictMath.exp(median - half), StrictMath.exp(median + half));
  }

  /** Whether a height, m, lies in the range that the law was fitted on. */
  public boolean covers(double heightM) {
    return heightM >= minimumHeightM && heightM <= maximumHeightM;
  }

  private double logRatio(double heightM) {
    if (!(heightM > 0)) {
      throw new IllegalArgumentException("height must be > 0 m, was " + heightM);
    }
    return StrictMath.log(heightM / referenceHeightM);
  }
}
