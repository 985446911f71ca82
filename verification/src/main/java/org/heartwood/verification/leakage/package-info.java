/** Did the loss move into the belt? */
@NullMarked
package org.heartwood.verification.leakage;

import org.jspecify.annotations.NullMarked;
