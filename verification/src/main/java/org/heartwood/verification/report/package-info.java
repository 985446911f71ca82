/** The integrity report, for people and for machines. */
@NullMarked
package org.heartwood.verification.report;

import org.jspecify.annotations.NullMarked;
