/** The kinds of models there are. */
@NullMarked
package org.heartwood.inference.catalogue;

import org.jspecify.annotations.NullMarked;
