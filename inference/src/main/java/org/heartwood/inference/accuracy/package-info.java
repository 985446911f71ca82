/** How wrong a model is on ground that training never saw, beside a plain regression. */
@NullMarked
package org.heartwood.inference.accuracy;

import org.jspecify.annotations.NullMarked;
