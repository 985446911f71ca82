/**
 * Where a model may be believed: how unlike its training points a pixel is, and from when on that
 * is too unlike (METHOD.md §3.3).
 */
@NullMarked
package org.heartwood.inference.applicability;

import org.jspecify.annotations.NullMarked;
