/** A dossier and all that it names, looked through before anything is run. */
@NullMarked
package org.heartwood.ingest.review;

import org.jspecify.annotations.NullMarked;
