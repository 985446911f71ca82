/** Who, where, when: the dossier, the project area and its leakage belt. */
@NullMarked
package org.heartwood.ingest.project;

import org.jspecify.annotations.NullMarked;
