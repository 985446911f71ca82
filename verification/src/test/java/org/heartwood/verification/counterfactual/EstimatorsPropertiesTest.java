package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every estimator on landscapes whose truth is known. */
final class EstimatorsPropertiesTest {
  private static final int LANDSCAPES = 30;
  private static final MatchingSettings MATCHING =
      new MatchingSettings(7, 20, 0.25, 16, 50, 16, 100, 3);
  private static final CellSettings CELLS = new CellSettings(2, 100, 5, 5, 3);
  private static final List<MadeUpLandscape> WITHOUT_EFFECT = landscapes(1);
  private static final List<MadeUpLandscape> HALVED = landscapes(0.5);

  private static List<MadeUpLandscape> landscapes(double factor) {
    return IntStream.range(0, LANDSCAPES)
        .mapToObj(seed -> new MadeUpLandscape(seed + 100L * (long) (10 * factor), factor))
        .toList();
  }

  static Stream<Estimator> estimators() {
    return Stream.of(
        PixelMatching.with(MATCHING),
        DifferenceInDifferences.with(CELLS),
        DoublyRobust.with(CELLS),
        SyntheticControl.with(CELLS),
        InteractiveFixedEffects.with(CELLS));
  }

  private static List<Estimate> effects(Estimator estimator, List<MadeUpLandscape> landscapes) {
    return landscapes.stream()
        .map(landscape -> estimator.estimate(landscape.study(3)))
        .map(estimate -> Objects.requireNonNull(estimate.avoidedPerYear(), estimate::toString))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void intervalsCoverZeroAboutNineTimesInTenWhenNothingHappened(Estimator estimator) {
    List<Estimate> effects = effects(estimator, WITHOUT_EFFECT);
    long covered = effects.stream().filter(e -> e.ci90Low() <= 0 && e.ci90High() >= 0).count();

    // 27 are expected; a right interval gives fewer than 22 once in 500 tries.
    assertThat(covered).isGreaterThanOrEqualTo(22);
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void aPlantedEffectIsFound(Estimator estimator) {
    List<Estimate> effects = effects(estimator, HALVED);
    double truth = HALVED.stream().mapToDouble(MadeUpLandscape::truth).average().orElseThrow();
    double mean = effects.stream().mapToDouble(Estimate::mean).average().orElseThrow();
    long covered =
        IntStream.range(0, LANDSCAPES)
            .filter(
                i ->
                    effects.get(i).ci90Low() <= HALVED.get(i).truth()
                        && effects.get(i).ci90High() >= HALVED.get(i).truth())
            .count();

    assertThat(mean).isBetween(0.85 * truth, 1.15 * truth);
    assertThat(covered).isGreaterThanOrEqualTo(22);
  }
}
