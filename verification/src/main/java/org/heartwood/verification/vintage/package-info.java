/** Credits year by year: what the stocks would earn under a standard, beside what was claimed. */
@NullMarked
package org.heartwood.verification.vintage;

import org.jspecify.annotations.NullMarked;
