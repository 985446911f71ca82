package org.heartwood.ingest.catalogue;

import java.io.Serializable;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One image as its catalogue describes it (a STAC Item, versions 1.0 and 1.1). What the catalogue
 * does not say is null.
 *
 * @param id identifier, unique in its collection
 * @param collection identifier of its collection
 * @param location document that describes it
 * @param acquisition when and by what it was taken
 * @param processing what was done to it
 * @param orbit the orbit, and the radar's channels
 * @param footprint box around it
 * @param assets its files by key, sorted
 */
public record Scene(
    String id,
    @Nullable String collection,
    String location,
    Acquisition acquisition,
    Processing processing,
    Orbit orbit,
    LonLatBox footprint,
    SortedMap<String, SceneAsset> assets)
    implements Serializable {
  /** By time, then by identifier: the same whatever the order in the catalogue. */
  public static final Comparator<Scene> ORDER =
      Comparator.comparing((Scene scene) -> scene.acquisition().acquired())
          .thenComparing(Scene::id)
          .thenComparing(Scene::collection, Comparator.nullsFirst(Comparator.naturalOrder()));

  public Scene {
    assets = Collections.unmodifiableSortedMap(new TreeMap<>(assets));
  }
}
