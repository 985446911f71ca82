package org.heartwood.verification.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;

final class StratifiedEstimatorTest {
  private static final List<String> CLASSES = List.of("loss", "forest", "other");

  private static StratifiedEstimator of(List<Stratum> strata, Tally... tallies) {
    return new StratifiedEstimator(
        new StratifiedSample(
            CLASSES, strata, Map.of("loss", 100.0, "forest", 900.0), List.of(tallies)));
  }

  private static final List<Stratum> TWO =
      List.of(Stratum.ofClass("loss", 100), Stratum.ofClass("forest", 900));

  private static Tally tally(String map, String reference, long points) {
    return new Tally(map, map, reference, points);
  }

  @Test
  void aStratumWithoutAnEventIsNotCalledCertain() {
    StratifiedEstimator estimator =
        of(TWO, tally("loss", "loss", 50), tally("forest", "forest", 100));
    AreaEstimate loss = estimator.area("loss").found().orElseThrow();
    assertThat(loss.areaHa().mean()).isEqualTo(100);
    assertThat(loss.areaHa().standardError()).isZero();
    // Wilson: z² / (n + z²) of 900 ha may be loss that no point hit.
    double missed = 900 * 2.7055 / (100 + 2.7055);
    assertThat(loss.areaHa().ci90High()).isCloseTo(100 + missed, within(0.01));
    assertThat(loss.areaHa().ci90Low()).isLessThan(100).isGreaterThan(90);
    assertThat(loss.pixelCountExcessHa()).isZero();
    assertThat(loss.pixelCountWithinInterval()).isTrue();
  }

  @Test
  void aClassThatNobodySawIsZeroWithAnUpperEndAndNotDropped() {
    StratifiedEstimator estimator =
        of(TWO, tally("loss", "loss", 50), tally("forest", "forest", 100));
    AreaEstimate other = estimator.area("other").found().orElseThrow();
    assertThat(other.areaHa().mean()).isZero();
    assertThat(other.areaHa().ci90Low()).isZero();
    assertThat(other.areaHa().ci90High()).isGreaterThan(20);
    assertThat(estimator.producersAccuracy("other").remarks().get(0))
        .contains("no reference point");
    assertThat(estimator.usersAccuracy("other").found()).isEmpty();
  }

  @Test
  void aStratumWithoutAPointCannotTellButWhatItCannotTouchStands() {
    StratifiedEstimator estimator = of(TWO, tally("loss", "loss", 45), tally("loss", "forest", 5));
    assertThat(estimator.area("loss").found()).isEmpty();
    assertThat(estimator.area("loss").remarks())
        .containsExactly("no reference point in forest, which has an area; label points there");
    assertThat(estimator.overallAccuracy().found()).isEmpty();
    assertThat(estimator.usersAccuracy("loss").found().orElseThrow().mean()).isEqualTo(0.9);
    assertThat(estimator.usersAccuracy("forest").found()).isEmpty();
  }

  @Test
  void aStratumOfOnePointHasTheGreatestVarianceAndSaysSo() {
    Outcome<AreaEstimate> loss =
        of(TWO, tally("loss", "loss", 1), tally("forest", "forest", 100)).area("loss");
    assertThat(loss.remarks().get(0)).startsWith("stratum loss has one point");
    assertThat(loss.found().orElseThrow().areaHa().standardError()).isEqualTo(50);
  }

  @Test
  void aCensusIsCertain() {
    List<Stratum> one =
        List.of(new Stratum("all", 10, Set.of("loss", "forest"), OptionalLong.of(10)));
    StratifiedEstimator estimator =
        of(one, new Tally("all", "loss", "loss", 3), new Tally("all", "forest", "forest", 7));
    Estimate loss = estimator.area("loss").found().orElseThrow().areaHa();
    assertThat(List.of(loss.mean(), loss.ci90Low(), loss.ci90High()))
        .allSatisfy(value -> assertThat(value).isCloseTo(3, within(1e-12)));
    assertThat(loss.standardError()).isZero();
  }

  @Test
  void labelsOutsideTheLegendAndPointsOutsideAllStrataAreRefused() {
    assertThatThrownBy(() -> of(TWO, tally("loss", "lost", 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("class \"lost\" is none of [loss, forest, other]");
    assertThatThrownBy(() -> of(TWO, new Tally("elsewhere", "loss", "loss", 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("\"elsewhere\", which is none of the strata [forest, loss]");
    assertThatThrownBy(() -> of(TWO, new Tally("forest", "loss", "loss", 1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("stratum forest: class \"loss\" is none of [forest]");
  }

  @Test
  void splittingAStratumInTwoOfTheSameMixtureChangesNoEstimate() {
    StratifiedEstimator whole =
        of(
            TWO,
            tally("loss", "loss", 40),
            tally("loss", "forest", 10),
            tally("forest", "forest", 98),
            tally("forest", "loss", 2));
    StratifiedEstimator parts =
        of(
            List.of(
                Stratum.ofClass("loss", 100),
                new Stratum("north", 450, Set.of("forest"), OptionalLong.empty()),
                new Stratum("south", 450, Set.of("forest"), OptionalLong.empty())),
            tally("loss", "loss", 40),
            tally("loss", "forest", 10),
            new Tally("north", "forest", "forest", 49),
            new Tally("north", "forest", "loss", 1),
            new Tally("south", "forest", "forest", 49),
            new Tally("south", "forest", "loss", 1));
    for (String name : CLASSES) {
      assertThat(parts.area(name).found().orElseThrow().areaHa().mean())
          .isCloseTo(whole.area(name).found().orElseThrow().areaHa().mean(), within(1e-9));
    }
    assertThat(parts.producersAccuracy("loss").found().orElseThrow().mean())
        .isCloseTo(whole.producersAccuracy("loss").found().orElseThrow().mean(), within(1e-12));
  }

  @Test
  void userAccuracyOfAPureStratumHasWilsonsLimits() {
    Estimate found =
        of(TWO, tally("loss", "loss", 45), tally("loss", "forest", 5), tally("forest", "forest", 9))
            .usersAccuracy("loss")
            .found()
            .orElseThrow();
    ProportionInterval.Limits wilson = ProportionInterval.wilson(0.9, 50);
    assertThat(found.ci90Low()).isCloseTo(wilson.low(), within(1e-9));
    assertThat(found.ci90High()).isCloseTo(wilson.high(), within(1e-9));
  }

  @Test
  void postStratificationCostsTheChanceOfTheCounts() {
    StratifiedSample sample =
        new StratifiedSample(
            CLASSES,
            TWO,
            Map.of("loss", 100.0),
            List.of(
                tally("loss", "loss", 8),
                tally("loss", "forest", 2),
                tally("forest", "forest", 88),
                tally("forest", "loss", 2)));
    Estimate after = PostStratifiedEstimator.area(sample, "loss").found().orElseThrow().areaHa();
    // By hand: s² = 0.17778 and 0.021973; V = 0.00037554 + 0.000016220, times 1000 ha.
    assertThat(after.mean()).isCloseTo(100, within(1e-9));
    assertThat(after.standardError()).isCloseTo(19.792, within(0.001));
    Estimate drawn = new StratifiedEstimator(sample).area("loss").found().orElseThrow().areaHa();
    assertThat(after.mean()).isCloseTo(drawn.mean(), within(1e-9));
    assertThat(after.ci90High()).isGreaterThan(drawn.ci90High());
  }
}
