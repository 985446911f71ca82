/** What a raster holds inside polygons: exact zonal statistics (METHOD.md §2.3). */
@NullMarked
package org.heartwood.ingest.zonal;

import org.jspecify.annotations.NullMarked;
