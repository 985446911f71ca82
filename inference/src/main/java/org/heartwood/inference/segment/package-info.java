/** Pixels to tree cover with its standard error. */
@NullMarked
package org.heartwood.inference.segment;

import org.jspecify.annotations.NullMarked;
