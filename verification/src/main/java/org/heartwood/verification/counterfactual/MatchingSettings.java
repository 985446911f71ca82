package org.heartwood.verification.counterfactual;

/**
 * How pixels are matched.
 *
 * @param sampleStepPx every n-th pixel of every n-th row of an area is matched; 7 at 30 m is one in
 *     four hectares
 * @param draws repeated draws
 * @param drawFraction share of the area's sampled pixels in each draw
 * @param candidatesPerCell candidates kept in each cell of covariates, beside one for every sampled
 *     pixel of an area that lies in it
 * @param nearest partners that are looked at for a pixel before it counts as unmatched
 * @param blockPx edge of the squares that the bootstrap resamples
 * @param resamples bootstrap resamples
 * @param seed of draws, priorities and resamples
 */
public record MatchingSettings(
    int sampleStepPx,
    int draws,
    double drawFraction,
    int candidatesPerCell,
    int nearest,
    int blockPx,
    int resamples,
    long seed) {
  public MatchingSettings {
    if (sampleStepPx < 1 || draws < 1 || candidatesPerCell < 1 || nearest < 1 || blockPx < 1) {
      throw new IllegalArgumentException(
          "sampleStepPx, draws, candidatesPerCell, nearest and blockPx must be at least 1");
    }
    if (!(drawFraction > 0 && drawFraction <= 1)) {
      throw new IllegalArgumentException("drawFraction must be 0 to 1, was " + drawFraction);
    }
    if (resamples < 20) {
      throw new IllegalArgumentException("resamples must be at least 20, was " + resamples);
    }
  }

  /** The PACT methodology's numbers, where it has them. */
  public static MatchingSettings pact(long seed) {
    return new MatchingSettings(7, 100, 0.1, 16, 100, 64, 400, seed);
  }
}
