package org.heartwood.ingest.zonal;

import org.locationtech.jts.geom.Geometry;

/**
 * A polygon whose pixels are wanted.
 *
 * @param id how the result names it
 * @param polygons valid polygon or multipolygon in the raster's CRS; may reach beyond the raster,
 *     where nothing is counted
 */
public record ZonePolygon(String id, Geometry polygons) {}
