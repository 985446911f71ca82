package org.heartwood.ingest.boundary;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A polygon as the file has it.
 *
 * @param part place among the polygons of its feature, from 0; absent where that is one polygon
 * @param rings shell first
 */
record RawPolygon(@Nullable Integer part, List<RawRing> rings) {}
