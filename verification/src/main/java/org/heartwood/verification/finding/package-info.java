/** Claims, verdicts and the evidence for them. */
@NullMarked
package org.heartwood.verification.finding;

import org.jspecify.annotations.NullMarked;
