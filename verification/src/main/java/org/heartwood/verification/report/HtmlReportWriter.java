package org.heartwood.verification.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Writes {@code report.html}: one file that needs no network and no script, opens from a disk,
 * prints, and is well-formed XML besides. All text is escaped, and characters that act unseen are
 * made visible. The same report and map give the same bytes.
 */
public final class HtmlReportWriter {
  private static final String ESCAPING = "page";

  private static final PebbleEngine ENGINE = engine();

  private HtmlReportWriter() {}

  /**
   * Writes the report, in place of a file of that name.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, IntegrityReport report, MapFigure map) throws IOException {
    Files.writeString(file, text(report, map));
  }

  static String text(IntegrityReport report, MapFigure map) throws IOException {
    StringWriter out = new StringWriter();
    ENGINE
        .getTemplate("report.html")
        .evaluate(out, Map.of("page", new ReportPage(report, map)), Locale.ROOT);
    return out.toString();
  }

  private static PebbleEngine engine() {
    ClasspathLoader templates = new ClasspathLoader(HtmlReportWriter.class.getClassLoader());
    templates.setPrefix(HtmlReportWriter.class.getPackageName().replace('.', '/'));
    templates.setCharset("UTF-8");
    return new PebbleEngine.Builder()
        .loader(templates)
        .strictVariables(true)
        .defaultLocale(Locale.ROOT)
        .addEscapingStrategy(ESCAPING, PageText::escaped)
        .defaultEscapingStrategy(ESCAPING)
        .build();
  }
}
