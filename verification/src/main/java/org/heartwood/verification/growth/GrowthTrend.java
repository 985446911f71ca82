package org.heartwood.verification.growth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.EffectEstimate;
import org.heartwood.verification.counterfactual.Family;
import org.heartwood.verification.counterfactual.Resampling;
import org.jspecify.annotations.Nullable;

/**
 * Growth beside that of all plots outside whose cover at the start lies among the project's:
 * difference in differences. It rests on parallel trends, which are tested from the first date to
 * the start; where the two part by then it may not carry a verdict.
 *
 * <pre>gained beyond = mean ΔSI of the project's plots − mean ΔSI of the plots outside</pre>
 */
final class GrowthTrend {
  private static final String TITLE = "difference in differences of growth";

  /** Share of the project's plots beyond whose cover, on either side, none outside counts. */
  private static final double TAIL = 0.05;

  private GrowthTrend() {}

  static GrowthEstimate estimate(
      List<GrowthPlot> project, List<GrowthPlot> outside, GrowthDates dates, long seed) {
    if (project.size() < MatchedPlots.LEAST_PLOTS) {
      return untold(project.size(), "of the project");
    }
    double[] start = project.stream().mapToDouble(GrowthPlot::startPct).sorted().toArray();
    double low = Resampling.quantile(start, TAIL);
    double high = Resampling.quantile(start, 1 - TAIL);
    List<GrowthPlot> alike =
        outside.stream().filter(plot -> plot.startPct() >= low && plot.startPct() <= high).toList();
    if (alike.size() < MatchedPlots.LEAST_PLOTS) {
      return untold(alike.size(), "outside with such cover");
    }
    int edge = PlotBlocks.edge(project);
    Estimate beyond = difference(project, alike, edge, GrowthPlot::gainPct, seed);
    double gain = Resampling.mean(project.stream().mapToDouble(GrowthPlot::gainPct).toArray());
    return new GrowthEstimate(
        MatchedPlots.effect(
            Family.DIFFERENCE_IN_DIFFERENCES,
            TITLE,
            dates,
            gain,
            beyond,
            String.format(
                Locale.ROOT,
                "%d plots outside with %.0f to %.0f %% of cover at the start",
                alike.size(),
                low,
                high),
            List.of(),
            fault(project, alike, edge, dates, seed)),
        null);
  }

  private static GrowthEstimate untold(int plots, String where) {
    return new GrowthEstimate(
        EffectEstimate.cannotTell(
            Family.DIFFERENCE_IN_DIFFERENCES,
            TITLE,
            "only "
                + plots
                + " plots "
                + where
                + " are seen at all dates ("
                + MatchedPlots.LEAST_PLOTS
                + " needed)",
            List.of()),
        null);
  }

  private static @Nullable String fault(
      List<GrowthPlot> project, List<GrowthPlot> alike, int edge, GrowthDates dates, long seed) {
    if (dates.years().get(0) == dates.start()) {
      return "trends before the start cannot be tested: no composite is older";
    }
    int inside = PlotBlocks.count(project, edge);
    int outside = PlotBlocks.count(alike, edge);
    if (inside < PlotBlocks.LEAST || outside < PlotBlocks.LEAST) {
      return "the plots lie in "
          + inside
          + " squares of ground inside and "
          + outside
          + " outside ("
          + PlotBlocks.LEAST
          + " needed on both sides)";
    }
    Estimate trend =
        difference(
            project, alike, edge, plot -> plot.startPct() - plot.coverPct().get(0), seed + 2);
    return trend.ci90Low() > 0 || trend.ci90High() < 0 ? "trends part before the start" : null;
  }

  private static Estimate difference(
      List<GrowthPlot> project,
      List<GrowthPlot> alike,
      int edge,
      ToDoubleFunction<GrowthPlot> value,
      long seed) {
    double[] inside = project.stream().mapToDouble(value).toArray();
    double[] outside = alike.stream().mapToDouble(value).toArray();
    double[] drawnInside = PlotBlocks.of(project, edge, inside).means(seed);
    double[] drawnOutside = PlotBlocks.of(alike, edge, outside).means(seed + 1);
    double[] resamples = new double[drawnInside.length];
    Arrays.setAll(resamples, r -> drawnInside[r] - drawnOutside[r]);
    return Resampling.interval(Resampling.mean(inside) - Resampling.mean(outside), resamples);
  }
}
