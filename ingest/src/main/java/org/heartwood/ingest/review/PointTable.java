package org.heartwood.ingest.review;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.product.GediCsv;
import org.heartwood.ingest.product.GediFilter;
import org.heartwood.ingest.project.Dossier;

/** Looks through a table of points: are the columns there, can every row be read. */
final class PointTable {
  private static final int LONGEST_LINE = 1 << 16;

  private PointTable() {}

  /**
   * What a table holds, on one line.
   *
   * @throws InputException naming the line, if a column is missing or a value cannot be read
   */
  static String describe(Path file, Dossier.PointKind kind) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Reason.MISSING, file + ": no such file; check the path in the dossier's sources");
    }
    try {
      return switch (kind) {
        case GEDI_FOOTPRINTS -> footprints(file);
        case REFERENCE -> reference(file);
        case PIXELS -> isParquet(file) ? parquet(file) : pixels(file);
      };
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": expected text in UTF-8, found other bytes", e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static String footprints(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      GediCsv table = GediCsv.read(file.toString(), in);
      long good = table.shots().stream().filter(GediFilter.STANDARD::accepts).count();
      return table.shots().size()
          + " footprints, "
          + good
          + " of them pass the quality filter"
          + (table.faults().isEmpty()
              ? ""
              : "; " + table.faults().size() + " rows left out: " + table.faults().get(0));
    }
  }

  /** Points with {@code x,y,date,disturbed}; the date is empty where nothing happened. */
  private static String reference(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      List<String> header = header(file, in, List.of("x", "y", "date", "disturbed"));
      long points = 0;
      long disturbed = 0;
      long line = 1;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        if (!text.isBlank()) {
          List<String> fields = fields(file, line, text, header.size());
          number(file, line, "x", fields.get(header.indexOf("x")));
          number(file, line, "y", fields.get(header.indexOf("y")));
          boolean dated = date(file, line, fields.get(header.indexOf("date")));
          String flag = fields.get(header.indexOf("disturbed"));
          if (!flag.equals(dated ? "1" : "0")) {
            throw refused(
                file,
                line,
                "expected disturbed 1 with a date and 0 without one, found "
                    + flag
                    + (dated ? " with" : " without")
                    + " one");
          }
          points++;
          disturbed += dated ? 1 : 0;
        }
      }
      return points + " reference points, " + disturbed + " disturbed and dated";
    }
  }

  private static String pixels(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      List<String> header = header(file, in, List.of());
      requirePlaces(file, header);
      return in.lines().filter(line -> !line.isBlank()).count()
          + " pixels, columns "
          + String.join(", ", header);
    }
  }

  private static boolean isParquet(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(4), "PAR1".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String parquet(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false)))) {
      ParquetMetadata footer = reader.getFooter();
      List<String> columns =
          footer.getFileMetaData().getSchema().getFields().stream().map(Type::getName).toList();
      requirePlaces(file, columns);
      return reader.getRecordCount() + " pixels, columns " + String.join(", ", columns);
    } catch (RuntimeException e) {
      if (e instanceof InputException refused) {
        throw refused;
      }
      throw new InputException(file + ": cannot be read as Parquet (" + e.getMessage() + ")", e);
    }
  }

  private static void requirePlaces(Path file, List<String> columns) {
    List<String> lower = columns.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    boolean placed =
        (lower.contains("lat") && (lower.contains("lng") || lower.contains("lon")))
            || (lower.contains("x") && lower.contains("y"));
    if (!placed) {
      throw new InputException(
          Reason.MISSING,
          file + ": expected the columns lat and lng, or x and y, found " + columns);
    }
  }

  private static List<String> header(Path file, BufferedReader in, List<String> wanted)
      throws IOException {
    String first = in.readLine();
    if (first == null || first.length() > LONGEST_LINE) {
      throw refused(file, 1, "expected the names of the columns");
    }
    List<String> header = Arrays.stream(first.split(",", -1)).map(String::strip).toList();
    if (!header.containsAll(wanted)) {
      throw refused(file, 1, "expected the columns " + wanted + ", found " + header);
    }
    return header;
  }

  private static List<String> fields(Path file, long line, String text, int columns) {
    List<String> fields = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    if (fields.size() != columns) {
      throw refused(file, line, "expected " + columns + " fields, found " + fields.size());
    }
    return fields;
  }

  private static void number(Path file, long line, String column, String text) {
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      number = Double.NaN;
    }
    if (!Double.isFinite(number)) {
      throw refused(file, line, "expected a number in column " + column + ", found " + text);
    }
  }

  private static boolean date(Path file, long line, String text) {
    if (text.isEmpty()) {
      return false;
    }
    try {
      LocalDate.parse(text);
      return true;
    } catch (DateTimeException e) {
      throw refused(file, line, "expected a date such as 2001-02-28 or nothing, found " + text);
    }
  }

  private static InputException refused(Path file, long line, String problem) {
    return new InputException(Reason.VALUE, file + ":" + line + ": " + problem + "; correct it");
  }
}
