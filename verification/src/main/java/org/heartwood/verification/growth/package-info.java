/**
 * What planted land would have gained without its project: growth of canopy cover on plots inside,
 * beside that of like plots outside, as VM0047 compares it and by difference in differences.
 */
@NullMarked
package org.heartwood.verification.growth;

import org.jspecify.annotations.NullMarked;
