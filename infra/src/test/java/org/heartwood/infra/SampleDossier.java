package org.heartwood.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** A copy of the Kafa sample that a test may spoil. */
record SampleDossier(Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STACK = "ndvi_1984_2013_x10000.tif";

  /** Folder of the samples that come with the project. */
  static Path kafa() {
    return Path.of(Objects.requireNonNull(System.getProperty("heartwood.samples")), "kafa");
  }

  static SampleDossier copyTo(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String name : List.of("dossier.json", "boundary.geojson", "bands.csv", STACK)) {
      Files.copy(kafa().resolve(name), folder.resolve(name));
    }
    return new SampleDossier(folder);
  }

  Path stack() {
    return folder.resolve(STACK);
  }

  SampleDossier edit(Consumer<ObjectNode> change) throws IOException {
    return editJson("dossier.json", change);
  }

  /** Leaves the stack's checksum out of the dossier, so that the stack may be spoilt. */
  SampleDossier withoutChecksum() throws IOException {
    return edit(dossier -> ((ObjectNode) dossier.at("/sources/imagery/0")).remove("sha256"));
  }

  /** Moves every vertex of the boundary. */
  SampleDossier editBoundary(Consumer<ArrayNode> ring) throws IOException {
    return editJson(
        "boundary.geojson",
        geojson -> ring.accept((ArrayNode) geojson.at("/features/0/geometry/coordinates/0")));
  }

  private SampleDossier editJson(String name, Consumer<ObjectNode> change) throws IOException {
    Path file = folder.resolve(name);
    JsonNode json = JSON.readTree(file.toFile());
    change.accept((ObjectNode) json);
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
    return this;
  }
}
