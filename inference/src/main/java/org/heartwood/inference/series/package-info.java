/**
 * Disturbance from the series of a pixel: a network of temporal convolutions says how probable it
 * is that the forest of a pixel was disturbed, and when. It holds the series and its preparation,
 * the network, training with planted disturbances, spatial folds, the simple rules that a network
 * must beat, and the detector that uses shipped weights.
 */
@NullMarked
package org.heartwood.inference.series;

import org.jspecify.annotations.NullMarked;
