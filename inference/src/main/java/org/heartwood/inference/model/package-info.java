/** Which weights, learnt from what, how good and for what: the card, checked by digest. */
@NullMarked
package org.heartwood.inference.model;

import org.jspecify.annotations.NullMarked;
