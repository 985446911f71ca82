package org.heartwood.ingest.product;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.jspecify.annotations.Nullable;

/**
 * GEDI shots from a table with commas and a header. Columns may come in any order and others are
 * ignored: {@code lat} and {@code lon} (or {@code lat_lowestmode}, {@code lon_lowestmode}), {@code
 * quality_flag}, {@code degrade_flag} and {@code sensitivity} are needed; {@code solar_elevation},
 * {@code rh98} (m), {@code agbd} and {@code agbd_se} (Mg/ha) may be missing. An empty field, {@code
 * NaN} and −9999 (the fill of L4A) are no data.
 *
 * @param shots rows that could be read, in file order
 * @param faults rows that could not, each with the number of its line
 */
public record GediCsv(List<GediFootprint> shots, List<String> faults) {
  private static final int MAX_SHOTS = 5_000_000;
  private static final int MAX_LINE = 64 * 1024;
  private static final int MAX_FAULTS = 100;
  private static final double FILL = -9999;
  private static final Map<String, String> SYNONYMS =
      Map.of("lat_lowestmode", "lat", "lon_lowestmode", "lon");

  public GediCsv {
    shots = List.copyOf(shots);
    faults = List.copyOf(faults);
  }

  /**
   * Reads a table.
   *
   * @param source its name, for messages
   * @param table its text
   * @throws InputException if a needed column is missing, or the table is larger than the limits
   */
  public static GediCsv read(String source, Reader table) {
    List<GediFootprint> shots = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(table)) {
      String header = line(lines, source, 1);
      Row row = new Row(columns(source, header == null ? "" : header));
      int number = 2;
      for (String line; (line = line(lines, source, number)) != null; number++) {
        if (line.isBlank()) {
          continue;
        }
        try {
          shots.add(row.shot(line));
        } catch (IllegalArgumentException e) {
          faults.add(source + ":" + number + ": " + e.getMessage());
        }
        if (shots.size() > MAX_SHOTS || faults.size() > MAX_FAULTS) {
          throw tooMuch(source, shots.size() > MAX_SHOTS, faults);
        }
      }
    } catch (IOException e) {
      throw new InputException(
          source + ": cannot be read (" + e.getMessage() + "); check the file", e);
    }
    return new GediCsv(shots, faults);
  }

  private static InputException tooMuch(String source, boolean large, List<String> faults) {
    return large
        ? new InputException(
            Reason.TOO_LARGE,
            source + ": more than " + MAX_SHOTS + " shots; cut it to the project and its belt")
        : new InputException(
            Reason.UNREADABLE,
            "more than " + MAX_FAULTS + " rows cannot be read, the first is " + faults.get(0));
  }

  /** A line without its end; null at the end of the table. */
  private static @Nullable String line(BufferedReader lines, String source, int number)
      throws IOException {
    StringBuilder line = new StringBuilder();
    int read = lines.read();
    if (read < 0) {
      return null;
    }
    for (; read >= 0 && read != '\n'; read = lines.read()) {
      if (line.length() == MAX_LINE) {
        throw new InputException(
            Reason.TOO_LARGE,
            source + ":" + number + ": a line longer than 64 KiB; is it a table with commas?");
      }
      line.append((char) read);
    }
    return line.toString().strip();
  }

  private static Map<String, Integer> columns(String source, String header) {
    Map<String, Integer> columns = new HashMap<>();
    // Spreadsheets put a byte order mark first.
    String[] names = header.replace("\uFEFF", "").split(",", -1);
    for (int i = 0; i < names.length; i++) {
      String name = unquoted(names[i]).toLowerCase(Locale.ROOT);
      name = SYNONYMS.getOrDefault(name, name);
      if (columns.put(name, i) != null) {
        throw new InputException(
            Reason.INCONSISTENT,
            source + ":1: the column " + name + " is there twice; remove one of them");
      }
    }
    for (String needed : List.of("lat", "lon", "quality_flag", "degrade_flag", "sensitivity")) {
      if (!columns.containsKey(needed)) {
        throw new InputException(
            Reason.MISSING,
            source
                + ":1: no column "
                + needed
                + " in the header; without it good shots cannot be told from bad ones");
      }
    }
    return columns;
  }

  private static String unquoted(String field) {
    String text = field.strip();
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private record Row(Map<String, Integer> columns) {
    GediFootprint shot(String line) {
      String[] fields = line.split(",", -1);
      return new GediFootprint(
          needed(fields, "lat"),
          needed(fields, "lon"),
          flag(fields, "quality_flag"),
          flag(fields, "degrade_flag"),
          needed(fields, "sensitivity"),
          value(fields, "solar_elevation"),
          value(fields, "rh98"),
          value(fields, "agbd"),
          value(fields, "agbd_se"));
    }

    private int flag(String[] fields, String column) {
      double value = needed(fields, column);
      if (value != Math.rint(value)) {
        throw new IllegalArgumentException(column + " must be a whole number, was " + value);
      }
      return (int) value;
    }

    private double needed(String[] fields, String column) {
      double value = value(fields, column);
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException(column + " is empty");
      }
      return value;
    }

    private double value(String[] fields, String column) {
      Integer index = columns.get(column);
      if (index == null) {
        return Double.NaN;
      }
      if (index >= fields.length) {
        throw new IllegalArgumentException(
            "expected a field for column " + column + ", the row has " + fields.length + " fields");
      }
      String text = unquoted(fields[index]);
      if (text.isEmpty()) {
        return Double.NaN;
      }
      try {
        double value = Double.parseDouble(text);
        return value == FILL ? Double.NaN : value;
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(column + " must be a number, was \"" + text + "\"", e);
      }
    }
  }
}
