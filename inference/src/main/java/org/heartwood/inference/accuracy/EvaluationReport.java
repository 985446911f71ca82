package org.heartwood.inference.accuracy;

import java.util.List;
import java.util.Locale;
import org.heartwood.inference.model.AreaScores;
import org.heartwood.inference.model.ResidualComponent;
import org.heartwood.inference.model.Scores;

/**
 * What an evaluation found.
 *
 * @param model name and version of the model
 * @param weightsSha256 digest of its weights
 * @param areas scores by area and input condition, the model beside the baseline
 * @param residuals spread of the residuals' block means over the test columns, as acquired
 */
public record EvaluationReport(
    String model, String weightsSha256, List<AreaScores> areas, List<ResidualComponent> residuals) {
  public EvaluationReport {
    areas = List.copyOf(areas);
    residuals = List.copyOf(residuals);
  }

  /** The report as a plain-text table, cover in per cent, shares as fractions. */
  public String table() {
    StringBuilder out = new StringBuilder();
    out.append(model).append("  weights ").append(weightsSha256).append("\n\n");
    line(
        out, "area", "input", "by", "pixels", "RMSE", "bias", "MAE", "acc.", "IoU", "prec.",
        "recall", "in 90 %");
    for (AreaScores area : areas) {
      line(out, area, "model", area.model());
      line(out, area, "baseline", area.baseline());
    }
    out.append("\nBy labelled cover, ").append(areas.get(0).area()).append(", as acquired\n");
    out.append(
        String.format(
            Locale.ROOT,
            "%-12s %9s %7s %7s %8s%n",
            "cover %",
            "pixels",
            "RMSE",
            "bias",
            "in 90 %"));
    for (Scores.Bin bin : areas.get(0).model().bins()) {
      out.append(
          String.format(
              Locale.ROOT,
              "%3.0f to %-5.0f %9d %7.2f %7.2f %8.3f%n",
              bin.lowPct(),
              bin.highPct(),
              bin.pixels(),
              bin.rmsePct(),
              bin.biasPct(),
              bin.interval90CoverageFraction()));
    }
    out.append("\nStandard deviation of the mean residual of square blocks, per cent of cover\n");
    for (ResidualComponent component : residuals) {
      out.append(
          String.format(
              Locale.ROOT,
              "%3d px %9d blocks %7.2f%n",
              component.blockSidePx(),
              component.blocks(),
              component.standardDeviationPct()));
    }
    return out.toString();
  }

  private static void line(StringBuilder out, AreaScores area, String by, Scores s) {
    line(
        out,
        area.area(),
        area.input(),
        by,
        String.valueOf(s.pixels()),
        two(s.rmsePct()),
        two(s.biasPct()),
        two(s.maePct()),
        three(s.forestAccuracyFraction()),
        three(s.forestIouFraction()),
        three(s.forestPrecisionFraction()),
        three(s.forestRecallFraction()),
        three(s.interval90CoverageFraction()));
  }

  private static void line(StringBuilder out, Object... cells) {
    out.append(
        String.format(
            Locale.ROOT, "%-16s %-18s %-8s %8s %6s %6s %6s %6s %6s %6s %6s %8s%n", cells));
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String three(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
