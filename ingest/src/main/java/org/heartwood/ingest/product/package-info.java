/**
 * How each imagery and map product writes its numbers: scales, offsets, no-data values, flags,
 * classes, dates and versions. Raw digital numbers in, physical values out, NaN = no data; no file
 * is opened here.
 */
@NullMarked
package org.heartwood.ingest.product;

import org.jspecify.annotations.NullMarked;
