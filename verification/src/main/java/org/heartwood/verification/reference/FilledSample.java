package org.heartwood.verification.reference;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.JsonFault;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.table.CsvLine;

/**
 * A sample with its labels, checked row by row against its design: every point once, where it was
 * drawn, with a label of the legend or {@value #UNKNOWN}.
 */
final class FilledSample {
  /** The label of a point that cannot be told. */
  static final String UNKNOWN = "unknown";

  private static final long LARGEST_BYTES = 64 << 20;
  private static final double DEGREES = 1e-6;
  private static final double METRES = 0.05;
  private static final Set<String> CONFIDENCE = Set.of("", "high", "medium", "low");

  private final Path file;
  private final SampleDesign design;
  private final String digest;
  private final Map<String, SampleDesign.Point> points = new HashMap<>();
  private final Map<String, String> labels = new TreeMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private int lowConfidence;

  private FilledSample(Path file, SampleFiles.Stored stored) {
    this.file = file;
    this.design = stored.design();
    this.digest = stored.digest();
    design.points().forEach(point -> points.put(point.id(), point));
  }

  /**
   * Labels of a sample.
   *
   * @param labels label by point
   * @param lowConfidence points that the interpreter marked as of low confidence
   */
  record Labels(Map<String, String> labels, int lowConfidence) {
    Labels {
      labels = Map.copyOf(labels);
    }
  }

  /**
   * Reads a filled-in {@code sample.csv}.
   *
   * @throws InputException naming the first row that is not right, its value and what to do
   */
  static Labels read(Path file, SampleFiles.Stored stored) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          Reason.MISSING, file + ": no such file; give a filled-in sample.csv");
    }
    if (Files.size(file) > LARGEST_BYTES) {
      throw new InputException(
          Reason.TOO_LARGE,
          file + ": must have at most " + LARGEST_BYTES + " bytes, was " + Files.size(file));
    }
    FilledSample sample = new FilledSample(file, stored);
    sample.rows(sample.text(Files.readAllBytes(file)).lines().toList());
    sample.requireAll();
    return new Labels(sample.labels, sample.lowConfidence);
  }

  private String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": expected text in UTF-8, found other bytes", e);
    }
  }

  private InputException refused(int line, String what) {
    return new InputException(Reason.VALUE, file + ": row " + line + ": " + what);
  }

  private void rows(List<String> rows) {
    if (rows.isEmpty() || rows.get(0).isBlank()) {
      throw refused(1, "expected the names of the columns");
    }
    List<String> header = fields(1, rows.get(0));
    for (String column : SampleFiles.COLUMNS) {
      boolean needed = !column.equals("remark") && !column.equals("interpreter");
      if (needed && header.indexOf(column) != header.lastIndexOf(column)) {
        throw refused(1, "has the column " + column + " twice; keep one");
      }
      if (needed && !header.contains(column)) {
        throw refused(
            1,
            "has no column "
                + column
                + (rows.get(0).contains(";") ? "; columns must be separated by commas" : "")
                + "; keep the columns of sample.csv");
      }
    }
    for (int i = 1; i < rows.size(); i++) {
      if (!rows.get(i).isBlank()) {
        List<String> fields = fields(i + 1, rows.get(i));
        if (fields.size() != header.size()) {
          throw refused(i + 1, "expected " + header.size() + " fields, found " + fields.size());
        }
        row(i + 1, header, fields);
      }
    }
  }

  private void row(int line, List<String> header, List<String> fields) {
    String id = fields.get(header.indexOf("id"));
    SampleDesign.Point point = points.get(id);
    if (point == null) {
      throw refused(
          line,
          "id "
              + JsonFault.quoted(id)
              + " is no point of this design; take the row out: a point outside of all strata says"
              + " nothing of them");
    }
    Integer before = lines.put(id, line);
    if (before != null) {
      throw refused(line, "id " + id + " stands in row " + before + " as well; keep one of them");
    }
    String found = fields.get(header.indexOf("design"));
    if (!found.equals(digest)) {
      throw refused(
          line,
          "belongs to the design "
              + JsonFault.quoted(found)
              + ", not to "
              + digest
              + "; give its own design with --design, unchanged");
    }
    double near = SampleFiles.degrees(design) ? DEGREES : METRES;
    unmoved(line, "lon", fields.get(header.indexOf("lon")), point.lon(), DEGREES);
    unmoved(line, "lat", fields.get(header.indexOf("lat")), point.lat(), DEGREES);
    unmoved(line, "x", fields.get(header.indexOf("x")), point.x(), near);
    unmoved(line, "y", fields.get(header.indexOf("y")), point.y(), near);
    date(line, fields.get(header.indexOf("reference_date")));
    String confidence = fields.get(header.indexOf("confidence")).toLowerCase(Locale.ROOT);
    if (!CONFIDENCE.contains(confidence)) {
      throw refused(
          line,
          "confidence must be high, medium, low or empty, was " + JsonFault.quoted(confidence));
    }
    lowConfidence += confidence.equals("low") ? 1 : 0;
    labels.put(id, label(line, fields.get(header.indexOf("reference_label"))));
  }

  private String label(int line, String label) {
    if (label.isEmpty()) {
      throw refused(
          line,
          "has no reference_label; look again, or write "
              + UNKNOWN
              + " if it cannot be told: leaving points out would bias the area");
    }
    if (!label.equals(UNKNOWN) && !design.classes().contains(label)) {
      throw refused(
          line,
          "reference_label "
              + JsonFault.quoted(label)
              + " is none of "
              + design.classes()
              + " or "
              + UNKNOWN
              + "; correct it");
    }
    return label;
  }

  private void unmoved(int line, String column, String text, double drawn, double near) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refused(line, "expected a number in " + column + ", found " + JsonFault.quoted(text));
    }
    if (!(Math.abs(value - drawn) <= near)) {
      throw refused(
          line,
          column
              + " is "
              + text
              + ", but the point was drawn at "
              + drawn
              + "; label the place that was drawn, a moved point is no random one");
    }
  }

  private void date(int line, String text) {
    if (text.isEmpty()) {
      return;
    }
    try {
      LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new InputException(
          Reason.VALUE,
          file
              + ": row "
              + line
              + ": reference_date must be a day such as 2012-01-31 or empty, was "
              + JsonFault.quoted(text),
          e);
    }
  }

  private void requireAll() {
    List<String> missing =
        points.keySet().stream().filter(id -> !labels.containsKey(id)).sorted().toList();
    if (!missing.isEmpty()) {
      throw new InputException(
          Reason.MISSING,
          file
              + ": "
              + missing.size()
              + " of "
              + points.size()
              + " points are missing, the first is "
              + missing.get(0)
              + "; put them back with a label, or with "
              + UNKNOWN);
    }
  }

  private List<String> fields(int line, String text) {
    return CsvLine.fields(text)
        .orElseThrow(() -> refused(line, "has a quote that does not end on the line"));
  }
}
