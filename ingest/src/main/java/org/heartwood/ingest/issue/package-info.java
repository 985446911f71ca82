/** What could not be used, and why: errors a person can act on. */
@NullMarked
package org.heartwood.ingest.issue;

import org.jspecify.annotations.NullMarked;
