package org.heartwood.verification.report;

import java.util.List;
import java.util.stream.Collectors;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.baseline.MatchedComparison;

/**
 * How alike project and controls are before and after matching: standardised mean differences, one
 * line a covariate, with the limits between which two groups count as alike (Love plot).
 */
final class LovePlot {
  private static final double WIDTH = 680;
  private static final double LEFT = 210;
  private static final double RIGHT = WIDTH - 24;
  private static final double TOP = 44;
  private static final double ROW = 30;

  private LovePlot() {}

  static String of(MatchedComparison comparison) {
    return of(
        "love-" + comparison.treated().label(),
        "Standardised mean differences before and after matching, "
            + ZoneWords.name(comparison.treated()),
        "",
        comparison.balance().stream()
            .filter(row -> Double.isFinite(row.smd()) && Double.isFinite(row.rawSmd()))
            .toList());
  }

  /**
   * The plot of some rows.
   *
   * @param id unique on the page
   * @param style rules that the drawing carries itself; empty where the page has them
   * @param rows differences that are finite
   */
  static String of(String id, String title, String style, List<Balance> rows) {
    double bottom = TOP + ROW * Math.max(1, rows.size());
    double reach =
        rows.stream()
            .mapToDouble(row -> Math.max(Math.abs(row.smd()), Math.abs(row.rawSmd())))
            .reduce(2 * Balance.MAX_SMD, Math::max);
    Axis x = Axis.holding(-reach, reach, 6, LEFT, RIGHT);
    Svg svg = new Svg(id, WIDTH, bottom + 50, title, inWords(rows));
    if (!style.isEmpty()) {
      svg.open("style").content(style).close();
    }
    svg.shape(
        "rect",
        "x",
        Svg.px(x.px(-Balance.MAX_SMD)),
        "y",
        Svg.px(TOP),
        "width",
        Svg.px(x.px(Balance.MAX_SMD) - x.px(-Balance.MAX_SMD)),
        "height",
        Svg.px(bottom - TOP),
        "class",
        "alike");
    for (double limit : new double[] {-Balance.MAX_SMD, Balance.MAX_SMD}) {
      svg.line(x.px(limit), TOP - 6, x.px(limit), bottom, "limit");
      svg.text(x.px(limit), TOP - 11, "middle", "note", NumberText.rounded(limit, 2));
    }
    svg.line(x.px(0), TOP, x.px(0), bottom, "axis");
    svg.line(LEFT, bottom, RIGHT, bottom, "axis");
    for (double tick : x.ticks()) {
      svg.line(x.px(tick), bottom, x.px(tick), bottom + 5, "axis");
      svg.text(x.px(tick), bottom + 19, "middle", "tick", x.label(tick));
    }
    svg.text(
        RIGHT, bottom + 40, "end", "tick", "Standardised mean difference (treated less controls)");
    svg.shape("circle", "cx", "14", "cy", "16", "r", "4.5", "class", "before");
    svg.text(24, 20, "start", "label", "before");
    svg.shape("circle", "cx", "84", "cy", "16", "r", "4.5", "class", "after");
    svg.text(94, 20, "start", "label", "after matching");
    for (int i = 0; i < rows.size(); i++) {
      row(svg, x, rows.get(i), TOP + ROW * (i + 0.5));
    }
    return svg.finish();
  }

  private static void row(Svg svg, Axis x, Balance row, double y) {
    svg.line(LEFT, y, RIGHT, y, "grid");
    svg.text(LEFT - 12, y + 4, "end", "label", row.covariate());
    svg.line(x.px(row.rawSmd()), y, x.px(row.smd()), y, "moved");
    svg.shape(
        "circle", "cx", Svg.px(x.px(row.rawSmd())), "cy", Svg.px(y), "r", "5", "class", "before");
    svg.shape("circle", "cx", Svg.px(x.px(row.smd())), "cy", Svg.px(y), "r", "5", "class", "after");
  }

  private static String inWords(List<Balance> rows) {
    return rows.isEmpty()
        ? "There is nothing to compare."
        : rows.stream()
            .map(
                row ->
                    row.covariate()
                        + ": "
                        + NumberText.rounded(row.rawSmd(), 2)
                        + " before, "
                        + NumberText.rounded(row.smd(), 2)
                        + " after")
            .collect(Collectors.joining("; ", "", "."));
  }
}
