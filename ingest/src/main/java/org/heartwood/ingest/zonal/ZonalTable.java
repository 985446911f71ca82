package org.heartwood.ingest.zonal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.heartwood.ingest.zonal.Operation.Measure;

/**
 * Zonal statistics as rows: {@code id} and one column for each operation, by its name. Numbers are
 * written with the fewest digits that bring the same double back.
 *
 * @param zones row by row
 * @param statistics of each zone
 * @param operations column by column
 */
public record ZonalTable(
    List<ZonePolygon> zones, List<ZoneStatistics> statistics, List<Operation> operations) {
  private static final JsonFactory JSON = new JsonFactory();

  /** What spreadsheets take for a formula. */
  private static final Pattern FORMULA = Pattern.compile("(?s)[=+\\-@\\t\\r\\n].*");

  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(\\.\\d+)?");

  public ZonalTable {
    zones = List.copyOf(zones);
    statistics = List.copyOf(statistics);
    operations = List.copyOf(operations);
    if (zones.size() != statistics.size()) {
      throw new IllegalArgumentException(
          "there must be statistics for each of "
              + zones.size()
              + " zones, were "
              + statistics.size());
    }
  }

  /**
   * Writes comma-separated values (RFC 4180) with a header line. What is not a number is an empty
   * field; a histogram is one field, {@code value:hectares} separated by blanks. An identifier that
   * a spreadsheet would run as a formula has an apostrophe before it.
   */
  public void writeCsv(Writer out) throws IOException {
    out.write("id");
    for (Operation operation : operations) {
      out.write("," + operation.name());
    }
    out.write("\r\n");
    for (int row = 0; row < zones.size(); row++) {
      out.write(quoted(harmless(zones.get(row).id())));
      for (Operation operation : operations) {
        out.write("," + csv(statistics.get(row), operation));
      }
      out.write("\r\n");
    }
  }

  private static String harmless(String text) {
    return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
  }

  private static String quoted(String text) {
    return text.matches("(?s).*[\",\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }

  private static String csv(ZoneStatistics zone, Operation operation) {
    if (operation.measure() == Measure.HISTOGRAM) {
      return zone.classAreasHa().entrySet().stream()
          .map(entry -> number(entry.getKey()) + ":" + number(entry.getValue()))
          .collect(Collectors.joining(" "));
    }
    double value = zone.value(operation);
    return Double.isNaN(value) ? "" : number(value);
  }

  /** Whole numbers without a decimal point. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /**
   * Writes an array of objects. What is not a number is {@code null}; a histogram is an object of
   * hectares by value.
   */
  public void writeJson(Writer out) throws IOException {
    JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.useDefaultPrettyPrinter();
    json.writeStartArray();
    for (int row = 0; row < zones.size(); row++) {
      json.writeStartObject();
      json.writeStringField("id", zones.get(row).id());
      for (Operation operation : operations) {
        json.writeFieldName(operation.name());
        write(json, statistics.get(row), operation);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeRaw(System.lineSeparator());
    json.close();
  }

  private static void write(JsonGenerator json, ZoneStatistics zone, Operation operation)
      throws IOException {
    if (operation.measure() == Measure.HISTOGRAM) {
      json.writeStartObject();
      for (Map.Entry<Double, Double> entry : zone.classAreasHa().entrySet()) {
        json.writeNumberField(number(entry.getKey()), entry.getValue());
      }
      json.writeEndObject();
      return;
    }
    double value = zone.value(operation);
    if (Double.isNaN(value)) {
      json.writeNull();
    } else {
      json.writeNumber(number(value));
    }
  }
}
