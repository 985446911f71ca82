package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.heartwood.verification.counterfactual.PlotMatching.Replacement;
import org.heartwood.verification.counterfactual.PlotMatching.Weighting;
import org.junit.jupiter.api.Test;

/** Worked by hand from the formulas of VM0045 v1.2 and VM0047 v1.1; not published numbers. */
final class PlotMatchingValidationTest {
  private static final List<Double> PROJECT = List.of(30.0, 35.0, 40.0, 45.0, 50.0);
  private static final List<Double> CONTROL = List.of(32.0, 36.0, 41.0, 47.0, 55.0);
  private static final List<Double> DISTANCES = List.of(0.5, 0.8, 1.0, 1.5, 2.2);

  @Test
  void weightsAsPrintedInVm0047() {
    List<Double> weights = PlotMatching.weights(DISTANCES, Weighting.EXPONENTIAL);

    assertThat(weights.get(0)).isCloseTo(0.345076059, within(1e-9));
    assertThat(weights.get(4)).isCloseTo(0.063039711, within(1e-9));
    assertThat(PlotMatching.weightedMean(CONTROL, weights))
        .isCloseTo(38.26035657998178, within(1e-9));
  }

  @Test
  void weightsByInverseDistance() {
    List<Double> weights = PlotMatching.weights(DISTANCES, Weighting.INVERSE);

    assertThat(weights.get(0)).isCloseTo(0.37235543, within(1e-8));
    assertThat(PlotMatching.weightedMean(CONTROL, weights))
        .isCloseTo(38.414668547249654, within(1e-9));
  }

  @Test
  void aControlAtNoDistanceHasAllTheInverseWeight() {
    assertThat(PlotMatching.weights(List.of(0.0, 1.0, 0.0), Weighting.INVERSE))
        .containsExactly(0.5, 0.0, 0.5);
  }

  @Test
  void farControlsStillHaveWeights() {
    assertThat(PlotMatching.weights(List.of(1000.0, 1000.0), Weighting.EXPONENTIAL))
        .containsExactly(0.5, 0.5);
  }

  @Test
  void standardisedDifference() {
    assertThat(PlotMatching.standardisedDifference(PROJECT, CONTROL))
        .isCloseTo(0.2581988897471615, within(1e-12));
  }

  @Test
  void theBenchmarkOfASignificantDifference() {
    PlotMatching.Benchmark benchmark = PlotMatching.benchmark(4.0, 0.5, 1.0, 0.4, 0.01);

    assertThat(benchmark.z()).isCloseTo(4.685212856658182, within(1e-12));
    assertThat(benchmark.performanceBenchmark()).isEqualTo(0.25);
  }

  @Test
  void withoutASignificantDifferenceThereIsNoCredit() {
    PlotMatching.Benchmark benchmark = PlotMatching.benchmark(2.0, 0.6, 1.2, 0.5, 0.01);

    assertThat(benchmark.z()).isCloseTo(1.0242950394631678, within(1e-12));
    assertThat(benchmark.performanceBenchmark()).isEqualTo(1);
  }

  @Test
  void growthOfControlsThatIsNotSignificantCountsAsNone() {
    assertThat(PlotMatching.benchmark(4.0, 0.5, 1.0, 0.4, 0.06).performanceBenchmark()).isZero();
    assertThat(PlotMatching.benchmark(4.0, 0.5, -1.0, 0.4, 0.01).performanceBenchmark()).isZero();
  }

  @Test
  void controlsServeOnceOrOften() {
    List<List<Double>> distances = List.of(List.of(1.0, 2.0), List.of(0.5, 3.0));

    assertThat(PlotMatching.nearest(distances, 1, Replacement.WITH))
        .containsExactly(List.of(0), List.of(0));
    assertThat(PlotMatching.nearest(distances, 1, Replacement.WITHOUT))
        .containsExactly(List.of(1), List.of(0));
  }
}
