package org.heartwood.ingest.product;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

/**
 * One lidar shot of GEDI: a spot of 25 m diameter on the ground, located to about 10 m.
 *
 * <p>Source: Dubayah et al. 2020, Science of Remote Sensing 1:100002,
 * doi:10.1016/j.srs.2020.100002; GEDI02_A Version 2, LP DAAC, doi:10.5067/GEDI/GEDI02_A.002; GEDI
 * L4A, ORNL DAAC.
 *
 * @param latDeg latitude of the lowest mode, WGS 84, −52 to 52
 * @param lonDeg longitude of the lowest mode, −180 to 180
 * @param qualityFlag L2A {@code quality_flag}, 1 = usable waveform
 * @param degradeFlag {@code degrade_flag}, 0 = pointing and position as they should be
 * @param sensitivity densest canopy cover through which the ground is seen, fraction
 * @param solarElevationDeg elevation of the sun, below 0 at night, NaN = not given
 * @param rh98M height below which 98 % of the energy was returned, m above ground, NaN = not given
 * @param agbdMgPerHa above-ground biomass density (L4A), Mg/ha, NaN = not given
 * @param agbdSeMgPerHa its standard error of prediction, Mg/ha, NaN = not given
 */
public record GediFootprint(
    double latDeg,
    double lonDeg,
    int qualityFlag,
    int degradeFlag,
    double sensitivity,
    double solarElevationDeg,
    double rh98M,
    double agbdMgPerHa,
    double agbdSeMgPerHa) {
  /** Diameter of the spot, m. */
  public static final double DIAMETER_M = 25;

  /** The space station's orbit reaches 51.6°. */
  private static final double MAX_LAT_DEG = 52;

  private static final int VERTICES = 32;

  public GediFootprint {
    if (!(Math.abs(latDeg) <= MAX_LAT_DEG) || !(Math.abs(lonDeg) <= 180)) {
      throw new IllegalArgumentException(
          "a footprint lies within ±180° of longitude and ±52° of latitude, was ("
              + lonDeg
              + ", "
              + latDeg
              + ")");
    }
  }

  /**
   * The spot as a polygon of 32 corners whose area is that of the circle, longitude and latitude in
   * degrees.
   */
  public Polygon polygonLonLat() {
    double step = 2 * Math.PI / VERTICES;
    // The corners lie a little outside the circle, so that the polygon is as large as the circle.
    double radiusM = DIAMETER_M / 2 * Math.sqrt(step / StrictMath.sin(step));
    double lonRadius = radiusM / MetresPerDegree.ofLongitude(latDeg);
    double latRadius = radiusM / MetresPerDegree.ofLatitude(latDeg);
    Coordinate[] ring = new Coordinate[VERTICES + 1];
    for (int i = 0; i < VERTICES; i++) {
      ring[i] =
          new Coordinate(
              lonDeg + lonRadius * StrictMath.cos(i * step),
              latDeg + latRadius * StrictMath.sin(i * step));
    }
    ring[VERTICES] = ring[0].copy();
    return new GeometryFactory().createPolygon(ring);
  }
}
