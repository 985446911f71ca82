/**
 * Forest or not, from true-colour tiles that a mask labels: what its training file means, folds of
 * whole tiles, crops and their disturbance, and every tile's scores by the member that never saw
 * it.
 */
@NullMarked
package org.heartwood.inference.tiles;

import org.jspecify.annotations.NullMarked;
