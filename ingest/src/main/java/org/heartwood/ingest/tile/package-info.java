/** Imagery cut to the grid: yearly composites per tile. */
@NullMarked
package org.heartwood.ingest.tile;

import org.jspecify.annotations.NullMarked;
