package org.heartwood.inference.biomass;

/**
 * Above-ground dry mass of a tropical tree from wood density ρ (g/cm³), diameter D (cm) and height
 * H (m) or environmental stress E: equations 4 and 7 of Chave et al. 2014, Global Change Biology
 * 20, 3177–3190, doi:10.1111/gcb.12629, with the coefficients printed there. Both already hold the
 * back-transformation of their logarithmic fit: they give the mean, not the median, of trees of one
 * size.
 *
 * <p>For trees of at least 5 cm, not for palms or lianas.
 */
public final class ChaveAllometry {
  /** Residual standard deviation of ln mass about equation 4. */
  public static final double LOG_DEVIATION = 0.357;

  /** Residual standard deviation of ln mass about equation 7. */
  public static final double LOG_DEVIATION_WITHOUT_HEIGHT = 0.413;

  /** Sites at which the trees behind both equations were harvested. */
  public static final int CALIBRATION_SITES = 58;

  private ChaveAllometry() {}

  /**
   * Equation 4: {@code 0.0673·(ρ·H·D²)^0.976}.
   *
   * @param densityGPerCm3 wood density, > 0 g/cm³
   * @param heightM total height, > 0 m
   * @param diameterCm diameter at breast height, > 0 cm
   * @return mass, kg
   */
  public static double massKg(double densityGPerCm3, double heightM, double diameterCm) {
    requirePositive(densityGPerCm3, "wood density, g/cm3,");
    requirePositive(heightM, "height, m,");
    requirePositive(diameterCm, "diameter, cm,");
    double size = densityGPerCm3 * heightM * diameterCm * diameterCm;
    return 0.0673 * StrictMath.pow(size, 0.976);
  }

  /**
   * Equation 7: {@code exp(−1.803 − 0.976·E + 0.976·ln ρ + 2.673·ln D − 0.0299·(ln D)²)}.
   *
   * @param densityGPerCm3 wood density, > 0 g/cm³
   * @param environmentalStress E of the place, from temperature seasonality, water deficit and
   *     precipitation seasonality; no unit
   * @param diameterCm diameter at breast height, > 0 cm
   * @return mass, kg
   */
  public static double massWithoutHeightKg(
      double densityGPerCm3, double environmentalStress, double diameterCm) {
    requirePositive(densityGPerCm3, "wood density, g/cm3,");
    requirePositive(diameterCm, "diameter, cm,");
    double logDiameter = StrictMath.log(diameterCm);
    return StrictMath.exp(
        -1.803
            - 0.976 * environmentalStress
            + 0.976 * StrictMath.log(densityGPerCm3)
            + 2.673 * logDiameter
            - 0.0299 * logDiameter * logDiameter);
  }

  private static void requirePositive(double value, String name) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be > 0, was " + value);
    }
  }
}
