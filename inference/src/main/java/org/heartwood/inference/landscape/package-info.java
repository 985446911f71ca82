/** A labelled scene, and which of its pixels training, calibration and testing may see. */
@NullMarked
package org.heartwood.inference.landscape;

import org.jspecify.annotations.NullMarked;
