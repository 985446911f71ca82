package org.heartwood.verification.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.ZoneYear;
import org.heartwood.verification.layer.Palette;

/** The two drawings with years along the foot: mean canopy cover, and forest lost. */
final class YearChart {
  private static final double WIDTH = 680;
  private static final double HEIGHT = 320;
  private static final double LEFT = 52;
  private static final double RIGHT = WIDTH - 142;
  private static final double TOP = 40;
  private static final double BOTTOM = HEIGHT - 44;
  private static final double LABEL_GAP = 17;
  private static final int MOST_YEAR_LABELS = 10;

  private final IntegrityReport report;
  private final int firstYear;
  private final int lastYear;

  YearChart(IntegrityReport report) {
    this.report = report;
    this.firstYear = report.period().firstYear();
    this.lastYear = Math.max(report.period().lastYear(), firstYear + 1);
  }

  /** Mean canopy cover of the three zones with 90 % bands; a year that was not seen is a gap. */
  String canopy() {
    Map<Zone, List<ZoneYear>> series = new TreeMap<>();
    for (Zone zone : Zone.values()) {
      series.put(zone, rows(zone).stream().filter(YearChart::hasCanopy).toList());
    }
    List<Estimate> all =
        series.values().stream().flatMap(List::stream).map(ZoneYear::canopyPct).toList();
    Axis y =
        axis(
            all.stream().mapToDouble(Estimate::ci90Low).min(),
            all.stream().mapToDouble(Estimate::ci90High).max());
    Svg svg =
        new Svg(
            "canopy",
            WIDTH,
            HEIGHT,
            "Mean canopy cover by year, with 90 % intervals",
            canopyInWords(series));
    frame(svg, y, "Mean canopy cover, %");
    startLine(svg);
    series.forEach((zone, rows) -> band(svg, y, zone, rows));
    series.forEach((zone, rows) -> line(svg, y, zone, rows));
    endLabels(svg, y, series);
    return svg.finish();
  }

  /** Forest lost by year in project and belt, with 90 % intervals. */
  String loss() {
    List<Zone> zones = List.of(Zone.PROJECT, Zone.BELT);
    double most =
        zones.stream()
            .flatMap(zone -> lossRows(zone).stream())
            .filter(YearChart::hasAreas)
            .mapToDouble(row -> row.lossHa().ci90High())
            .max()
            .orElse(1);
    Axis y = Axis.holding(0, Math.max(most, 1e-3), 5, BOTTOM, TOP);
    Svg svg =
        new Svg(
            "loss",
            WIDTH,
            HEIGHT,
            "Forest lost by year, with 90 % intervals",
            "Bars for project area and leakage belt, hectares a year from "
                + (firstYear + 1)
                + " to "
                + lastYear
                + ". All values stand in the table of areas by zone and year.");
    frame(
        svg,
        y,
        report.forestMap() == null
            ? "Forest lost since the year before, ha"
            : "Forest lost since the date before, ha");
    startLine(svg);
    double slot = (RIGHT - LEFT) / (lastYear - firstYear + 1.0);
    double bar = Math.min(16, slot * 0.36);
    for (Zone zone : zones) {
      double shift = zone == Zone.PROJECT ? -bar - 2 : 2;
      for (ZoneYear row : lossRows(zone)) {
        bar(svg, y, zone, row, x(row.year()) + shift, bar);
      }
    }
    double labelY = TOP + 6;
    for (Zone zone : zones) {
      svg.shape(
          "rect",
          "x",
          Svg.px(RIGHT + 12),
          "y",
          Svg.px(labelY - 9),
          "width",
          "11",
          "height",
          "11",
          "class",
          "bar " + zone.label(),
          "fill",
          colour(zone));
      svg.text(RIGHT + 28, labelY, "start", "label", ZoneWords.name(zone));
      labelY += LABEL_GAP + 2;
    }
    return svg.finish();
  }

  /** Whether the canopy axis leaves zero out. */
  boolean canopyAxisCut() {
    return report.zoneYears().stream()
        .filter(YearChart::hasCanopy)
        .allMatch(row -> row.canopyPct().ci90Low() > 20);
  }

