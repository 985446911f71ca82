package org.heartwood.verification.growth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.verification.change.Noise;
import org.heartwood.verification.counterfactual.AddressedRandom;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;
import org.heartwood.verification.counterfactual.Placebo;

/**
 * What was found about a project's growth.
 *
 * @param dates composites that were compared
 * @param plotHa area of a plot
 * @param projectPlots plots of the project, seen at all dates: a tenth of those outside, if there
 *     are as many
 * @param outsidePlots plots of the comparison area that are seen at all dates
 * @param estimates the two that may carry a verdict, then the same with other choices
 * @param placebos what those two find on groups of neighbouring plots outside, of the project's
 *     number or some fewer, where nothing happened
 */
public record GrowthResult(
    GrowthDates dates,
    double plotHa,
    int projectPlots,
    int outsidePlots,
    List<GrowthEstimate> estimates,
    List<Placebo> placebos) {
  /** Plots outside for each of the project: five are matched to it, and are to be near. */
  private static final int OUTSIDE_OF_EACH = 10;

  private static final long PLACEMENT = 0x47524F57;

  public GrowthResult {
    estimates = List.copyOf(estimates);
    placebos = List.copyOf(placebos);
  }

  /**
   * Compares plots.
   *
   * @param plots of project and comparison area
   * @param plotHa area of a plot
   * @param placebos wanted
   * @param seed of all resampling
   */
  public static GrowthResult of(
      List<GrowthPlot> plots, GrowthDates dates, double plotHa, int placebos, long seed) {
    List<GrowthPlot> outside = plots.stream().filter(plot -> !plot.inProject()).toList();
    List<GrowthPlot> project =
        drawn(
            plots.stream().filter(GrowthPlot::inProject).toList(),
            Math.max(MatchedPlots.LEAST_PLOTS, outside.size() / OUTSIDE_OF_EACH),
            seed);
    List<GrowthEstimate> estimates = new ArrayList<>(main(project, outside, dates, seed));
    int carriers = estimates.size();
    for (MatchedPlots.Choice choice :
        List.of(MatchedPlots.Choice.BY_INVERSE_DISTANCE, MatchedPlots.Choice.WITH_REPLACEMENT)) {
      estimates.add(new MatchedPlots(choice).estimate(project, outside, dates, seed));
    }
    int group = Math.min(project.size(), outside.size() / (1 + OUTSIDE_OF_EACH));
    List<List<Placebo.Trial>> trials =
        IntStream.range(0, group < MatchedPlots.LEAST_PLOTS ? 0 : placebos)
            .parallel()
            .mapToObj(t -> trial(outside, group, dates, seed, t))
            .toList();
    return new GrowthResult(
        dates,
        plotHa,
        project.size(),
        outside.size(),
        estimates,
        IntStream.range(0, carriers)
            .mapToObj(
                i ->
                    Placebo.of(
                        estimates.get(i).effect(),
                        project.size(),
                        trials.stream().map(each -> each.get(i)).toList()))
            .toList());
  }

  /** So many of the plots, or all, whatever their order. */
  private static List<GrowthPlot> drawn(List<GrowthPlot> plots, int most, long seed) {
    return plots.stream()
        .sorted(
            Comparator.comparingDouble(plot -> Noise.uniform(seed, 1, 0, plot.row(), plot.col())))
        .limit(most)
        .sorted(Comparator.comparingInt(GrowthPlot::row).thenComparingInt(GrowthPlot::col))
        .toList();
  }

  /** The estimators that are ranked among placebos and carry the verdict. */
  private static List<GrowthEstimate> main(
      List<GrowthPlot> project, List<GrowthPlot> outside, GrowthDates dates, long seed) {
    return List.of(
        new MatchedPlots(MatchedPlots.Choice.AS_PRINTED).estimate(project, outside, dates, seed),
        GrowthTrend.estimate(project, outside, dates, seed));
  }

  /** The plots nearest to one that is drawn, as if they were the project. */
  private static List<Placebo.Trial> trial(
      List<GrowthPlot> outside, int group, GrowthDates dates, long seed, int t) {
    GrowthPlot centre = outside.get(AddressedRandom.below(outside.size(), seed ^ PLACEMENT, t, 0));
    List<GrowthPlot> byDistance =
        outside.stream()
            .sorted(
                Comparator.comparingLong((GrowthPlot plot) -> square(plot, centre))
                    .thenComparingInt(GrowthPlot::row)
                    .thenComparingInt(GrowthPlot::col))
            .toList();
    return main(
            byDistance.subList(0, group), byDistance.subList(group, byDistance.size()), dates, seed)
        .stream()
        .map(estimate -> new Placebo.Trial(estimate.effect(), group))
        .toList();
  }

  private static long square(GrowthPlot a, GrowthPlot b) {
    long rows = (long) a.row() - b.row();
    long cols = (long) a.col() - b.col();
    return rows * rows + cols * cols;
  }

  /** The estimators that may carry a verdict, each beside its placebos. */
  public List<Witness> witnesses() {
    return IntStream.range(0, placebos.size())
        .mapToObj(i -> new Witness(estimates.get(i).effect(), placebos.get(i)))
        .toList();
  }
}
