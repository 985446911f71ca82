/** Columns and types of every table, checked at every door. */
@NullMarked
package org.heartwood.ingest.table;

import org.jspecify.annotations.NullMarked;
