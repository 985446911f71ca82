/**
 * Bytes of local files, HTTP servers and Hadoop filesystems, by position; and who may read what.
 */
@NullMarked
package org.heartwood.ingest.access;

import org.jspecify.annotations.NullMarked;
