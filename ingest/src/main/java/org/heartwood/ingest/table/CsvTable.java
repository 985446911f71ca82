package org.heartwood.ingest.table;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;

/**
 * A small table that people made: comma-separated values (RFC 4180, no line breaks in fields) whose
 * first row names the columns, in any case of letters. Blank rows count as rows and hold nothing.
 * Whatever is wrong is an {@link InputException} that names the file, the row, counted from 1 for
 * the header, the column, the value and what would be right.
 */
public final class CsvTable {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final Path file;
  private final List<String> columns;
  private final List<Row> rows = new ArrayList<>();

  private CsvTable(Path file, List<String> columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Reads a table.
   *
   * @param what what the file is, such as {@code the table of plots}, for whoever lacks it
   * @param largestBytes larger files are refused, > 0
   * @throws InputException {@link Reason#MISSING}, {@link Reason#TOO_LARGE}, {@link Reason#EMPTY}
   *     without a header, {@link Reason#VALUE} if a row has more or fewer fields than that, or
   *     {@link Reason#UNREADABLE} if it is no text in UTF-8
   */
  public static CsvTable read(Path file, String what, long largestBytes) {
    return read(file, what, largestBytes, StandardCharsets.UTF_8);
  }

  /** As {@link #read(Path, String, long)}, in another encoding. */
  public static CsvTable read(Path file, String what, long largestBytes, Charset encoding) {
    return of(file, bytes(file, what, largestBytes), encoding);
  }

  /**
   * As {@link #read(Path, String, long)}, of bytes that were read before.
   *
   * @param file where they came from, for messages
   */
  public static CsvTable of(Path file, byte[] bytes) {
    return of(file, bytes, StandardCharsets.UTF_8);
  }

  private static CsvTable of(Path file, byte[] bytes, Charset encoding) {
    List<String> lines = text(file, bytes, encoding).lines().toList();
    if (lines.isEmpty() || lines.get(0).isBlank()) {
      throw refused(
          Reason.EMPTY,
          file,
          1,
          "expected the names of the columns, found nothing; give the whole table");
    }
    String header = lines.get(0);
    if (!header.contains(",") && header.contains(";")) {
      throw refused(
          Reason.VALUE,
          file,
          1,
          "its columns are separated by ; where , is expected; save it with commas and decimal"
              + " points");
    }
    CsvTable table =
        new CsvTable(
            file,
            fields(file, 1, header).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        table.rows.add(table.new Row(i + 1, fields(file, i + 1, lines.get(i))));
      }
    }
    return table;
  }

  private static byte[] bytes(Path file, String what, long largestBytes) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Reason.MISSING, file + ": no such file; give " + what + ", or correct the path");
    }
    try {
      if (Files.size(file) > largestBytes) {
        throw new InputException(
            Reason.TOO_LARGE,
            file
                + ": must have at most "
                + largestBytes
                + " bytes, was "
                + Files.size(file)
                + "; give "
                + what
                + " alone");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + "); try again", e);
    }
  }

  private static String text(Path file, byte[] bytes, Charset encoding) {
    try {
      String text = encoding.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(
          file + ": expected text in " + encoding + ", found other bytes; save it as that", e);
    }
  }

  private static List<String> fields(Path file, int row, String line) {
    return CsvLine.fields(line)
        .orElseThrow(
            () ->
                refused(
                    Reason.VALUE,
                    file,
                    row,
                    "has a quote that does not end on the line; close it, or take it out"));
  }

  private static InputException refused(Reason reason, Path file, int row, String problem) {
    return new InputException(reason, file + ": row " + row + ": " + problem);
  }

  /**
   * Refuses a table that lacks one of these columns or has it twice.
   *
   * @param hint what else to know of them, for whoever lacks one
   * @return this table
   */
  public CsvTable require(List<String> wanted, String hint) {
    for (String column : wanted) {
      if (!has(column)) {
        throw header("has no column " + column + ", found " + columns + "; " + hint);
      }
    }
    return this;
  }

  /**
   * Whether there is a column of this name.
   *
   * @throws InputException if there are two
   */
  public boolean has(String column) {
    return index(column) >= 0;
  }

  /** Names of the columns, in lower case. */
  public List<String> columns() {
    return columns;
  }

  /** The rows that hold something, without the header. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /**
   * Refuses a name that stands in two rows.
   *
   * @param remedy what to do
   * @return this table
   */
  public CsvTable requireUnique(String column, String remedy) {
    Map<String, Integer> seen = new HashMap<>();
    for (Row row : rows) {
      String name = row.text(column);
      Integer before = seen.put(name, row.number());
      if (before != null) {
        throw row.refused(
            column
                + " "
                + JsonFault.quoted(name)
                + " stands in row "
                + before
                + " as well; "
                + remedy);
      }
    }
    return this;
  }

  /** A fault of the header. */
  public InputException header(String problem) {
    return refused(Reason.VALUE, file, 1, problem);
  }

  private int index(String column) {
    String name = column.strip().toLowerCase(Locale.ROOT);
    int first = columns.indexOf(name);
    if (first != columns.lastIndexOf(name)) {
      throw header("has the column " + name + " twice; keep one");
    }
    return first;
  }

  /** One row of the table. */
  public final class Row {
    private final int number;
    private final List<String> fields;

    private Row(int number, List<String> fields) {
      this.number = number;
      this.fields = fields;
      if (fields.size() != columns.size()) {
        throw refused(
            "expected "
                + columns.size()
                + " fields, found "
                + fields.size()
                + "; give each column a field, and a field with a comma quotes");
      }
    }

    /** Its place in the file; the header is row 1. */
    public int number() {
      return number;
    }

    /** Its place as messages name it, such as {@code row 7}. */
    public String place() {
      return "row " + number;
    }

    /**
     * The text of a column, without spaces around it.
     *
     * @throws IllegalStateException if there is no such column: require it before
     */
    public String text(String column) {
      int index = index(column);
      if (index < 0) {
        throw new IllegalStateException("the column " + column + " was never required");
      }
      return fields.get(index);
    }

    /** Whether the table has a column. */
    public boolean hasColumn(String column) {
      return has(column);
    }

    /** The text of a column; empty if there is no such column or nothing in it. */
    public Optional<String> optional(String column) {
      return has(column)
          ? Optional.of(text(column)).filter(found -> !found.isEmpty())
          : Optional.empty();
    }

    /**
     * The number of a column, with a decimal point.
     *
     * @throws InputException if there is none
     */
    public double number(String column) {
      String found = text(column);
      double value = NUMBER.matcher(found).matches() ? Double.parseDouble(found) : Double.NaN;
      if (!Double.isFinite(value)) {
        throw refused(
            "expected a number in "
                + column
                + ", found "
                + JsonFault.quoted(found)
                + "; write it with a decimal point and without its unit");
      }
      return value;
    }

    /**
     * The number of a column.
     *
     * @param low least number that may be
     * @param high largest number that may be
     * @throws InputException if there is none, or it lies outside
     */
    public double number(String column, double low, double high) {
      double value = number(column);
      if (!(value >= low && value <= high)) {
        throw refused(
            column
                + " must lie between "
                + low
                + " and "
                + high
                + ", was "
                + text(column)
                + "; correct it, and check its unit");
      }
      return value;
    }

    /** Something wrong with this row. */
    public InputException refused(String problem) {
      return refused(Reason.VALUE, problem);
    }

    /** Something wrong with this row, of a kind. */
    public InputException refused(Reason reason, String problem) {
      return CsvTable.refused(reason, file, number, problem);
    }
  }
}
