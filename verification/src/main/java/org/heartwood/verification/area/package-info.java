/**
 * How many hectares, and how sure: areas and accuracies from reference samples by the estimator
 * that their design asks for, and where there is no sample, the area of the map with the error of
 * its model. A count of pixels is never an estimate here; it stands beside one. What the data
 * cannot carry is answered "cannot tell" with the reason.
 */
@NullMarked
package org.heartwood.verification.area;

import org.jspecify.annotations.NullMarked;
