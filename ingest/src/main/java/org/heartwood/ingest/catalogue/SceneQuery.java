package org.heartwood.ingest.catalogue;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which scenes of a catalogue are wanted.
 *
 * @param area their footprints must touch it
 * @param from start of the period
 * @param to end of the period, exclusive, after {@code from}
 * @param collections identifiers of collections; empty for any
 * @param assetKeys keys of the assets that every scene must have; empty for every asset that is a
 *     GeoTIFF
 * @param maxCloudFraction scenes that claim more cloud are left out, 0 to 1; those that claim
 *     nothing stay, for their pixels to decide; null for any
 */
public record SceneQuery(
    LonLatBox area,
    Instant from,
    Instant to,
    List<String> collections,
    List<String> assetKeys,
    @Nullable Double maxCloudFraction)
    implements Serializable {
  public SceneQuery {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("a period must end after " + from + ", was " + to);
    }
    if (maxCloudFraction != null && !(maxCloudFraction >= 0 && maxCloudFraction <= 1)) {
      throw new IllegalArgumentException(
          "maxCloudFraction must be 0 to 1, was " + maxCloudFraction);
    }
    collections = List.copyOf(collections);
    assetKeys = List.copyOf(assetKeys);
  }
}
