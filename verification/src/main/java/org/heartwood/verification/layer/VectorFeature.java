package org.heartwood.verification.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Geometry;

/**
 * One feature of a vector layer.
 *
 * @param geometry shape in the layer's CRS, x or longitude first; Z and M are dropped
 * @param values one a column of the layer, in their order, of the class its kind names; null where
 *     there is none
 */
public record VectorFeature(Geometry geometry, List<@Nullable Object> values) {
  public VectorFeature {
    // List.copyOf refuses null, and a missing attribute is null.
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
