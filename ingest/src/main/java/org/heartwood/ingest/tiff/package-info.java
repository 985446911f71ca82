/**
 * GeoTIFF, read block by block. Every header field is checked before anything is allocated for it,
 * so a lying, truncated or hostile file costs no more than its own bytes.
 */
@NullMarked
package org.heartwood.ingest.tiff;

import org.jspecify.annotations.NullMarked;
