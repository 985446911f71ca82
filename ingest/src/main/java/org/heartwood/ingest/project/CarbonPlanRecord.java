package org.heartwood.ingest.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;

/**
 * One record of CarbonPlan's database, its values by key such as {@code rp[0].components.ifm_1}.
 * Keys come so written, as tuples ({@code ('rp[0]', 'components', 'ifm_1')}, as the database was
 * published), or as nested objects. Null and blank text count as absent.
 */
final class CarbonPlanRecord {
  private static final Pattern TUPLE_ITEM = Pattern.compile("'([^']*)'");

  private final Map<String, JsonNode> values = new TreeMap<>();

  CarbonPlanRecord(JsonNode json) {
    flatten("", json);
  }

  private void flatten(String prefix, JsonNode object) {
    object
        .properties()
        .forEach(
            entry -> {
              String key = prefix + key(entry.getKey());
              JsonNode value = entry.getValue();
              if (value.isObject()) {
                flatten(key + ".", value);
              } else if (value.isArray() && key.equals("rp")) {
                for (int i = 0; i < value.size(); i++) {
                  flatten("rp[" + i + "].", value.get(i));
                }
              } else if (!value.isNull() && !(value.isTextual() && value.textValue().isBlank())) {
                values.put(key, value);
              }
            });
  }

  private static String key(String written) {
    if (!written.startsWith("(")) {
      return written;
    }
    StringBuilder key = new StringBuilder();
    Matcher items = TUPLE_ITEM.matcher(written);
    while (items.find()) {
      if (!items.group(1).isEmpty()) {
        key.append(key.isEmpty() ? "" : ".").append(items.group(1));
      }
    }
    return key.toString();
  }

  boolean hasAny(String prefix) {
    return values.keySet().stream().anyMatch(key -> key.startsWith(prefix));
  }

  @Nullable String text(String key) {
    JsonNode value = values.get(key);
    return value == null || !value.isTextual() ? null : value.textValue().strip();
  }

  @Nullable Double number(String key) {
    JsonNode value = values.get(key);
    return value == null || !value.isNumber() || !Double.isFinite(value.doubleValue())
        ? null
        : value.doubleValue();
  }

  /** The day of a time such as {@code 2014-11-20T00:00:00Z}. */
  @Nullable LocalDate date(String key) {
    String value = text(key);
    try {
      return value == null || value.length() < 10 ? null : LocalDate.parse(value.substring(0, 10));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A list of longitude and latitude, as written. */
  @Nullable Coordinate point(String key) {
    JsonNode value = values.get(key);
    return value != null
            && value.size() == 2
            && value.path(0).isNumber()
            && value.path(1).isNumber()
        ? new Coordinate(value.path(0).doubleValue(), value.path(1).doubleValue())
        : null;
  }
}
