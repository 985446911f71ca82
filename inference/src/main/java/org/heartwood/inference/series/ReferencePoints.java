package org.heartwood.inference.series;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.issue.InputException;

/**
 * Reference points of a stack: a CSV with the columns {@code x}, {@code y} (in the stack's CRS),
 * {@code date} (empty where nothing happened) and {@code disturbed} (0 or 1).
 */
final class ReferencePoints {
  private static final List<String> HEADER = List.of("x", "y", "date", "disturbed");

  private ReferencePoints() {}

  /** One point, at a pixel of the grid. */
  record Point(int col, int row, Optional<LocalDate> date, boolean disturbed) {}

  /**
   * Reads the points.
   *
   * @throws InputException naming the line, if a value cannot be read or a point lies outside
   */
  static List<Point> read(Path file, Grid grid) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
    if (lines.isEmpty() || !Arrays.asList(lines.get(0).split(",", -1)).equals(HEADER)) {
      throw new InputException(file + ": expected the columns " + HEADER + " in the first line");
    }
    List<Point> points = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        points.add(point(file + ", line " + (i + 1), lines.get(i).split(",", -1), grid));
      }
    }
    return points;
  }

  private static Point point(String place, String[] fields, Grid grid) {
    try {
      if (fields.length != HEADER.size() || !fields[3].matches("[01]")) {
        throw new IllegalArgumentException("disturbed is not 0 or 1");
      }
      int col =
          (int) Math.floor((Double.parseDouble(fields[0]) - grid.originX()) / grid.pixelSize());
      int row =
          (int) Math.floor((grid.originY() - Double.parseDouble(fields[1])) / grid.pixelSize());
      if (col < 0 || row < 0 || col >= grid.width() || row >= grid.height()) {
        throw new InputException(place + ": the point lies outside the stack; remove it");
      }
      return new Point(
          col,
          row,
          fields[2].isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(fields[2])),
          fields[3].equals("1"));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new InputException(
          place
              + ": expected x, y, a date YYYY-MM-DD or nothing, and 0 or 1, found "
              + Arrays.toString(fields),
          e);
    }
  }
}
