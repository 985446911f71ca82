package org.heartwood.ingest.boundary;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which attribute names a feature. */
final class FeatureName {
  /** Longest name that is kept, characters. */
  static final int LONGEST = 200;

  private static final List<String> COLUMNS =
      List.of("name", "project_name", "title", "label", "project_id", "project", "id");

  private FeatureName() {}

  /** Place of a column among those that may name a feature, the best 0; −1 if it does not. */
  static int rank(String column) {
    return COLUMNS.indexOf(column.toLowerCase(Locale.ROOT));
  }

  /** The best of some columns; absent if none names a feature. */
  static @Nullable String best(List<String> columns) {
    String best = null;
    for (String column : columns) {
      if (rank(column) >= 0 && (best == null || rank(column) < rank(best))) {
        best = column;
      }
    }
    return best;
  }

  /** A value without surrounding blanks and not too long; absent if nothing is left. */
  static @Nullable String cleaned(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return null;
    }
    String name = value.strip();
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST);
  }
}
