package org.heartwood.inference.external;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.heartwood.ingest.run.Sha256;

/** A model's folder for tests: the item and networks beside this class, changed at will. */
final class ModelFolder {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path folder;
  private final ObjectNode item;

  private ModelFolder(Path folder, ObjectNode item) {
    this.folder = folder;
    this.item = item;
  }

  /** The item alone, without a folder. */
  static ModelFolder unwritten() {
    return new ModelFolder(Path.of(""), (ObjectNode) json("item.json"));
  }

  /** A folder with a valid item for a network that lies beside this class. */
  static ModelFolder of(Path folder, String network) {
    ModelFolder model = new ModelFolder(folder, (ObjectNode) json("item.json"));
    model.file(network, resource(network));
    if (network.endsWith(".onnx")) {
      model.properties().put("mlm:framework", "ONNX");
      model.asset().put("mlm:artifact_type", "onnx");
    }
    return model;
  }

  static byte[] resource(String name) {
    try (InputStream in = Objects.requireNonNull(ModelFolder.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String name) {
    try {
      return MAPPER.readTree(resource(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a network into the folder, and its digest and size into the item. */
  ModelFolder file(String name, byte[] bytes) {
    try {
      Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    asset().put("href", "./" + name);
    asset().put("file:checksum", "1220" + Sha256.of(bytes));
    asset().put("file:size", bytes.length);
    return this;
  }

  ObjectNode item() {
    return item;
  }

  ObjectNode properties() {
    return (ObjectNode) item.get("properties");
  }

  ObjectNode asset() {
    return (ObjectNode) item.get("assets").get("model");
  }

  /** An object below the properties, such as {@code /mlm:input/0}. */
  ObjectNode at(String pointer) {
    return (ObjectNode) properties().at(pointer);
  }

  /** Sets an object's field to the JSON given. */
  ModelFolder with(String pointer, String field, String json) {
    return change(
        model -> {
          try {
            ObjectNode object = pointer.isEmpty() ? properties() : at(pointer);
            object.set(field, MAPPER.readTree(json));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  ModelFolder change(Consumer<ModelFolder> change) {
    change.accept(this);
    return this;
  }

  /** Writes the item; gives the folder. */
  Path write() {
    try {
      Files.write(folder.resolve("item.json"), MAPPER.writeValueAsBytes(item));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  /** Allows the network that the item names. */
  AllowedModels allowed() {
    return AllowedModels.of(List.of(asset().get("file:checksum").asText().substring(4)));
  }
}
