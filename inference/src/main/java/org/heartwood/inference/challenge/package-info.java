/**
 * The bias bounty: outsiders name a group of pixels that the deployed model serves badly and a
 * better model for it; the claim is checked on held-out blocks, and a claim that stands becomes a
 * node of a pointer decision list, which is the deployed predictor from then on.
 */
@NullMarked
package org.heartwood.inference.challenge;

import org.jspecify.annotations.NullMarked;
