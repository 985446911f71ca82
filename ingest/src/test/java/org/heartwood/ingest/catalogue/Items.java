package org.heartwood.ingest.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Small items, and queries for them. */
final class Items {
  static final LonLatBox AREA = new LonLatBox(31.5, 0.1, 31.6, 0.2);

  private Items() {}

  static SceneQuery everything() {
    return new SceneQuery(
        AREA,
        Instant.parse("1980-01-01T00:00:00Z"),
        Instant.parse("2030-01-01T00:00:00Z"),
        List.of(),
        List.of(),
        null);
  }

  /** An item over the area whose members are replaced or added by what is given. */
  static String item(String id, String properties) {
    return item(id, properties, "\"red\": {\"href\": \"red.tif\", \"type\": \"image/tiff\"}");
  }

  static String item(String id, String properties, String assets) {
    return "{\"type\": \"Feature\", \"stac_version\": \"1.0.0\", \"id\": \""
        + id
        + "\", \"bbox\": [31, 0, 32, 1], \"geometry\": {\"type\": \"Polygon\", \"coordinates\":"
        + " [[[31, 0], [32, 0], [32, 1], [31, 1], [31, 0]]]}, \"properties\": {"
        + properties
        + "}, \"assets\": {"
        + assets
        + "}, \"links\": [], \"collection\": \"c\"}";
  }

  static String dated(String id, String datetime) {
    return item(id, "\"datetime\": \"" + datetime + "\"");
  }

  static String collection(String... items) {
    return "{\"type\": \"FeatureCollection\", \"features\": ["
        + String.join(", ", items)
        + "], \"links\": []}";
  }

  static String catalogue(String... links) {
    return Stream.of(links)
        .map(
            link ->
                "{\"rel\": \""
                    + link.replaceFirst(" .*", "")
                    + "\", \"href\": \""
                    + link.replaceFirst("\\S+ ", "")
                    + "\"}")
        .collect(
            Collectors.joining(
                ", ",
                "{\"type\": \"Catalog\", \"stac_version\": \"1.0.0\", \"id\": \"c\","
                    + " \"description\": \"\", \"links\": [",
                "]}"));
  }

  static SceneListing read(String document, SceneQuery query) {
    return CatalogueReader.read(
        "https://a.example/c.json",
        "VCS1",
        query,
        new FakeWeb().with("https://a.example/c.json", document));
  }

  static SceneListing read(String document) {
    return read(document, everything());
  }

  static SceneAsset asset(Scene scene, String key) {
    return Objects.requireNonNull(scene.assets().get(key), key);
  }

  static List<String> ids(SceneListing listing) {
    return listing.scenes().stream().map(Scene::id).toList();
  }
}
