/** STAC catalogues: what scenes there are, where their files lie, and what is said of them. */
@NullMarked
package org.heartwood.ingest.catalogue;

import org.jspecify.annotations.NullMarked;
