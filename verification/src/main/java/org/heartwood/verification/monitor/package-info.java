/** The chain from the dossier to the report, top to bottom. */
@NullMarked
package org.heartwood.verification.monitor;

import org.jspecify.annotations.NullMarked;
