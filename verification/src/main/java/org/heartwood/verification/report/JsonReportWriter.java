package org.heartwood.verification.report;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.DoubleStream;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;

/**
 * Writes {@code report.json}: the report as data, described by {@code report.schema.json} beside
 * this class. Keys stand in the order of the records, entries of maps in the order of their keys,
 * and the same report gives the same bytes. A number that is not finite was not measured and is
 * written as {@code null}, and so is an estimate with such a number in it.
 */
public final class JsonReportWriter {
  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          // Its digits are the same on every Java; those of Double.toString are not.
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .addModule(new JavaTimeModule())
          .addModule(
              new SimpleModule()
                  .addSerializer(Double.class, new FiniteOrNull())
                  .addSerializer(double.class, new FiniteOrNull())
                  .addSerializer(Estimate.class, new MeasuredOrNull()))
          .addMixIn(Zone.class, ZoneLabel.class)
          .build();

  private JsonReportWriter() {}

  /**
   * Writes the report, in place of a file of that name.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, IntegrityReport report) throws IOException {
    Files.writeString(file, text(report));
  }

  static String text(IntegrityReport report) throws IOException {
    return json(report);
  }

  /**
   * Any record as the report is written: numbers that are not finite are null.
   *
   * @throws IOException if it holds what is no data
   */
  public static String json(Object content) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
    printer.indentArraysWith(INDENTER);
    printer.indentObjectsWith(INDENTER);
    return MAPPER.writer(printer).writeValueAsString(content) + "\n";
  }

  /** Zones go by their label, as in tables and layers. */
  private interface ZoneLabel {
    @JsonValue
    String label();
  }

  private static final class FiniteOrNull extends JsonSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(value.doubleValue());
      } else {
        out.writeNull();
      }
    }
  }

  private static final class MeasuredOrNull extends JsonSerializer<Estimate> {
    @Override
    public void serialize(Estimate estimate, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (!measured(estimate)) {
        out.writeNull();
        return;
      }
      out.writeStartObject();
      out.writeNumberField("mean", estimate.mean());
      out.writeNumberField("standardError", estimate.standardError());
      out.writeNumberField("ci90Low", estimate.ci90Low());
      out.writeNumberField("ci90High", estimate.ci90High());
      out.writeEndObject();
    }

    private static boolean measured(Estimate estimate) {
      return DoubleStream.of(
              estimate.mean(), estimate.standardError(), estimate.ci90Low(), estimate.ci90High())
          .allMatch(Double::isFinite);
    }
  }
}
