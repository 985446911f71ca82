package org.heartwood.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.inference.model.ScoreTable;

/** A model's card for reading: as text, or as a page that needs nothing from the network. */
final class CardPage {
  private CardPage() {}

  /** A heading and what stands under it. */
  private record Section(String title, List<String> lines) {}

  static String text(ModelCard card) {
    StringBuilder out = new StringBuilder();
    out.append(card.name()).append(' ').append(card.version()).append("\n");
    for (Section section : sections(card)) {
      out.append('\n').append(section.title()).append('\n');
      section.lines().forEach(line -> out.append("  ").append(line).append('\n'));
    }
    card.tables().forEach(table -> out.append('\n').append(table.text()));
    return out.toString();
  }

  static String html(ModelCard card) {
    String title = escaped(card.name() + " " + card.version());
    StringBuilder out = new StringBuilder();
    out.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(title)
        .append("</title>\n<style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;")
        .append(
            "padding:0 1em}table{border-collapse:collapse;margin:1em 0}td,th{padding:.2em .7em;")
        .append("border-bottom:1px solid #ccc;text-align:right}td:first-child,th:first-child")
        .append("{text-align:left}caption{text-align:left;font-weight:bold}</style></head><body>\n")
        .append("<h1>")
        .append(title)
        .append("</h1>\n");
    for (Section section : sections(card)) {
      out.append("<h2>").append(escaped(section.title())).append("</h2>\n<ul>\n");
      section.lines().forEach(line -> out.append("<li>").append(escaped(line)).append("</li>\n"));
      out.append("</ul>\n");
    }
    card.tables().forEach(table -> append(out, table));
    return out.append("</body></html>\n").toString();
  }

  private static void append(StringBuilder out, ScoreTable table) {
    out.append("<table><caption>").append(escaped(table.title())).append("</caption>\n");
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        Stream.concat(Stream.of(""), table.columns().stream().map(ScoreTable.Column::name))
            .toList());
    rows.addAll(table.cells());
    for (int i = 0; i < rows.size(); i++) {
      String cell = i == 0 ? "th" : "td";
      out.append("<tr>");
      for (String value : rows.get(i)) {
        out.append('<').append(cell).append('>').append(escaped(value));
        out.append("</").append(cell).append('>');
      }
      out.append("</tr>\n");
    }
    out.append("</table>\n");
  }

  private static List<Section> sections(ModelCard card) {
    List<Section> sections = new ArrayList<>();
    sections.add(
        new Section(
            "What it is",
            List.of(
                card.task(),
                card.status().standing().name().toLowerCase(Locale.ROOT)
                    + ": "
                    + card.status().reason(),
                "SHA-256 " + card.digest(),
                "licence: " + card.licence())));
    sections.add(new Section("Intended use", card.intendedUse()));
    sections.add(new Section("Not to be used for", card.refusals()));
    sections.add(new Section("Known failures", card.limits()));
    sections.add(
        new Section(
            "Inputs",
            card.inputs().stream()
                .map(
                    band ->
                        "%s = %s, %s to %s %s; %s"
                            .formatted(
                                band.name(),
                                band.formula(),
                                band.minimum(),
                                band.maximum(),
                                band.unit(),
                                band.noDataRule()))
                .toList()));
    sections.add(
        new Section(
            "Outputs",
            card.outputs().stream()
                .map(
                    output ->
                        "%s, %s to %s %s; %s"
                            .formatted(
                                output.target(),
                                output.minimum(),
                                output.maximum(),
                                output.unit(),
                                output.noDataRule()))
                .toList()));
    List<String> training = new ArrayList<>();
    card.imagery()
        .forEach(
            image ->
                training.add(
                    "%s, %s, %s, pixels of %s m"
                        .formatted(
                            image.sensor(), image.acquired(), image.season(), image.pixelSizeM())));
    training.add(card.training().origin());
    training.add(
        "%d labelled samples; recipe %s; licence of the data: %s"
            .formatted(
                card.training().samples(),
                card.training().trainingFile(),
                card.training().licence()));
    card.training()
        .files()
        .forEach(file -> training.add(file.name() + "  SHA-256 " + file.sha256()));
    card.members()
        .forEach(
            member ->
                training.add(
                    "%s: seed %d, epoch %d of %d"
                        .formatted(
                            member.file(), member.seed(), member.bestEpoch(), member.epochs())));
    sections.add(new Section("Training", training));
    sections.add(
        new Section(
            "Calibration of standard errors",
            card.calibration().stream()
                .map(
                    entry ->
                        "%s: factor %s for a coverage of %s, on %d samples"
                            .formatted(
                                entry.target(),
                                entry.standardErrorFactor(),
                                entry.coverageFraction(),
                                entry.samples()))
                .toList()));
    return sections;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
