/** What would have happened: matched pixels outside the project. */
@NullMarked
package org.heartwood.verification.baseline;

import org.jspecify.annotations.NullMarked;
