/** From hectares to tonnes of CO2 equivalent, with the interval. */
@NullMarked
package org.heartwood.verification.carbon;

import org.jspecify.annotations.NullMarked;
