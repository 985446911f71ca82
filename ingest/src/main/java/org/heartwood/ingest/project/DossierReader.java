package org.heartwood.ingest.project;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.serialization.node.LocationJsonNodeFactoryFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.run.Sha256;

/**
 * Reads {@code dossier.json}. Everything wrong in it is reported at once, one line each, with the
 * line of the file and the JSON pointer of the place:
 *
 * <pre>dossier.json:12: /claims/vintages/0/baselineCo2eTonnes: expected a number >= 0, found -5; …
 * </pre>
 *
 * <p>Absent method parameters get the defaults of the published schema, {@code
 * dossier.schema.json}.
 */
public final class DossierReader {
  private static final String NAME_IN_FOLDER = "dossier.json";
  private static final long MAX_BYTES = 16L << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxNumberLength(100)
                          .maxTokenCount(1_000_000)
                          .build())
                  .build())
          .addModule(new JavaTimeModule())
          .build();

  private DossierReader() {}

  /**
   * Reads a dossier.
   *
   * @param dossier the JSON file, or a folder that holds it under the name {@code dossier.json}
   * @throws InputException listing everything that is wrong, one line each
   */
  public static Dossier read(Path dossier) {
    return readFile(dossier).dossier();
  }

  /** As {@link #read}, with the file it came from, against which its paths resolve. */
  public static DossierFile readFile(Path dossier) {
    Path file = Files.isDirectory(dossier) ? dossier.resolve(NAME_IN_FOLDER) : dossier;
    byte[] bytes = bytes(file);
    JsonNode tree = parse(file, bytes);
    DossierSchema schema = DossierSchema.load();
    List<Violation> violations = new ArrayList<>(notFinite(tree, ""));
    if (violations.isEmpty()) {
      violations.addAll(schema.violations(tree));
      violations.addAll(DossierRules.violations(tree));
    }
    if (!violations.isEmpty() || !(tree instanceof ObjectNode object)) {
      throw new InputException(
          violations.stream()
              .sorted(Comparator.comparingInt(Violation::line).thenComparing(Violation::pointer))
              .map(violation -> file + ":" + violation)
              .distinct()
              .collect(Collectors.joining("\n")));
    }
    schema.fillDefaults(object);
    try {
      return new DossierFile(file, MAPPER.treeToValue(object, Dossier.class), Sha256.of(bytes));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          file + " satisfies the schema but does not bind: schema and records differ", e);
    }
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": expected a file, found a folder; name the dossier itself");
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + ": no such file; give a dossier or a folder with " + NAME_IN_FOLDER);
    }
    try {
      long size = Files.size(file);
      if (size > MAX_BYTES) {
        throw new InputException(
            file
                + ": expected at most "
                + MAX_BYTES
                + " bytes, found "
                + size
                + "; a dossier names its data, it does not hold them");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static JsonNode parse(Path file, byte[] bytes) {
    try (JsonParser parser = MAPPER.createParser(bytes)) {
      try {
        return parse(file, parser);
      } catch (JsonProcessingException e) {
        throw JsonFault.of(file, "JSON", parser, e);
      }
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static JsonNode parse(Path file, JsonParser parser) throws IOException {
    JsonNode tree =
        MAPPER
            .reader(LocationJsonNodeFactoryFactory.getInstance().getJsonNodeFactory(parser))
            .readTree(parser);
    if (tree == null || tree.isMissingNode()) {
      throw new InputException(file + ": expected a dossier, found an empty file; fill it in");
    }
    if (parser.nextToken() != null) {
      throw JsonFault.at(
          file, parser.currentTokenLocation(), "JSON", "text after the end of the dossier");
    }
    return tree;
  }

  /** Numbers too large for a double; the schema's comparisons cannot take them. */
  private static List<Violation> notFinite(JsonNode node, String pointer) {
    List<Violation> out = new ArrayList<>();
    if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      out.add(
          Violation.at(
              node, pointer, "expected a number below 1.8e308, found a larger one; correct it"));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      out.addAll(notFinite(node.path(i), pointer + "/" + i));
    }
    node.properties()
        .forEach(child -> out.addAll(notFinite(child.getValue(), pointer + "/" + child.getKey())));
    return out;
  }
}
