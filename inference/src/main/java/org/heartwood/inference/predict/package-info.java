/** Runs a model over the yearly composites of all tiles. */
@NullMarked
package org.heartwood.inference.predict;

import org.jspecify.annotations.NullMarked;
