/**
 * Tree cover from one labelled scene: what its training file means, crops and their disturbance,
 * validation and calibration on blocks, and the scores on ground that training never saw.
 */
@NullMarked
package org.heartwood.inference.canopy;

import org.jspecify.annotations.NullMarked;
