package org.heartwood.ingest.boundary;

import java.util.Locale;
import org.heartwood.ingest.issue.InputException;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;

/**
 * The land of a project.
 *
 * @param multiPolygonLonLat a valid {@code MultiPolygon} in longitude and latitude, degrees, WGS
 *     84; shells run counter-clockwise, holes clockwise; no heights; a boundary across ±180°
 *     longitude has parts on both sides
 * @param source file it was read from
 */
public record Boundary(Geometry multiPolygonLonLat, String source) {

  /**
   * Checks that imagery can show the boundary at all.
   *
   * @param imageryLonLat extent of the imagery, degrees
   * @throws InputException if they have nothing in common; it says so when exchanging latitude and
   *     longitude would mend that
   */
  public void requireOverlap(Envelope imageryLonLat) {
    Envelope extent = multiPolygonLonLat.getEnvelopeInternal();
    if (extent.intersects(imageryLonLat)) {
      return;
    }
    Envelope swapped =
        new Envelope(extent.getMinY(), extent.getMaxY(), extent.getMinX(), extent.getMaxX());
    if (swapped.intersects(imageryLonLat)) {
      Coordinate first = multiPolygonLonLat.getCoordinate();
      throw new InputException(
          source
              + ": boundary seems to have latitude and longitude swapped: its first vertex is at ("
              + first.getX()
              + ", "
              + first.getY()
              + "); GeoJSON wants longitude first");
    }
    throw new InputException(
        source
            + ": boundary lies outside the imagery: boundary extent "
            + shown(extent)
            + ", imagery extent "
            + shown(imageryLonLat)
            + "; check that both belong to the same project");
  }

  private static String shown(Envelope extent) {
    return String.format(
        Locale.ROOT,
        "lon %.5f to %.5f, lat %.5f to %.5f",
        extent.getMinX(),
        extent.getMaxX(),
        extent.getMinY(),
        extent.getMaxY());
  }
}
