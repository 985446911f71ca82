package org.heartwood.ingest.product;

/**
 * Length of one degree on the WGS 84 ellipsoid, m: with e² the first eccentricity squared and
 * {@code w = 1 − e²·sin²φ}, a degree of latitude is {@code π/180 · a(1 − e²)/w^1.5}, one of
 * longitude {@code π/180 · a·cos φ/w^0.5} (Snyder 1987, USGS Professional Paper 1395, eq. 4-18 to
 * 4-21, p. 24–25).
 */
final class MetresPerDegree {
  private static final double SEMI_MAJOR_AXIS_M = 6378137.0;
  private static final double FLATTENING = 1 / 298.257223563;
  private static final double E2 = FLATTENING * (2 - FLATTENING);

  private MetresPerDegree() {}

  static double ofLatitude(double latDeg) {
    return Math.PI / 180 * SEMI_MAJOR_AXIS_M * (1 - E2) / StrictMath.pow(w(latDeg), 1.5);
  }

  static double ofLongitude(double latDeg) {
    return Math.PI
        / 180
        * SEMI_MAJOR_AXIS_M
        * StrictMath.cos(Math.toRadians(latDeg))
        / Math.sqrt(w(latDeg));
  }

  private static double w(double latDeg) {
    double sin = StrictMath.sin(Math.toRadians(latDeg));
    return 1 - E2 * sin * sin;
  }
}
