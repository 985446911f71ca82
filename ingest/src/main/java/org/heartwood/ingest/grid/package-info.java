/** Where a pixel is and how many hectares it is. */
@NullMarked
package org.heartwood.ingest.grid;

import org.jspecify.annotations.NullMarked;
