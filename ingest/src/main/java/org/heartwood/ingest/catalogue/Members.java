package org.heartwood.ingest.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Typed members of a JSON object; null counts as absent. */
final class Members {
  private static final int LONGEST_TEXT = 4096;

  private Members() {}

  /** The first of several spellings that has a value; missing if none has. */
  static JsonNode first(JsonNode object, String... names) {
    for (String name : names) {
      if (object.hasNonNull(name)) {
        return object.path(name);
      }
    }
    return MissingNode.getInstance();
  }

  /** Text or a number as text. */
  static @Nullable String text(JsonNode object, String... names) throws CatalogueFault {
    JsonNode value = first(object, names);
    if (value.isMissingNode()) {
      return null;
    }
    if (!(value.isTextual() || value.isNumber()) || value.asText().length() > LONGEST_TEXT) {
      throw CatalogueFault.value(names[0], "text", value);
    }
    return value.asText();
  }

  static @Nullable Boolean flag(JsonNode object, String... names) throws CatalogueFault {
    JsonNode value = first(object, names);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isBoolean()) {
      throw CatalogueFault.value(names[0], "true or false", value);
    }
    return value.booleanValue();
  }

  /** A finite number. */
  static @Nullable Double number(JsonNode object, String... names) throws CatalogueFault {
    JsonNode value = first(object, names);
    return value.isMissingNode() ? null : finite(names[0], value);
  }

  /** A finite number inside a closed range. */
  static @Nullable Double number(JsonNode object, String name, double least, double most)
      throws CatalogueFault {
    Double value = number(object, name);
    if (value != null && !(value >= least && value <= most)) {
      throw CatalogueFault.value(name, "a number from " + least + " to " + most, value);
    }
    return value;
  }

  static double finite(String name, JsonNode value) throws CatalogueFault {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw CatalogueFault.value(name, "a finite number", value);
    }
    return value.doubleValue();
  }

  /** A whole number inside a closed range. */
  static @Nullable Long integer(JsonNode object, String name, long least, long most)
      throws CatalogueFault {
    JsonNode value = first(object, name);
    if (value.isMissingNode()) {
      return null;
    }
    if (!value.isNumber()
        || !value.canConvertToExactIntegral()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      throw CatalogueFault.value(name, "a whole number from " + least + " to " + most, value);
    }
    return value.longValue();
  }

  /** Texts of an array; empty if it is absent. */
  static List<String> texts(JsonNode object, String name) throws CatalogueFault {
    JsonNode array = array(object, name);
    List<String> out = new ArrayList<>(array.size());
    for (JsonNode value : array) {
      if (!value.isTextual()) {
        throw CatalogueFault.value(name, "an array of texts", value);
      }
      out.add(value.textValue());
    }
    return out;
  }

  /** Finite numbers of an array; empty if it is absent. */
  static List<Double> numbers(JsonNode object, String name) throws CatalogueFault {
    JsonNode array = array(object, name);
    List<Double> out = new ArrayList<>(array.size());
    for (JsonNode value : array) {
      out.add(finite(name, value));
    }
    return out;
  }

  /** An array; one without elements if it is absent. */
  static JsonNode array(JsonNode object, String name) throws CatalogueFault {
    JsonNode value = first(object, name);
    if (!value.isMissingNode() && !value.isArray()) {
      throw CatalogueFault.value(name, "an array", value);
    }
    return value;
  }
}
