package org.heartwood.inference.model;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Measured figures: a row for each group, a column for each measure. Cards hold their evidence in
 * such tables, and an evaluation makes them again.
 *
 * @param title what was measured where
 * @param columns the measures
 * @param rows the groups; NaN stands where a group holds too little to tell
 */
public record ScoreTable(String title, List<Column> columns, List<Row> rows)
    implements Serializable {
  public ScoreTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.values().size() != columns.size()) {
        throw new IllegalArgumentException(
            title + ": row " + row.group() + " must have " + columns.size() + " values");
      }
    }
  }

  /**
   * A measure.
   *
   * @param name with its unit
   * @param digits digits after the point when shown; two runs agree if they differ by at most one
   *     unit of the last
   */
  public record Column(String name, int digits) implements Serializable {
    String show(double value) {
      return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }
  }

  /**
   * A group.
   *
   * @param group name of the group
   * @param values its measures, in the order of the columns
   */
  public record Row(String group, List<Double> values) implements Serializable {
    public Row {
      values = List.copyOf(values);
    }
  }

  /** The value of a measure in a group. */
  public double value(String group, String column) {
    List<String> names = columns.stream().map(Column::name).toList();
    int at = names.indexOf(column);
    if (at < 0) {
      throw new IllegalArgumentException(title + " has no column " + column + ", only " + names);
    }
    return rows.stream()
        .filter(row -> row.group().equals(group))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(title + " has no row " + group))
        .values()
        .get(at);
  }

  /** The values as they are shown, row by row, each row's group first. */
  public List<List<String>> cells() {
    return rows.stream()
        .map(
            row -> {
              List<String> cells = new ArrayList<>(List.of(row.group()));
              for (int i = 0; i < columns.size(); i++) {
                cells.add(columns.get(i).show(row.values().get(i)));
              }
              return List.copyOf(cells);
            })
        .toList();
  }

  /** The table as plain text. */
  public String text() {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(""));
    columns.forEach(column -> head.add(column.name()));
    lines.add(head);
    lines.addAll(cells());
    int[] widths = new int[columns.size() + 1];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    return title
        + "\n"
        + lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String space = " ".repeat(widths[i] - cells.get(i).length());
      out.append("  ").append(i == 0 ? cells.get(i) + space : space + cells.get(i));
    }
    return out.toString().stripTrailing();
  }

  /**
   * Where another table says something else: other groups or columns, or a figure that differs by
   * more than one unit of its last shown digit.
   *
   * @return one line a difference, empty if the tables agree
   */
  public List<String> differences(ScoreTable other) {
    List<String> groups = rows.stream().map(Row::group).toList();
    List<String> otherGroups = other.rows.stream().map(Row::group).toList();
    if (!columns.equals(other.columns) || !groups.equals(otherGroups)) {
      return List.of(title + ": has other rows or columns");
    }
    List<String> differences = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < columns.size(); i++) {
        double here = rows.get(row).values().get(i);
        double there = other.rows.get(row).values().get(i);
        double unit = StrictMath.pow(10, -columns.get(i).digits());
        boolean same = Math.abs(here - there) <= 1.0000001 * unit;
        if (!same && Double.compare(here, there) != 0) {
          differences.add(
              title
                  + ": "
                  + groups.get(row)
                  + ", "
                  + columns.get(i).name()
                  + " is "
                  + columns.get(i).show(here)
                  + ", not "
                  + columns.get(i).show(there));
        }
      }
    }
    return differences;
  }
}
