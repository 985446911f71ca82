package org.heartwood.ingest.boundary;

import org.locationtech.jts.geom.Geometry;

/**
 * A polygon of a document after make-valid.
 *
 * @param place feature and part
 * @param lonLat valid; a polygon or several
 * @param areaHa on the ellipsoid
 */
record Part(Spot place, Geometry lonLat, double areaHa) {}
