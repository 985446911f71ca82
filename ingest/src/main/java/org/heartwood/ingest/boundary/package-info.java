/** Project boundaries as registries publish them: read, checked, repaired, compared. */
@NullMarked
package org.heartwood.ingest.boundary;

import org.jspecify.annotations.NullMarked;
