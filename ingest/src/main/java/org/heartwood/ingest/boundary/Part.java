package org.heartwood.ingest.boundary;

import org.locationtech.jts.geom.Geometry;

/**
 * A polygon of a document after make-valid.
 *
 * @param feature its feature, from 0
 * @param index its place in the feature, from 0
 * @param lonLat valid; a polygon or several
 * @param areaHa on the ellipsoid
 */
record Part(int feature, int index, Geometry lonLat, double areaHa) {
  Place place() {
    return Place.feature(feature).withPart(index);
  }

  /** For messages: {@code feature 3, part 0}. */
  String words() {
    return "feature " + feature + ", part " + index;
  }
}
