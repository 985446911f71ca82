/** Brings each year's composite to the radiometry that the model was trained on. */
@NullMarked
package org.heartwood.inference.harmonise;

import org.jspecify.annotations.NullMarked;
