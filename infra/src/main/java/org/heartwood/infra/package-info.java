/** The {@code heartwood} command. */
@NullMarked
package org.heartwood.infra;

import org.jspecify.annotations.NullMarked;
