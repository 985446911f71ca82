/** Findings of many projects together: what weighs most, and what many have in common. */
@NullMarked
package org.heartwood.verification.portfolio;

import org.jspecify.annotations.NullMarked;
