package org.heartwood.verification.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table of the page, ready to print. The first cell of a row names the row.
 *
 * @param caption what it shows; also its name for a screen reader
 * @param columns heads and kinds
 * @param rows as many cells as columns
 */
record PageTable(String caption, List<Column> columns, List<List<String>> rows) {
  PageTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalStateException(
            caption + ": a row has " + row.size() + " cells, not " + columns.size() + ": " + row);
      }
    }
  }

  /** How cells are set. */
  enum Kind {
    TEXT,
    NUMBER,
    CODE
  }

  record Column(String head, Kind kind) {
    /** CSS class of its cells. */
    public String style() {
      return switch (kind) {
        case TEXT -> "text";
        case NUMBER -> "number";
        case CODE -> "code";
      };
    }
  }

  /** CSS class of the table: two columns need not fill the page, nine need all of it. */
  public String style() {
    return columns.size() <= 2 ? "narrow" : columns.size() <= 7 ? "wide" : "dense";
  }

  static PageTable of(String caption, Column... columns) {
    return new PageTable(caption, List.of(columns), List.of());
  }

  static Column text(String head) {
    return new Column(head, Kind.TEXT);
  }

  static Column number(String head) {
    return new Column(head, Kind.NUMBER);
  }

  static Column code(String head) {
    return new Column(head, Kind.CODE);
  }

  PageTable row(String... cells) {
    List<List<String>> more = new ArrayList<>(rows);
    more.add(List.of(cells));
    return new PageTable(caption, columns, more);
  }
}
