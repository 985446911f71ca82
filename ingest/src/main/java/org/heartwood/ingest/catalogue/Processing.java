package org.heartwood.ingest.catalogue;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What was done to a scene's pixels, as far as its catalogue says. A change of any of these inside
 * a comparison is a change of product.
 *
 * @param baseline Sentinel-2 processing baseline such as {@code 05.09}: {@code
 *     s2:processing_baseline}, or its older names
 * @param version {@code processing:version}
 * @param landsatCollection {@code landsat:collection_number}, such as {@code 02}
 * @param landsatCorrection {@code landsat:correction}, such as {@code L2SP}
 * @param boaOffsetApplied {@code earthsearch:boa_offset_applied}: whether the offset that baseline
 *     04.00 introduced has been taken off the stored values already. Earth Search publishes the
 *     offset −0.1 in {@code raster:bands} either way, so applying that offset to a scene where this
 *     is true applies it twice. The flag is known to be false on some scenes whose pixels were
 *     harmonised (github.com/Element84/earth-search, issues 66 and 71), so false is a claim to
 *     check against the pixels; null where nothing is said
 */
public record Processing(
    @Nullable String baseline,
    @Nullable String version,
    @Nullable String landsatCollection,
    @Nullable String landsatCorrection,
    @Nullable Boolean boaOffsetApplied)
    implements Serializable {}
