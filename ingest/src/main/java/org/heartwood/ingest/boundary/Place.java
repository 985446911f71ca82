package org.heartwood.ingest.boundary;

import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;

/**
 * A place in a boundary file, each number counted from 0 and absent where it does not apply.
 *
 * @param at coordinates, longitude and latitude in degrees or the file's own units
 */
record Place(
    @Nullable Integer feature,
    @Nullable Integer part,
    @Nullable Integer ring,
    @Nullable Integer vertex,
    @Nullable Coordinate at) {
  static final Place FILE = new Place(null, null, null, null, null);

  static Place feature(int feature) {
    return new Place(feature, null, null, null, null);
  }

  Place withPart(@Nullable Integer number) {
    return new Place(feature, number, null, null, null);
  }

  Place withRing(int number) {
    return new Place(feature, part, number, null, null);
  }

  Place withVertex(int number, @Nullable Coordinate position) {
    return new Place(feature, part, ring, number, position);
  }

  Place withPosition(Coordinate position) {
    return new Place(feature, part, ring, vertex, position);
  }
}
