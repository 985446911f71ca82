package org.heartwood.ingest.boundary;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;

/**
 * Where in a document something is; what is absent does not narrow it down. Counted from 0.
 *
 * @param at longitude and latitude, degrees
 */
record Spot(
    @Nullable Integer feature,
    @Nullable Integer part,
    @Nullable Integer ring,
    @Nullable Integer vertex,
    @Nullable Coordinate at) {
  static final Spot DOCUMENT = new Spot(null, null, null, null, null);

  static Spot ofPart(int feature, int part) {
    return new Spot(feature, part, null, null, null);
  }

  Spot ring(int index) {
    return new Spot(feature, part, index, null, at);
  }

  Spot vertex(int index, Coordinate lonLat) {
    return new Spot(feature, part, ring, index, lonLat);
  }

  Spot at(Coordinate lonLat) {
    return new Spot(feature, part, ring, vertex, lonLat);
  }

  /** The feature of a place inside one. */
  int featureIndex() {
    if (feature == null) {
      throw new IllegalStateException("a place without a feature");
    }
    return feature;
  }

  /** For messages: {@code feature 3, part 0}. */
  String partWords() {
    return "feature " + feature + ", part " + part;
  }
}
