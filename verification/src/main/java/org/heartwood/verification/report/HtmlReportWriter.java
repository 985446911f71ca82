package org.heartwood.verification.report;

import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heartwood.verification.counterfactual.ProjectResult;

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

  /**
   * Writes the page of a counterfactual run over a map, in place of a file of that name.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, List<ProjectResult> results) throws IOException {
    Files.writeString(file, text("counterfactual.html", new CounterfactualPage(results)));
  }

  static String text(IntegrityReport report, MapFigure map) throws IOException {
    return text("report.html", new ReportPage(report, map));
  }

  private static String text(String template, Object page) throws IOException {
    StringWriter out = new StringWriter();
    ENGINE.getTemplate(template).evaluate(out, Map.of("page", page), Locale.ROOT);
    return out.toString();
  }

  private static PebbleEngine engine() {
    ClasspathLoader templates = new ClasspathLoader(HtmlReportWriter.class.getClassLoader());
    templates.setPrefix(HtmlReportWriter.class.getPackageName().replace('.', '/'));
    templates.setCharset("UTF-8");
    return new PebbleEngine.Builder()
        .loader(templates)
        // A template that was kept would take in the macros of another one twice.
        .cacheActive(false)
        .strictVariables(true)
        .defaultLocale(Locale.ROOT)
        .addEscapingStrategy(ESCAPING, PageText::escaped)
        .defaultEscapingStrategy(ESCAPING)
        .build();
  }
}
