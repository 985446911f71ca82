package org.heartwood.verification.counterfactual;

import org.heartwood.verification.carbon.Estimate;

/**
 * How much loss stands behind a hectare of loss that the map shows: the estimated area of loss over
 * the map's own count, in the comparison area. Estimators compare rates of mapped loss; what the
 * map misses on both sides makes their hectares too few.
 *
 * @param mean best value, ≥ 0
 * @param low lower end of its 90 % interval
 * @param high upper end
 */
public record MapScale(double mean, double low, double high) {
  /** The map taken at its word. */
  public static final MapScale NONE = new MapScale(1, 1, 1);

  /** Where the map shows no loss at all: how much of it the map sees cannot be told. */
  public static final MapScale UNKNOWN = new MapScale(1, 0, 1);

  public MapScale {
    if (!(low >= 0 && low <= mean && mean <= high)) {
      throw new IllegalArgumentException(
          "a scale must be ≥ 0 and lie in its interval, was "
              + mean
              + " in "
              + low
              + " to "
              + high);
    }
  }

  /**
   * The scale of a zone.
   *
   * @param lossHa estimated loss
   * @param mappedHa the map's count of the same loss
   */
  public static MapScale of(Estimate lossHa, double mappedHa) {
    return mappedHa > 0
        ? new MapScale(
            lossHa.mean() / mappedHa, lossHa.ci90Low() / mappedHa, lossHa.ci90High() / mappedHa)
        : UNKNOWN;
  }

  /** Whether hectares can be told by it. */
  public boolean tells() {
    return !equals(UNKNOWN);
  }

  /**
   * Mapped hectares as hectares. Both errors are taken as independent, side by side: the variance
   * of a product (Goodman 1960, doi:10.1080/01621459.1960.10483369, equation 2) with the distances
   * to the ends of the intervals in place of standard errors. The interval never reaches beyond the
   * products of the ends, so that it leaves out zero where the mapped one does.
   */
  Estimate of(Estimate mappedHa) {
    double x = mappedHa.mean();
    double below = x - mappedHa.ci90Low();
    double above = mappedHa.ci90High() - x;
    double least = mappedHa.ci90Low() * (mappedHa.ci90Low() < 0 ? high : low);
    double most = mappedHa.ci90High() * (mappedHa.ci90High() < 0 ? low : high);
    double value = mean * x;
    return new Estimate(
        value,
        mean * mappedHa.standardError(),
        Math.max(least, value - reach(below, x, x < 0 ? high - mean : mean - low)),
        Math.min(most, value + reach(above, x, x < 0 ? mean - low : high - mean)));
  }

  private double reach(double ofHa, double ha, double ofScale) {
    return Math.sqrt(
        Math.pow(mean * ofHa, 2) + Math.pow(ha * ofScale, 2) + Math.pow(ofHa * ofScale, 2));
  }
}
