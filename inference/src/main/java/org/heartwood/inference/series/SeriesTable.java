package org.heartwood.inference.series;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.heartwood.ingest.issue.InputException;

/**
 * Labelled series from a table: a CSV, compressed with gzip if its name ends in {@code .gz}, with
 * the columns {@code longitude}, {@code latitude}, {@code start_date}, {@code end_date}, {@code
 * label} and one column for each band and date, {@code band_01}, {@code band_02} and so on. The
 * dates lie evenly between the first and the last. Fields hold no commas and no quotes; an empty
 * field and {@code NA} are no data; other columns are ignored.
 */
final class SeriesTable {
  private static final int MAX_ROWS = 1_000_000;
  private static final int MAX_DATES = 999;

  private final Path file;
  private final SeriesSpec.Table spec;
  private final List<String> header;
  private final int dates;

  private SeriesTable(Path file, SeriesSpec.Table spec, String header) {
    this.file = file;
    this.spec = spec;
    this.header = Arrays.asList(header.split(",", -1));
    int count = 0;
    while (count < MAX_DATES && this.header.contains(column(spec.columns().get(0), count))) {
      count++;
    }
    this.dates = count;
    if (dates < 2) {
      throw new InputException(
          file
              + ": expected at least two dates of "
              + spec.columns().get(0)
              + ", in columns such as "
              + column(spec.columns().get(0), 0)
              + ", found "
              + dates);
    }
  }

  /**
   * One row.
   *
   * @param lonDeg longitude on WGS 84
   * @param latDeg latitude on WGS 84
   */
  record Row(double lonDeg, double latDeg, PixelSeries series, boolean event) {}

  /**
   * Reads a table.
   *
   * @throws InputException naming the line, if it cannot be read
   */
  static List<Row> read(Path file, SeriesSpec.Table spec) {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream text =
            file.toString().endsWith(".gz") ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      String header = lines.readLine();
      SeriesTable table = new SeriesTable(file, spec, header == null ? "" : header);
      List<Row> rows = new ArrayList<>();
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          rows.add(table.row(number, Arrays.asList(line.split(",", -1))));
        }
        if (rows.size() > MAX_ROWS) {
          throw new InputException(file + ": must have at most " + MAX_ROWS + " rows; cut it");
        }
      }
      return rows;
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private Row row(int line, List<String> fields) {
    if (fields.size() != header.size()) {
      throw refuse(
          line, "expected " + header.size() + " fields as in the header, found " + fields.size());
    }
    LocalDate start = date(line, field(fields, "start_date"));
    LocalDate end = date(line, field(fields, "end_date"));
    long span = ChronoUnit.DAYS.between(start, end);
    if (span < dates - 1) {
      throw refuse(line, "expected " + dates + " dates between " + start + " and " + end);
    }
    List<LocalDate> days = new ArrayList<>();
    for (int i = 0; i < dates; i++) {
      days.add(start.plusDays(span * i / (dates - 1)));
    }
    float[] values = new float[spec.columns().size() * dates];
    for (int band = 0; band < spec.columns().size(); band++) {
      for (int i = 0; i < dates; i++) {
        String text = field(fields, column(spec.columns().get(band), i));
        boolean missing = text.isEmpty() || text.equals("NA");
        values[band * dates + i] = missing ? Float.NaN : (float) number(line, text);
      }
    }
    String label = field(fields, "label");
    if (!label.equals(spec.eventLabel()) && !label.equals(spec.otherLabel())) {
      throw refuse(
          line,
          "label must be " + spec.eventLabel() + " or " + spec.otherLabel() + ", was " + label);
    }
    return new Row(
        number(line, field(fields, "longitude")),
        number(line, field(fields, "latitude")),
        new PixelSeries(days, spec.columns().size(), values),
        label.equals(spec.eventLabel()));
  }

  private String field(List<String> fields, String name) {
    int at = header.indexOf(name);
    if (at < 0) {
      throw new InputException(file + ": has no column " + name + "; it has " + header);
    }
    return fields.get(at);
  }

  private static String column(String band, int date0) {
    return band + String.format(Locale.ROOT, "_%02d", date0 + 1);
  }

  private double number(int line, String text) {
    return parsed(text)
        .orElseThrow(() -> refuse(line, "expected a finite number, found \"" + text + "\""));
  }

  private static Optional<Double> parsed(String text) {
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private LocalDate date(int line, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new InputException(
          file + ", line " + line + ": expected a date YYYY-MM-DD, found \"" + text + "\"", e);
    }
  }

  private InputException refuse(int line, String reason) {
    return new InputException(file + ", line " + line + ": " + reason);
  }
}
