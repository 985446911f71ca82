package org.heartwood.ingest.boundary;

import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.locationtech.jts.geom.Coordinate;

/**
 * The coordinate reference system of a boundary file.
 *
 * @param name code such as {@code EPSG:32636}, or the name that the file gives
 * @param stated whether the file says it
 */
record FileCrs(String name, boolean stated, Conversion conversion) {

  /** From the file's coordinates, easting first, to longitude and latitude. */
  interface Conversion {
    /**
     * Converts a position.
     *
     * @throws InputException if it lies outside what the system can show
     */
    Coordinate lonLat(double x, double y);
  }

  /** Longitude and latitude on WGS 84, as the file says or its format rules. */
  static final FileCrs STATED_LON_LAT = new FileCrs("EPSG:4326", true, Coordinate::new);

  /** Longitude and latitude on WGS 84, because nothing else is said. */
  static final FileCrs IMPLIED_LON_LAT = new FileCrs("EPSG:4326", false, Coordinate::new);

  /** None where one is needed; coordinates are looked at as if they were degrees. */
  static final FileCrs MISSING = new FileCrs("unknown", false, Coordinate::new);

  /**
   * The system of an EPSG code.
   *
   * @throws InputException if it is unknown or needs grid files
   */
  static FileCrs ofEpsg(String source, int code) {
    try {
      MapProjection projection = MapProjection.of("EPSG:" + code);
      return projection.isLonLat()
          ? STATED_LON_LAT
          : new FileCrs(projection.crs(), true, projection::inverse);
    } catch (InputException e) {
      throw new InputException(Reason.UNSUPPORTED, source + ": " + e.getMessage(), e);
    }
  }
}
