/**
 * Many dates of a tile put together pixel by pixel, with what each pixel was made from. Everything
 * works on the rasters of one window, so memory is the dates of one tile.
 */
@NullMarked
package org.heartwood.ingest.composite;

import org.jspecify.annotations.NullMarked;
