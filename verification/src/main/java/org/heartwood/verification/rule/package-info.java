/**
 * Checks of a project's claims, boundary, maps and run: each a class with its card, which states
 * inputs and threshold. Thresholds are policies of this program, not law.
 */
@NullMarked
package org.heartwood.verification.rule;

import org.jspecify.annotations.NullMarked;
