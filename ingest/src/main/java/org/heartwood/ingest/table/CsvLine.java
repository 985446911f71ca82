package org.heartwood.ingest.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A line of comma-separated values, as RFC 4180 has them, without line breaks in fields. */
public final class CsvLine {
  private CsvLine() {}

  /**
   * Fields of a line, without spaces around them; quotes may hold commas, and two quotes in quotes
   * are one.
   *
   * @return empty if a quote does not end on the line
   */
  public static Optional<List<String>> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString().strip());
    return quoted ? Optional.empty() : Optional.of(List.copyOf(fields));
  }
}
