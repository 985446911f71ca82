/** Was credited forest lost afterwards? */
@NullMarked
package org.heartwood.verification.reversal;

import org.jspecify.annotations.NullMarked;
