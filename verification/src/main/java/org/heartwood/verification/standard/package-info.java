/**
 * The arithmetic of carbon standards: each rule with its identifier, its standard and version, and
 * how surely its text is known. What was not read in its source never decides a verdict.
 */
@NullMarked
package org.heartwood.verification.standard;

import org.jspecify.annotations.NullMarked;
