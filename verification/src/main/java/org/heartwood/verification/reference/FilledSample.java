package org.heartwood.verification.reference;

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
import org.heartwood.ingest.table.CsvTable;

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
  private static final List<String> NEEDED =
      SampleFiles.COLUMNS.stream()
          .filter(column -> !column.equals("remark") && !column.equals("interpreter"))
          .toList();
  private static final Set<String> CONFIDENCE = Set.of("", "high", "medium", "low");

  private final Path file;
  private final SampleDesign design;
  private final String digest;
  private final Map<String, SampleDesign.Point> points = new HashMap<>();
  private final Map<String, String> labels = new TreeMap<>();
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
  static Labels read(Path file, SampleFiles.Stored stored) {
    FilledSample sample = new FilledSample(file, stored);
    CsvTable.read(file, "a filled-in sample.csv", LARGEST_BYTES)
        .require(NEEDED, "keep the columns of sample.csv")
        .requireUnique("id", "keep one of them")
        .rows()
        .forEach(sample::row);
    sample.requireAll();
    return new Labels(sample.labels, sample.lowConfidence);
  }

  private void row(CsvTable.Row row) {
    String id = row.text("id");
    SampleDesign.Point point = points.get(id);
    if (point == null) {
      throw row.refused(
          "id "
              + JsonFault.quoted(id)
              + " is no point of this design; take the row out: a point outside of all strata says"
              + " nothing of them");
    }
    String found = row.text("design");
    if (!found.equals(digest)) {
      throw row.refused(
          "belongs to the design "
              + JsonFault.quoted(found)
              + ", not to "
              + digest
              + "; give its own design with --design, unchanged");
    }
    double near = SampleFiles.degrees(design) ? DEGREES : METRES;
    unmoved(row, "lon", point.lon(), DEGREES);
    unmoved(row, "lat", point.lat(), DEGREES);
    unmoved(row, "x", point.x(), near);
    unmoved(row, "y", point.y(), near);
    date(row);
    String confidence = row.text("confidence").toLowerCase(Locale.ROOT);
    if (!CONFIDENCE.contains(confidence)) {
      throw row.refused(
          "confidence must be high, medium, low or empty, was " + JsonFault.quoted(confidence));
    }
    lowConfidence += confidence.equals("low") ? 1 : 0;
    labels.put(id, label(row));
  }

  private String label(CsvTable.Row row) {
    String label = row.text("reference_label");
    if (label.isEmpty()) {
      throw row.refused(
          "has no reference_label; look again, or write "
              + UNKNOWN
              + " if it cannot be told: leaving points out would bias the area");
    }
    if (!label.equals(UNKNOWN) && !design.classes().contains(label)) {
      throw row.refused(
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

  private static void unmoved(CsvTable.Row row, String column, double drawn, double near) {
    if (!(Math.abs(row.number(column) - drawn) <= near)) {
      throw row.refused(
          column
              + " is "
              + row.text(column)
              + ", but the point was drawn at "
              + drawn
              + "; label the place that was drawn, a moved point is no random one");
    }
  }

  private static void date(CsvTable.Row row) {
    String text = row.text("reference_date");
    if (text.isEmpty()) {
      return;
    }
    try {
      LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      InputException refused =
          row.refused(
              "reference_date must be a day such as 2012-01-31 or empty, was "
                  + JsonFault.quoted(text)
                  + "; correct it");
      refused.initCause(e);
      throw refused;
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
}
