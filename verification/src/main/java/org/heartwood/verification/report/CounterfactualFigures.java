package org.heartwood.verification.report;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.verification.baseline.Balance;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.AreaResult;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.Placebo;
import org.heartwood.verification.counterfactual.ProjectResult;
import org.jspecify.annotations.Nullable;

/** Drawings of a counterfactual run, as files of their own and on the page of a report. */
public final class CounterfactualFigures {
  private static final double WIDTH = 920;
  private static final double LEFT = 390;
  private static final double RIGHT = WIDTH - 40;
  private static final double ROW = 26;
  private static final String STYLE =
      """
      text { font: 12px system-ui, sans-serif; fill: #1c211e; }
      .plate { fill: #fdfdfb; } .note, .tick { fill: #55605a; } .heading { font-weight: 650; }
      .axis, .limit { stroke: #55605a; } .grid { stroke: #e4e8e3; }
      .told { stroke: #1f6b43; stroke-width: 2; fill: #1f6b43; }
      .doubted { stroke: #b07700; stroke-width: 2; fill: #fdfdfb; }
      .placebo { fill: #d4d9d3; } .alike { fill: #eef3ea; } .moved { stroke: #a5b0a9; }
      .before { fill: #fdfdfb; stroke: #b07700; } .after { fill: #1f6b43; }
      """;

  private CounterfactualFigures() {}

  /**
   * All estimators and choices together: avoided loss a year with its interval; behind it, where
   * there are placebos, what the same estimator finds in nine of ten places where nothing happened.
   * A ring stands for an estimate that may not carry a verdict.
   */
  public static String specificationCurve(ProjectResult result) {
    return specificationCurve(result, "specification-curve", STYLE);
  }

  /** The same for a page that has the styles. */
  static String specificationCurveOnPage(ProjectResult result, String id) {
    return specificationCurve(result, id, "");
  }

  private static String specificationCurve(ProjectResult result, String id, String style) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("The project", null, List.of()));
    for (EffectEstimate estimate : result.estimates()) {
      lines.add(new Line(estimate.specification(), estimate, placebos(result, estimate)));
    }
    for (AreaResult ring : result.rings()) {
      lines.add(
          new Line(
              NumberText.rounded(ring.fromM() / 1000, 1)
                  + " to "
                  + NumberText.rounded(ring.toM() / 1000, 1)
                  + " km around",
              null,
              List.of()));
      for (EffectEstimate estimate : ring.estimates()) {
        lines.add(new Line(estimate.specification(), estimate, List.of()));
      }
    }
    return drawn(
        id,
        "Avoided loss a year, "
            + result.project()
            + (result.illustrative() ? " (illustrative)" : ""),
        style,
        lines);
  }

  /** A line of the figure; a heading without an estimate. */
  private record Line(String label, @Nullable EffectEstimate estimate, List<Double> placebos) {}

  private static List<Double> placebos(ProjectResult result, EffectEstimate estimate) {
    return result.allPlacebos().stream()
        .filter(placebo -> placebo.specification().equals(estimate.specification()))
        .findFirst()
        .map(Placebo::avoidedPerYear)
        .orElse(List.of());
  }

  private static String drawn(String id, String title, String style, List<Line> lines) {
    double low = 0;
    double high = 0;
    for (Line line : lines) {
      Estimate effect = line.estimate() == null ? null : line.estimate().avoidedPerYear();
      if (effect != null) {
        low = Math.min(low, 100 * effect.ci90Low());
        high = Math.max(high, 100 * effect.ci90High());
      }
      for (double placebo : line.placebos()) {
        low = Math.min(low, 100 * placebo);
        high = Math.max(high, 100 * placebo);
      }
    }
    double top = 60;
    double bottom = top + ROW * lines.size();
    Axis x = Axis.holding(low, high, 6, LEFT, RIGHT);
    Svg svg =
        new Svg(
            id,
            WIDTH,
            bottom + 60,
            title,
            "Avoided loss in per cent of the forest at the start a year, with 90 % intervals.");
    if (!style.isEmpty()) {
      svg.open("style").content(style).close();
    }
    svg.text(16, 26, "start", "heading", title);
    svg.text(
        16,
        44,
        "start",
        "note",
        "per cent of the forest at the start, 90 % intervals; grey: nine of ten places where"
            + " nothing happened; hollow: may not carry a verdict");
    for (double tick : x.ticks()) {
      svg.line(x.px(tick), top, x.px(tick), bottom, "grid");
      svg.text(x.px(tick), bottom + 19, "middle", "tick", x.label(tick));
    }
    for (int i = 0; i < lines.size(); i++) {
      line(svg, x, lines.get(i), top + ROW * (i + 0.5));
    }
    svg.line(x.px(0), top, x.px(0), bottom, "limit");
    svg.line(LEFT, bottom, RIGHT, bottom, "axis");
    svg.text(LEFT, bottom + 42, "start", "note", "← more loss than without the project");
    svg.text(RIGHT, bottom + 42, "end", "note", "less loss →");
    return svg.finish();
  }

  private static void line(Svg svg, Axis x, Line line, double y) {
    EffectEstimate estimate = line.estimate();
    if (estimate == null) {
      svg.text(16, y + 4, "start", "heading", line.label());
      return;
    }
    svg.text(LEFT - 14, y + 4, "end", "label", line.label());
    List<Double> placebos = line.placebos();
    if (!placebos.isEmpty()) {
      double from = x.px(100 * placebos.get((int) (0.05 * (placebos.size() - 1))));
      double to = x.px(100 * placebos.get((int) Math.ceil(0.95 * (placebos.size() - 1))));
      svg.shape(
          "rect",
          "x",
          Svg.px(from),
          "y",
          Svg.px(y - 8),
          "width",
          Svg.px(to - from),
          "height",
          "16",
          "class",
          "placebo");
    }
    Estimate effect = estimate.avoidedPerYear();
    if (effect == null) {
      svg.text(LEFT + 6, y + 4, "start", "note", "cannot tell: " + shortened(estimate));
      return;
    }
    String style = estimate.reasonAgainst().isEmpty() ? "told" : "doubted";
    svg.line(x.px(100 * effect.ci90Low()), y, x.px(100 * effect.ci90High()), y, style);
    svg.shape(
        "circle",
        "cx",
        Svg.px(x.px(100 * effect.mean())),
        "cy",
        Svg.px(y),
        "r",
        "4.5",
        "class",
        style);
  }

  private static String shortened(EffectEstimate estimate) {
    String reason = estimate.reasonAgainst().orElse("");
    return reason.length() <= 70 ? reason : reason.substring(0, 69) + "…";
  }

  /** How alike project and controls of an estimator are. */
  public static String lovePlot(EffectEstimate estimate) {
    return lovePlot(estimate, "love", STYLE);
  }

  /** The same for a page that has the styles. */
  static String lovePlotOnPage(EffectEstimate estimate, String id) {
    return lovePlot(estimate, id, "");
  }

  private static String lovePlot(EffectEstimate estimate, String id, String style) {
    List<Balance> rows =
        estimate.balance().stream()
            .filter(row -> Math.abs(row.smd()) < 50 && Math.abs(row.rawSmd()) < 50)
            .toList();
    return LovePlot.of(
        id, "Standardised mean differences, " + estimate.specification(), style, rows);
  }
}
