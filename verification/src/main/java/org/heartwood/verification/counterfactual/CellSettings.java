package org.heartwood.verification.counterfactual;

/**
 * How cells are resampled.
 *
 * @param blockCells edge of the squares that are resampled as a whole, cells
 * @param resamples number of resamples
 * @param minDonors areas of the project's size that a synthetic control needs
 * @param minPrePeriods periods before the start that interactive fixed effects need
 * @param seed of the resamples
 */
public record CellSettings(
    int blockCells, int resamples, int minDonors, int minPrePeriods, long seed) {
  public CellSettings {
    if (blockCells < 1 || minDonors < 2 || minPrePeriods < 1) {
      throw new IllegalArgumentException(
          "blockCells and minPrePeriods must be at least 1, and minDonors 2");
    }
    if (resamples < 20) {
      throw new IllegalArgumentException("resamples must be at least 20, was " + resamples);
    }
  }

  /** Squares of 4 × 4 cells, 400 resamples, 10 donors, 5 periods. */
  public static CellSettings standard(long seed) {
    return new CellSettings(4, 400, 10, 5, seed);
  }
}
