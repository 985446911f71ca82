package org.heartwood.inference.external;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.heartwood.inference.model.StrictJson;
import org.heartwood.ingest.issue.InputException;

/**
 * A place in a JSON file, which names itself in every message. STAC items hold fields of many
 * extensions, so unlike a card a whole item cannot be read as one strict record.
 */
final class ItemNode {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;
  private final String path;
  private final JsonNode node;

  private ItemNode(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  static ItemNode read(byte[] json, String file) {
    try {
      ItemNode root = new ItemNode(file, "the item", MAPPER.readTree(json));
      if (!root.node.isObject()) {
        throw root.refusal("must be a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw StrictJson.notJson(file, e);
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be read", e);
    }
  }

  InputException refusal(String reason) {
    return new InputException(file + ": " + path + ": " + reason);
  }

  InputException refusal(String reason, Throwable cause) {
    return new InputException(file + ": " + path + ": " + reason, cause);
  }

  /** Whether the field is written at all, be it as null. */
  boolean states(String field) {
    return node.has(field);
  }

  /** Whether the field is there and not null. */
  boolean has(String field) {
    return node.hasNonNull(field);
  }

  Set<String> fields() {
    Set<String> names = new TreeSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Refuses fields that are not among those known. */
  void requireKnown(Set<String> known) {
    for (String field : fields()) {
      if (!known.contains(field)) {
        throw refusal("unknown field " + field + "; known there are " + new TreeSet<>(known));
      }
    }
  }

  /** Refuses a field that asks for something that Heartwood does not do. */
  void requireNull(String field, String remedy) {
    if (has(field)) {
      throw refusal(field + " is not supported; " + remedy);
    }
  }

  ItemNode object(String field) {
    ItemNode child = child(field);
    if (!child.node.isObject()) {
      throw child.refusal("must be an object");
    }
    return child;
  }

  List<ItemNode> list(String field) {
    ItemNode child = child(field);
    if (!child.node.isArray()) {
      throw child.refusal("must be a list");
    }
    List<ItemNode> elements = new ArrayList<>();
    for (int i = 0; i < child.node.size(); i++) {
      elements.add(new ItemNode(file, child.path + "[" + i + "]", child.node.get(i)));
    }
    return elements;
  }

  List<String> texts(String field) {
    return list(field).stream().map(ItemNode::text).toList();
  }

  String text(String field) {
    return child(field).text();
  }

  Optional<String> optionalText(String field) {
    return has(field) ? Optional.of(text(field)) : Optional.empty();
  }

  /** This node as text. */
  String text() {
    if (!node.isTextual() || node.textValue().isBlank()) {
      throw refusal("must be a text that is not empty");
    }
    return node.textValue();
  }

  boolean isText() {
    return node.isTextual();
  }

  double number(String field) {
    ItemNode child = child(field);
    if (!child.node.isNumber() || !Double.isFinite(child.node.doubleValue())) {
      throw child.refusal("must be a number");
    }
    return child.node.doubleValue();
  }

  int integer(String field) {
    return child(field).integer();
  }

  List<Integer> integers(String field) {
    return list(field).stream().map(ItemNode::integer).toList();
  }

  long size(String field) {
    ItemNode child = child(field);
    if (!child.node.isIntegralNumber() || !child.node.canConvertToLong()) {
      throw child.refusal("must be a whole number of bytes");
    }
    return child.node.longValue();
  }

  private int integer() {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw refusal("must be a whole number");
    }
    return node.intValue();
  }

  private ItemNode child(String field) {
    if (!has(field)) {
      throw refusal("field " + field + " is missing");
    }
    String place = path.equals("the item") ? field : path + "." + field;
    return new ItemNode(file, place, node.get(field));
  }
}
