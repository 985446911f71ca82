/**
 * What would have happened without the project: matched pixels, matched plots, synthetic controls,
 * differences in differences and risk maps, each with an interval from its own resampling, judged
 * by the same code on areas where nothing happened.
 */
@NullMarked
package org.heartwood.verification.counterfactual;

import org.jspecify.annotations.NullMarked;
