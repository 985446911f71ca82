/** From a training file to weights and a card, reproducibly. */
@NullMarked
package org.heartwood.inference.train;

import org.jspecify.annotations.NullMarked;
