/**
 * Landscapes whose truth is known: a project, its imagery and its claims are made up by seed, with
 * and without the project, so that every verdict can be held against what was planted. Start
 * reading at {@link org.heartwood.verification.simulate.Simulation}.
 */
@NullMarked
package org.heartwood.verification.simulate;

import org.jspecify.annotations.NullMarked;