  /** Whether a year has areas: seen itself, or read from the years around it. */
  static boolean hasAreas(ZoneYear row) {
    return (row.observedHa() > 0 || row.forestHa().mean() > 0)
        && Double.isFinite(row.forestHa().mean())
        && Double.isFinite(row.lossHa().mean());
  }

  private static boolean hasCanopy(ZoneYear row) {
    Estimate canopy = row.canopyPct();
    return Double.isFinite(canopy.mean())
        && Double.isFinite(canopy.ci90Low())
        && Double.isFinite(canopy.ci90High());
  }

  private static Axis axis(OptionalDouble low, OptionalDouble high) {
    return Axis.holding(low.orElse(0), high.orElse(100), 5, BOTTOM, TOP);
  }

  private List<ZoneYear> rows(Zone zone) {
    return report.zoneYears().stream()
        .filter(row -> row.zone() == zone)
        .sorted(Comparator.comparingInt(ZoneYear::year))
        .toList();
  }

  private List<ZoneYear> lossRows(Zone zone) {
    return rows(zone).stream().filter(row -> row.year() > firstYear).toList();
  }

  private static String canopyInWords(Map<Zone, List<ZoneYear>> series) {
    StringBuilder words = new StringBuilder();
    series.forEach(
        (zone, rows) -> {
          if (!rows.isEmpty()) {
            ZoneYear first = rows.get(0);
            ZoneYear last = rows.get(rows.size() - 1);
            words
                .append(ZoneWords.name(zone))
                .append(": ")
                .append(NumberText.of(first.canopyPct(), "%"))
                .append(" % in ")
                .append(first.year())
                .append(", ")
                .append(NumberText.of(last.canopyPct(), "%"))
                .append(" % in ")
                .append(last.year())
                .append(". ");
          }
        });
    return words.append("All values stand in the table of areas by zone and year.").toString();
  }

  /** Where a year lies, half a year clear of both ends. */
  private double x(double year) {
    return LEFT + (year - firstYear + 0.5) / (lastYear - firstYear + 1.0) * (RIGHT - LEFT);
  }

  private void frame(Svg svg, Axis y, String title) {
    svg.text(LEFT - 40, 18, "start", "axis-title", title);
    for (double tick : y.ticks()) {
      svg.line(LEFT, y.px(tick), RIGHT, y.px(tick), tick == 0 ? "axis" : "grid");
      svg.text(LEFT - 8, y.px(tick) + 4, "end", "tick", y.label(tick));
    }
    svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
    int step = (lastYear - firstYear) / MOST_YEAR_LABELS + 1;
    for (int year = firstYear; year <= lastYear; year++) {
      boolean labelled = (year - firstYear) % step == 0;
      svg.line(x(year), BOTTOM, x(year), BOTTOM + (labelled ? 6 : 3), "axis");
      if (labelled) {
        svg.text(x(year), BOTTOM + 20, "middle", "tick", Integer.toString(year));
      }
    }
    svg.text(
        RIGHT,
        BOTTOM + 38,
        "end",
        "tick",
        report.forestMap() == null ? "Year of the composite" : "Date of the map");
  }

  private void startLine(Svg svg) {
    LocalDate start = report.dossier().project().startDate();
    double year = start.getYear() + (start.getDayOfYear() - 1.0) / start.lengthOfYear();
    if (year < firstYear - 0.5 || year > lastYear + 0.5) {
      return;
    }
    svg.line(x(year), TOP - 10, x(year), BOTTOM, "start-line");
    boolean leftHalf = x(year) < (LEFT + RIGHT) / 2;
    svg.text(
        x(year) + (leftHalf ? 5 : -5),
        TOP - 4,
        leftHalf ? "start" : "end",
        "note",
        "Project start, " + start);
  }

