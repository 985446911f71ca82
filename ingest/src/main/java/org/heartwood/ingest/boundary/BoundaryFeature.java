package org.heartwood.ingest.boundary;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.MultiPolygon;

/**
 * One feature of a boundary file, nothing repaired: rings may cross, holes may lie outside. Rings
 * are closed and have at least four positions; what could not be made a ring is left out and stands
 * among the document's problems.
 *
 * @param index place in the file, from 0
 * @param name name or identifier that the file gives it
 * @param polygonsLonLat polygons as read, longitude and latitude in degrees, WGS 84, no heights
 */
public record BoundaryFeature(int index, @Nullable String name, MultiPolygon polygonsLonLat) {}
