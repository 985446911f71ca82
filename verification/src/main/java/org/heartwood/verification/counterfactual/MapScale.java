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

  /** Mapped hectares as hectares; the interval holds every product of both intervals. */
  Estimate of(Estimate mappedHa) {
    return new Estimate(
        mean * mappedHa.mean(),
        mean * mappedHa.standardError(),
        mappedHa.ci90Low() * (mappedHa.ci90Low() < 0 ? high : low),
        mappedHa.ci90High() * (mappedHa.ci90High() < 0 ? low : high));
  }
}
