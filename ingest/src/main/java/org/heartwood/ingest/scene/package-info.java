/** Images and dated stacks, read by window. */
@NullMarked
package org.heartwood.ingest.scene;

import org.jspecify.annotations.NullMarked;
