package org.heartwood.ingest.product;

/**
 * Which GEDI shots are good enough: quality flag 1, degrade flag 0, and a sensitivity above a
 * limit.
 *
 * <p>Source of the limits: de Conto et al. 2024, Nature Communications 15, table 1 (0.95, and 0.98
 * in the tropics), doi:10.1038/s41467-024-52468-2.
 *
 * @param sensitivityAbove shots must have a higher sensitivity than this, fraction 0–1
 * @param light which shots by the sun's elevation
 */
public record GediFilter(double sensitivityAbove, Light light) {
  /** For the temperate zone and savannas. */
  public static final GediFilter STANDARD = new GediFilter(0.95, Light.ANY);

  /** For dense tropical forest, whose ground is seen by sensitive shots only. */
  public static final GediFilter TROPICAL_FOREST = new GediFilter(0.98, Light.ANY);

  /** Shots by day carry the sun's noise. */
  public enum Light {
    ANY,
    NIGHT
  }

  public GediFilter {
    if (!(sensitivityAbove >= 0 && sensitivityAbove < 1)) {
      throw new IllegalArgumentException(
          "sensitivityAbove must be 0 to below 1, was " + sensitivityAbove);
    }
  }

  /** Whether a shot is good enough; one without a solar elevation is not known to be by night. */
  public boolean accepts(GediFootprint shot) {
    return shot.qualityFlag() == 1
        && shot.degradeFlag() == 0
        && shot.sensitivity() > sensitivityAbove
        && (light == Light.ANY || shot.solarElevationDeg() < 0);
  }
}
