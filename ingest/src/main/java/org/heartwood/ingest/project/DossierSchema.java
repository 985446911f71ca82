package org.heartwood.ingest.project;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.utils.JsonNodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.heartwood.ingest.issue.JsonFault;

/**
 * The published schema of the dossier: it says what is wrong with one in the schema's own words,
 * and it is the only place that holds defaults.
 */
final class DossierSchema {
  private static final String RESOURCE = "dossier.schema.json";
  private static final int LONGEST_COMPARED = 80;

  private final JsonNode tree;
  private final JsonSchema schema;

  private DossierSchema(JsonNode tree, JsonSchema schema) {
    this.tree = tree;
    this.schema = schema;
  }

  static DossierSchema load() {
    try (InputStream in =
        Objects.requireNonNull(DossierSchema.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      JsonNode tree = new JsonMapper().readTree(in);
      SchemaValidatorsConfig config =
          SchemaValidatorsConfig.builder()
              .pathType(PathType.JSON_POINTER)
              .formatAssertionsEnabled(true)
              // In Java $ also matches before a last line break, in JSON Schema it does not.
              .regularExpressionFactory(
                  regex -> Pattern.compile(regex.replaceFirst("\\$$", "\\\\z")).asPredicate()::test)
              .build();
      return new DossierSchema(
          tree,
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(tree, config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that the schema refuses. */
  List<Violation> violations(JsonNode dossier) {
    List<Violation> out = new ArrayList<>();
    for (ValidationMessage message : schema.validate(dossier)) {
      JsonNode at = schemaAt(message.getInstanceLocation());
      boolean saidByEnum = message.getType().equals("type") && at.has("enum");
      if (!saidByEnum) {
        // The message's own node may be a copy without its line.
        JsonNode found = JsonNodes.get(dossier, message.getInstanceLocation());
        out.add(violation(message, at, found));
      }
    }
    return out;
  }

  /** Puts the default of every absent property that has one into the tree. */
  void fillDefaults(ObjectNode dossier) {
    fillDefaults(dossier, tree);
  }

  private void fillDefaults(JsonNode node, JsonNode schemaNode) {
    if (!(node instanceof ObjectNode object)) {
      return;
    }
    for (Map.Entry<String, JsonNode> property :
        resolved(schemaNode).path("properties").properties()) {
      JsonNode value = object.get(property.getKey());
      JsonNode byDefault = property.getValue().get("default");
      if (value instanceof ObjectNode child) {
        fillDefaults(child, property.getValue());
      } else if (value instanceof ArrayNode list) {
        JsonNode items = resolved(property.getValue()).path("items");
        list.forEach(item -> fillDefaults(item, items));
      } else if (value == null && byDefault != null) {
        object.set(property.getKey(), byDefault);
      }
    }
  }

  private Violation violation(ValidationMessage message, JsonNode at, JsonNode found) {
    String pointer = message.getInstanceLocation().toString();
    JsonNode limit = at.path(message.getType());
    return switch (message.getType()) {
      case "required" -> Violation.at(found, pointer, missing(at, message.getProperty()));
      case "additionalProperties" ->
          Violation.at(
              found.path(message.getProperty()),
              pointer + "/" + segment(message.getProperty()),
              unknown(at, message.getProperty()));
      case "enum" ->
          Violation.at(
              found,
              pointer,
              "expected one of "
                  + limit
                  + ", found "
                  + shown(found)
                  + "; "
                  + (found.isTextual()
                          ? nearest(found.asText(), options(limit))
                          : Optional.<String>empty())
                      .orElse(toDo(at)));
      default ->
          Violation.at(
              found,
              pointer,
              "expected "
                  + expected(message.getType(), at, limit)
                  + ", found "
                  + shown(found)
                  + "; "
                  + (found.isNull() ? "leave the property out if there is no value" : toDo(at)));
    };
  }

  private String missing(JsonNode at, String name) {
    return "expected the property \""
        + name
        + "\", found none; add it: "
        + resolved(at.path("properties").path(name)).path("description").asText();
  }

  private static String unknown(JsonNode at, String name) {
    List<String> names = new ArrayList<>();
    at.path("properties").fieldNames().forEachRemaining(names::add);
    return "expected one of "
        + names
        + ", found "
        + JsonFault.quoted(name)
        + "; "
        + nearest(name, names).orElse("remove it");
  }

  private static String toDo(JsonNode at) {
    return "correct it: " + at.path("description").asText();
  }

  private static String expected(String keyword, JsonNode at, JsonNode limit) {
    return switch (keyword) {
      case "type" -> typeName(at);
      case "minimum" -> typeName(at) + " >= " + limit.asText();
      case "exclusiveMinimum" -> typeName(at) + " > " + limit.asText();
      case "maximum" -> typeName(at) + " <= " + limit.asText();
      case "minItems" -> "a list of at least " + limit.asText();
      case "maxItems" -> "a list of at most " + limit.asText();
      case "minLength" -> "text of " + limit.asText() + " or more characters";
      case "maxLength" -> "text of at most " + limit.asText() + " characters";
      case "pattern" ->
          limit.asText().equals("\\S") ? "visible text" : "text that matches " + limit.asText();
      case "format" -> "a date such as 2024-12-31";
      default -> throw new IllegalStateException("the dossier's schema uses " + keyword);
    };
  }

  private static String typeName(JsonNode at) {
    return switch (at.path("type").asText()) {
      case "object" -> "an object";
      case "array" -> "a list";
      case "string" -> "text";
      case "number" -> "a number";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> throw new IllegalStateException("the dossier's schema has a node of no type");
    };
  }

  private static String shown(JsonNode found) {
    if (found.isObject()) {
      return "an object";
    }
    if (found.isArray()) {
      return found.isEmpty() ? "an empty list" : "a list of " + found.size();
    }
    return JsonFault.shortened(found.toString());
  }

  /** A property name inside a JSON pointer, on one line. */
  private static String segment(String name) {
    String quoted = new TextNode(name).toString();
    return quoted.substring(1, quoted.length() - 1).replace("~", "~0").replace("/", "~1");
  }

  /** The schema of a place in the dossier. */
  private JsonNode schemaAt(JsonNodePath place) {
    JsonNode at = tree;
    for (int i = 0; i < place.getNameCount(); i++) {
      Object step = place.getElement(i);
      at =
          resolved(
              step instanceof Integer
                  ? at.path("items")
                  : at.path("properties").path(step.toString()));
    }
    return at;
  }

  /** A schema node with what it refers to; its own keywords win. */
  private JsonNode resolved(JsonNode schemaNode) {
    if (!schemaNode.has("$ref")) {
      return schemaNode;
    }
    ObjectNode out = tree.at(schemaNode.path("$ref").asText().substring(1)).deepCopy();
    schemaNode.properties().forEach(own -> out.set(own.getKey(), own.getValue()));
    return out;
  }

  private static List<String> options(JsonNode limit) {
    return StreamSupport.stream(limit.spliterator(), false)
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .toList();
  }

  /** "did you mean", if an option differs from what was found by a third of its letters or less. */
  private static Optional<String> nearest(String found, List<String> options) {
    return found.length() > LONGEST_COMPARED
        ? Optional.empty()
        : options.stream()
            .filter(option -> 3 * edits(found, option) <= option.length())
            .min((a, b) -> Integer.compare(edits(found, a), edits(found, b)))
            .map(option -> "did you mean \"" + option + "\"?");
  }

  /** Levenshtein distance, case ignored. */
  private static int edits(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] previous = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
