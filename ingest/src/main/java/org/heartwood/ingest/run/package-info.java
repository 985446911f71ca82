/** Inputs, versions and machine of a run. */
@NullMarked
package org.heartwood.ingest.run;

import org.jspecify.annotations.NullMarked;
