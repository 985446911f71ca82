package org.heartwood.verification.layer;

import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One attribute of a vector layer.
 *
 * @param name lower-case letters, digits and underscores, a letter first, at most 63; units as a
 *     suffix, such as {@code area_ha}
 * @param kind type of its values; any may be null
 * @param description words for a person, with the unit
 */
public record LayerColumn(String name, Kind kind, String description) {
  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Set<String> RESERVED = Set.of("fid", "geom", "rowid", "oid");

  /** Types a GeoPackage attribute can have here. */
  public enum Kind {
    TEXT(String.class),
    /** 64-bit whole numbers. */
    INTEGER(Long.class),
    /** 64-bit floating point, finite. */
    REAL(Double.class),
    /** Calendar days, stored as ISO 8601. */
    DATE(LocalDate.class),
    BOOLEAN(Boolean.class);

    private final Class<?> valueType;

    Kind(Class<?> valueType) {
      this.valueType = valueType;
    }

    /** Java class of its values. */
    public Class<?> valueType() {
      return valueType;
    }
  }

  public LayerColumn {
    if (!NAME.matcher(name).matches() || RESERVED.contains(name)) {
      throw new IllegalArgumentException(
          "a column name is a-z, 0-9 and _, starts with a letter, has at most 63 characters and is"
              + " none of "
              + RESERVED.stream().sorted().toList()
              + ", was '"
              + name
              + "'");
    }
  }
}
