/**
 * The last mile: how good predictions are in one place, by the reference plots of whoever uses them
 * there, and a correction learnt from those plots that stays apart from the model.
 */
@NullMarked
package org.heartwood.inference.local;

import org.jspecify.annotations.NullMarked;