  private void band(Svg svg, Axis y, Zone zone, List<ZoneYear> rows) {
    for (List<ZoneYear> run : runs(rows)) {
      if (run.size() == 1) {
        ZoneYear only = run.get(0);
        double x = x(only.year());
        svg.shape(
            "path",
            "d",
            point("M", x, y.px(only.canopyPct().ci90Low()))
                + point("L", x, y.px(only.canopyPct().ci90High())),
            "class",
            "whisker",
            "stroke",
            colour(zone));
        continue;
      }
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < run.size(); i++) {
        double high = run.get(i).canopyPct().ci90High();
        path.append(point(i == 0 ? "M" : "L", x(run.get(i).year()), y.px(high)));
      }
      for (int i = run.size() - 1; i >= 0; i--) {
        path.append(point("L", x(run.get(i).year()), y.px(run.get(i).canopyPct().ci90Low())));
      }
      svg.shape("path", "d", path.append('Z').toString(), "class", "band", "fill", colour(zone));
    }
  }

  private void line(Svg svg, Axis y, Zone zone, List<ZoneYear> rows) {
    for (List<ZoneYear> run : runs(rows)) {
      StringBuilder path = new StringBuilder();
      for (ZoneYear row : run) {
        path.append(point(path.isEmpty() ? "M" : "L", x(row.year()), y.px(row.canopyPct().mean())));
      }
      svg.shape(
          "path", "d", path.toString(), "class", "series " + zone.label(), "stroke", colour(zone));
      for (ZoneYear row : run) {
        marker(svg, zone, x(row.year()), y.px(row.canopyPct().mean()));
      }
    }
  }

  /** Rows of years that follow each other. */
  private static List<List<ZoneYear>> runs(List<ZoneYear> rows) {
    List<List<ZoneYear>> runs = new ArrayList<>();
    for (ZoneYear row : rows) {
      List<ZoneYear> last = runs.isEmpty() ? List.of() : runs.get(runs.size() - 1);
      if (last.isEmpty() || last.get(last.size() - 1).year() + 1 != row.year()) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(row);
    }
    return runs;
  }

  /** A disc, a square or a diamond: the zones can be told apart without colour. */
  private static void marker(Svg svg, Zone zone, double x, double y) {
    String path =
        switch (zone) {
          case PROJECT -> point("M", x - 3.5, y) + "a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0Z";
          case BELT -> point("M", x - 3.2, y - 3.2) + "h6.4v6.4h-6.4Z";
          case COMPARISON -> point("M", x, y - 4.4) + "l4.4 4.4l-4.4 4.4l-4.4 -4.4Z";
        };
    svg.shape("path", "d", path, "class", "marker", "fill", colour(zone));
  }

  private void endLabels(Svg svg, Axis y, Map<Zone, List<ZoneYear>> series) {
    List<Zone> zones =
        series.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .sorted(Comparator.comparingDouble(entry -> y.px(lastCanopy(entry.getValue()))))
            .map(Map.Entry::getKey)
            .toList();
    double above = TOP - LABEL_GAP;
    for (Zone zone : zones) {
      double at =
          Math.max(y.px(lastCanopy(series.getOrDefault(zone, List.of()))), above + LABEL_GAP);
      marker(svg, zone, RIGHT + 12, at);
      svg.text(RIGHT + 21, at + 4, "start", "label", ZoneWords.name(zone));
      above = at;
    }
  }

  private static double lastCanopy(List<ZoneYear> rows) {
    return rows.isEmpty() ? 0 : rows.get(rows.size() - 1).canopyPct().mean();
  }

  private static void bar(Svg svg, Axis y, Zone zone, ZoneYear row, double x, double width) {
    if (!hasAreas(row)) {
      double centre = x + width / 2;
      svg.shape(
          "path",
          "d",
          point("M", centre - 3, BOTTOM - 8) + "l6 6m0 -6l-6 6",
          "class",
          "not-measured");
      return;
    }
    Estimate loss = row.lossHa();
    svg.shape(
        "rect",
        "x",
        Svg.px(x),
        "y",
        Svg.px(y.px(loss.mean())),
        "width",
        Svg.px(width),
        "height",
        Svg.px(BOTTOM - y.px(loss.mean())),
        "class",
        "bar " + zone.label(),
        "fill",
        colour(zone));
    double centre = x + width / 2;
    svg.shape(
        "path",
        "class",
        "error-bar",
        "d",
        point("M", centre, y.px(loss.ci90Low()))
            + point("L", centre, y.px(loss.ci90High()))
            + point("M", centre - 3, y.px(loss.ci90High()))
            + "h6"
            + point("M", centre - 3, y.px(loss.ci90Low()))
            + "h6");
  }

  private static String point(String command, double x, double y) {
    return command + Svg.px(x) + " " + Svg.px(y);
  }

  private static String colour(Zone zone) {
    return Palette.zones().colour(ZoneWords.key(zone)).hex();
  }
}
