/** Did the project avoid what it claims? */
@NullMarked
package org.heartwood.verification.additionality;

import org.jspecify.annotations.NullMarked;
