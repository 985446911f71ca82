package org.heartwood.inference.local;

import org.locationtech.jts.geom.Geometry;

/**
 * One observation on the ground.
 *
 * @param id how the user calls it
 * @param place where it stands in its file, such as {@code line 7}
 * @param shape a point, or a valid polygon or multipolygon, in the raster's CRS
 * @param observed observed value, in the raster's unit
 */
record ReferencePlot(String id, String place, Geometry shape, double observed) {}
