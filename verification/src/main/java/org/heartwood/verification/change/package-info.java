/** From canopy cover to forest, loss and gain by year, with the map's error. */
@NullMarked
package org.heartwood.verification.change;

import org.jspecify.annotations.NullMarked;
