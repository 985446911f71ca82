package org.heartwood.verification.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.heartwood.verification.area.MapErrorSample.Pixel;
import org.heartwood.verification.area.ModelAssistedEstimator.Pair;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;

/**
 * Numbers of a small made-up population, computed once with NumPy from the formulas in the classes'
 * Javadoc: ten measured units of 25, a line through them, five clusters.
 */
final class UnitEstimatorsValidationTest {
  private static final double[] X = {12, 45, 80, 110, 150, 200, 230, 260, 300, 340};
  private static final double[] Y = {20, 40, 95, 100, 170, 180, 260, 250, 330, 310};
  private static final double B0 = 7.100695305;
  private static final double B1 = 0.9750973057;
  private static final double[][] CLUSTERS = {
    {50, 80, 120}, {200, 220}, {90, 60, 70, 110}, {300, 310, 280}, {150}
  };
  private static final double SAMPLED = 10.0 / 25;

  /** 5, then 15, 30, … 360. */
  private static double populationMean() {
    return (5 + IntStream.rangeClosed(1, 24).mapToDouble(i -> 15.0 * i).sum()) / 25;
  }

  private static List<Pair> pairs(double intercept, double slope) {
    return IntStream.range(0, X.length)
        .mapToObj(i -> new Pair(Y[i], intercept + slope * X[i]))
        .toList();
  }

  @Test
  void modelAssistedWithTheSamplesOwnLine() {
    Estimate mean =
        ModelAssistedEstimator.mean(B0 + B1 * populationMean(), pairs(B0, B1), SAMPLED)
            .found()
            .orElseThrow();
    assertThat(mean.mean()).isCloseTo(182.8132298, within(1e-6));
    assertThat(mean.standardError()).isCloseTo(5.077239415, within(1e-8));
  }

  @Test
  void modelAssistedWithAnOutsidersLine() {
    Estimate mean =
        ModelAssistedEstimator.mean(10 + 0.85 * populationMean(), pairs(10, 0.85), SAMPLED)
            .found()
            .orElseThrow();
    assertThat(mean.mean()).isCloseTo(181.875, within(1e-9));
    assertThat(mean.standardError()).isCloseTo(6.112327570846751, within(1e-12));
    // t(0.95; 9) = 1.833
    assertThat((mean.ci90High() - mean.mean()) / mean.standardError())
        .isCloseTo(1.833, within(5e-4));
  }

  @Test
  void aModelThatSaysNothingIsASimpleRandomSample() {
    Estimate mean = ModelAssistedEstimator.mean(0, pairs(0, 0), SAMPLED).found().orElseThrow();
    assertThat(mean.mean()).isCloseTo(175.5, within(1e-9));
    assertThat(mean.standardError()).isCloseTo(27.008949134191308, within(1e-9));
  }

  @Test
  void hybridAddsTheModelsVarianceToThatOfTheClusters() {
    List<Cluster> clusters =
        Arrays.stream(CLUSTERS)
            .map(c -> new Cluster(Arrays.stream(c).map(x -> B0 + B1 * x).sum(), c.length))
            .toList();
    double meanX = Arrays.stream(CLUSTERS).flatMapToDouble(Arrays::stream).average().orElseThrow();
    HybridEstimator.Result result =
        HybridEstimator.mean(
                clusters,
                List.of(1.0, meanX),
                List.of(
                    List.of(178.1884055, -0.7519049239), List.of(-0.7519049239, 0.004353821215)))
            .found()
            .orElseThrow();
    assertThat(result.mean().mean()).isCloseTo(160.1159648, within(1e-6));
    assertThat(result.samplingVariance()).isCloseTo(2281.60919, within(1e-4));
    assertThat(result.modelVariance()).isCloseTo(49.41814045, within(1e-5));
    assertThat(result.mean().standardError()).isCloseTo(48.28071386, within(1e-6));
  }

  @Test
  void oneClusterCannotTell() {
    assertThat(RatioEstimator.mean(List.of(new Cluster(3, 2)), 0).remarks().get(0))
        .contains("2 sampled units or more, has 1");
  }

  @Test
  void areaOfAProportionIsThatOfTheIpcc() {
    // IPCC 2006 Guidelines, volume 4, chapter 3, annex 3A.3: A √(p (1 − p) / (n − 1)).
    StratifiedSample sample =
        new StratifiedSample(
            List.of("forest", "other"),
            List.of(Stratum.ofClass("forest", 100_000)),
            Map.of(),
            List.of(
                new Tally("forest", "forest", "forest", 34),
                new Tally("forest", "forest", "other", 966)));
    AreaEstimate area = new StratifiedEstimator(sample).area("forest").found().orElseThrow();
    assertThat(area.areaHa().mean()).isCloseTo(3400, within(1e-9));
    assertThat(area.areaHa().standardError()).isCloseTo(573.3836139695385, within(1e-9));
    assertThat(area.estimator()).isEqualTo(AreaEstimate.Estimator.SIMPLE_RANDOM);
  }

  @Test
  void errorsThatGoTogetherDoNotAverageOut() {
    double[] sigma = {10, 12, 8, 20, 15, 5, 9, 11, 14};
    List<Pixel> pixels = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      pixels.add(new Pixel(10.0 * (i % 3), 10.0 * Math.floorDiv(i, 3), 50, sigma[i]));
    }
    MapErrorSample sample = new MapErrorSample(pixels, 9);
    double[] ranges = {1e-9, 15, 30, 100, 1e9};
    double[] expected = {16.74074074, 24.68029888, 44.24600796, 90.32760541, 133.5308586};
    for (int i = 0; i < ranges.length; i++) {
      MapErrorSample.Variance variance = sample.variance(Variogram.exponential(ranges[i]));
      assertThat(variance.correlated()).isCloseTo(expected[i], within(5e-8));
      assertThat(variance.independent()).isCloseTo(expected[0], within(5e-9));
      assertThat(variance.samplingError()).isZero();
    }
    // At 100 m independence understates the standard error 2.3 times, at the worst 2.8 times.
    assertThat(Math.sqrt(sample.variance(Variogram.exponential(100)).ratio()))
        .isCloseTo(2.323, within(1e-3));
    assertThat(Math.sqrt(sample.variance(Variogram.exponential(1e9)).ratio()))
        .isCloseTo(2.824, within(1e-3));
  }
}
