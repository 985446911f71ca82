/** Whether two dates lie on each other: their shift, to a fraction of a pixel. */
@NullMarked
package org.heartwood.ingest.registration;

import org.jspecify.annotations.NullMarked;
