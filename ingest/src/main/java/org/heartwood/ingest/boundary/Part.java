package org.heartwood.ingest.boundary;

import org.locationtech.jts.geom.Geometry;

/**
 * A polygon of a document after make-valid.
 *
 * @param spot feature and part
 * @param lonLat valid; a polygon or several
 * @param areaHa on the ellipsoid
 */
record Part(Spot spot, Geometry lonLat, double areaHa) {}
