package org.heartwood.verification.report;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Series of single pixels as small pictures side by side, each with the day on which a change was
 * first seen and the day on which it was confirmed.
 */
public final class SeriesFigure {
  private static final int COLUMNS = 2;
  private static final double PANEL_WIDTH = 334;
  private static final double PANEL_HEIGHT = 118;
  private static final double LEFT = 38;
  private static final double RIGHT = PANEL_WIDTH - 8;
  private static final double TOP = 26;
  private static final double BOTTOM = PANEL_HEIGHT - 20;
  private static final double HEAD = 24;
  private static final int MOST_PANELS = 24;
  private static final int MOST_YEAR_LABELS = 6;

  private final String id;
  private final String quantity;
  private final List<Panel> panels;
  private final Axis y;
  private final double firstYear;
  private final double lastYear;

  /** One observation. */
  public record Point(LocalDate date, double value) {
    public Point {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a point needs a finite value, was " + value);
      }
    }
  }

  /**
   * One pixel.
   *
   * @param title which pixel
   * @param points valid observations by date, at least one
   * @param firstSeen first day of a change, if there is one
   * @param confirmed day on which it was confirmed, if it was
   */
  public record Panel(
      String title,
      List<Point> points,
      Optional<LocalDate> firstSeen,
      Optional<LocalDate> confirmed) {
    public Panel {
      points = List.copyOf(points);
      if (points.isEmpty()) {
        throw new IllegalArgumentException(title + ": a series needs at least one observation");
      }
    }
  }

  private SeriesFigure(String id, String quantity, List<Panel> panels) {
    this.id = id;
    this.quantity = quantity;
    this.panels = List.copyOf(panels);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double first = Double.POSITIVE_INFINITY;
    double last = Double.NEGATIVE_INFINITY;
    for (Panel panel : panels) {
      for (Point point : panel.points()) {
        low = Math.min(low, point.value());
        high = Math.max(high, point.value());
        first = Math.min(first, year(point.date()));
        last = Math.max(last, year(point.date()));
      }
    }
    this.y = Axis.holding(low, high, 3, BOTTOM, TOP);
    this.firstYear = Math.floor(first);
    this.lastYear = Math.max(firstYear + 1, Math.ceil(last));
  }

  /**
   * Draws the figure; all panels share their axes.
   *
   * @param id unique on the page
   * @param quantity name of what is drawn, with its unit
   * @param panels 1 to {@value #MOST_PANELS}
   * @return an SVG element
   */
  public static String draw(String id, String quantity, List<Panel> panels) {
    if (panels.isEmpty() || panels.size() > MOST_PANELS) {
      throw new IllegalArgumentException(
          "a figure needs 1 to " + MOST_PANELS + " series, had " + panels.size());
    }
    return new SeriesFigure(id, quantity, panels).draw();
  }

  private String draw() {
    int rows = (panels.size() + COLUMNS - 1) / COLUMNS;
    long changed = panels.stream().filter(panel -> panel.firstSeen().isPresent()).count();
    Svg svg =
        new Svg(
            id,
            COLUMNS * PANEL_WIDTH,
            HEAD + rows * PANEL_HEIGHT,
            quantity + " of single pixels, with dated changes",
            panels.size()
                + " series, "
                + changed
                + " of them with a change. A dashed line marks the day on which it was first seen,"
                + " a solid line the day on which it was confirmed.");
    svg.text(8, 16, "start", "axis-title", quantity);
    for (int i = 0; i < panels.size(); i++) {
      int row = i / COLUMNS;
      svg.open(
          "g",
          "transform",
          "translate("
              + Svg.px(i % COLUMNS * PANEL_WIDTH)
              + " "
              + Svg.px(HEAD + row * PANEL_HEIGHT)
              + ")");
      panel(svg, panels.get(i));
      svg.close();
    }
    return svg.finish();
  }

  private void panel(Svg svg, Panel panel) {
    svg.text(LEFT, TOP - 10, "start", "label", words(panel));
    for (double tick : y.ticks()) {
      svg.line(LEFT, y.px(tick), RIGHT, y.px(tick), tick == 0 ? "axis" : "grid");
      svg.text(LEFT - 6, y.px(tick) + 4, "end", "tick", y.label(tick));
    }
    svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, "axis");
    int step = (int) ((lastYear - firstYear) / MOST_YEAR_LABELS) + 1;
    for (int year = (int) firstYear; year <= lastYear; year += step) {
      svg.line(x(year), BOTTOM, x(year), BOTTOM + 4, "axis");
      svg.text(x(year), BOTTOM + 16, "middle", "tick", Integer.toString(year));
    }
    for (Point point : panel.points()) {
      svg.shape(
          "circle",
          "cx",
          Svg.px(x(year(point.date()))),
          "cy",
          Svg.px(y.px(point.value())),
          "r",
          "1.6",
          "class",
          "marker");
    }
    panel
        .firstSeen()
        .ifPresent(
            date ->
                svg.shape(
                    "line",
                    "x1",
                    Svg.px(x(year(date))),
                    "y1",
                    Svg.px(TOP),
                    "x2",
                    Svg.px(x(year(date))),
                    "y2",
                    Svg.px(BOTTOM),
                    "class",
                    "start-line",
                    "stroke-dasharray",
                    "3 3"));
    panel
        .confirmed()
        .ifPresent(date -> svg.line(x(year(date)), TOP, x(year(date)), BOTTOM, "start-line"));
  }

  private static String words(Panel panel) {
    StringBuilder words = new StringBuilder(panel.title());
    panel.firstSeen().ifPresent(date -> words.append(": seen ").append(date));
    panel.confirmed().ifPresent(date -> words.append(", confirmed ").append(date));
    return panel.firstSeen().isEmpty() ? words.append(": no change").toString() : words.toString();
  }

  private double x(double year) {
    return LEFT + (year - firstYear) / (lastYear - firstYear) * (RIGHT - LEFT);
  }

  private static double year(LocalDate date) {
    return date.getYear() + (date.getDayOfYear() - 1.0) / date.lengthOfYear();
  }
}
