/**
 * Reference samples: points drawn at random from the strata of a map, handed to interpreters who do
 * not see the map, and read back with their labels.
 */
@NullMarked
package org.heartwood.verification.reference;

import org.jspecify.annotations.NullMarked;
