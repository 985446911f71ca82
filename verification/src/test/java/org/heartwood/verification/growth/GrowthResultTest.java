package org.heartwood.verification.growth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.counterfactual.EvidenceRule.Witness;
import org.heartwood.verification.standard.Vm0047;
import org.junit.jupiter.api.Test;

final class GrowthResultTest {
  private static final GrowthDates DATES = MadeUpPlots.DATES;

  private static List<GrowthPlot> plots(long seed, double extraPct, double trendPct) {
    return MadeUpPlots.of(seed, extraPct, trendPct);
  }

  private static GrowthResult result(List<GrowthPlot> plots, int placebos) {
    return GrowthResult.of(plots, DATES, 1.44, placebos, 7);
  }

  private static double beyondPct(GrowthEstimate estimate) {
    return 100 * DATES.span() * Objects.requireNonNull(estimate.effect().avoidedPerYear()).mean();
  }

  @Test
  void plantedGrowthIsFoundByAllEstimators() {
    double[] sums = new double[4];
    int trials = 12;
    for (int seed = 0; seed < trials; seed++) {
      GrowthResult result = result(plots(seed, 8, 0), 0);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += beyondPct(result.estimates().get(i)) / trials;
      }
    }
    for (double mean : sums) {
      assertThat(mean).isCloseTo(8, within(1.5));
    }
  }

  @Test
  void intervalsWidenedByPlacebosHoldTheTruth() {
    int held = 0;
    int all = 0;
    int rejected = 0;
    for (int seed = 100; seed < 130; seed++) {
      for (Witness witness : result(plots(seed, 0, 0), 39).witnesses()) {
        Estimate widened = witness.widened().orElseThrow();
        held += widened.ci90Low() <= 0 && 0 <= widened.ci90High() ? 1 : 0;
        rejected += witness.avoided() ? 1 : 0;
        all++;
      }
    }
    assertThat((double) held / all).isBetween(0.8, 1.0);
    assertThat((double) rejected / all).isLessThan(0.2);
  }

  @Test
  void trendsThatPartBeforeTheStartAreSaid() {
    GrowthEstimate trend = result(plots(5, 8, 1), 0).estimates().get(1);
    assertThat(trend.effect().reasonAgainst()).contains("trends part before the start");
    assertThat(result(plots(5, 8, 0), 0).estimates().get(1).effect().reasonAgainst()).isEmpty();
  }

  @Test
  void theOrderOfThePlotsDoesNotMatter() {
    List<GrowthPlot> plots = plots(9, 3, 0);
    GrowthEstimate once = result(plots, 0).estimates().get(0);
    List<GrowthPlot> shuffled = new ArrayList<>(plots);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(beyondPct(result(shuffled, 0).estimates().get(0)))
        .isCloseTo(beyondPct(once), within(1e-9));
  }

  @Test
  void theBenchmarkIsThatOfVm0047() {
    GrowthEstimate.Gains gains =
        Objects.requireNonNull(result(plots(3, 8, 0), 0).estimates().get(0).gains());
    Vm0047.Benchmark again =
        Vm0047.benchmark(
            gains.projectPct(),
            gains.projectStandardErrorPct(),
            gains.controlPct(),
            gains.controlStandardErrorPct());
    assertThat(gains.z()).isEqualTo(again.z()).isGreaterThan(Vm0047.SIGNIFICANT_Z);
    assertThat(gains.benchmark())
        .isEqualTo(again.benchmark())
        .isCloseTo(gains.controlPct() / gains.projectPct(), within(1e-12));
  }

  @Test
  void controlsAreTakenInTheOrderOfTheirDistanceAndServeOnceOrOften() {
    double[][] distances = {{1, 2}, {0.5, 3}};
    assertThat(MatchedPlots.nearest(distances, 1, true)).isDeepEqualTo(new int[][] {{0}, {0}});
    assertThat(MatchedPlots.nearest(distances, 1, false)).isDeepEqualTo(new int[][] {{1}, {0}});
    assertThat(MatchedPlots.nearest(new double[][] {{2, 1, 1}}, 2, false))
        .isDeepEqualTo(new int[][] {{1, 2}});
  }

  @Test
  void whatCannotBeToldIsSaid() {
    List<GrowthPlot> plots = plots(2, 8, 0);
    List<GrowthPlot> few = plots.stream().filter(p -> !p.inProject() || p.row() < 20).toList();
    assertThat(reason(few, 0))
        .isEqualTo("only 20 plots of the project are seen at all dates (30 needed)");
    assertThat(reason(few, 1))
        .isEqualTo("only 20 plots of the project are seen at all dates (30 needed)");
    List<GrowthPlot> alone = plots.stream().filter(p -> p.inProject() || p.row() < 2).toList();
    assertThat(reason(alone, 0))
        .isEqualTo("only 100 plots outside are seen at all dates (150 needed)");
    List<GrowthPlot> flat =
        plots.stream()
            .map(
                p ->
                    new GrowthPlot(
                        p.row(), p.col(), p.inProject(), List.of(20.0, 20.0, 20.0, 25.0)))
            .toList();
    assertThat(reason(flat, 0)).contains("repeats that of others");
    assertThat(result(flat, 19).witnesses().get(1).isHeard()).isTrue();
    assertThat(result(List.of(), 5).witnesses())
        .allSatisfy(witness -> assertThat(witness.isHeard()).isFalse());
  }

  private static String reason(List<GrowthPlot> plots, int estimator) {
    return result(plots, 0).estimates().get(estimator).effect().reasonAgainst().orElse("");
  }

  @Test
  void withoutTheDatesOfVm0047MatchingCarriesNoVerdict() {
    List<GrowthPlot> late =
        plots(4, 8, 0).stream()
            .map(p -> new GrowthPlot(p.row(), p.col(), p.inProject(), p.coverPct().subList(1, 4)))
            .toList();
    GrowthResult result =
        GrowthResult.of(late, new GrowthDates(null, 2001, 2005, 2011), 1.44, 19, 7);
    assertThat(result.estimates().get(0).effect().reasonAgainst().orElse(""))
        .startsWith("no composite eight to ten years before the start");
    assertThat(beyondPct(result.estimates().get(0))).isCloseTo(8, within(3.0));
    assertThat(result.witnesses().get(1).isHeard()).isTrue();
  }
}
