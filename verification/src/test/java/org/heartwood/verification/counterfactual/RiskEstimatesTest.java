package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;

/** Landscapes of 20 × 20 squares whose rates of loss by class are planted. */
final class RiskEstimatesTest {
  private static final Timeline TIMELINE = new Timeline(List.of(2000, 2005, 2010, 2020), 2);
  private static final int SIDE = 20;
  private static final int AT_END = RiskCounts.START_FOREST + 1;

  /** Rate of loss in five years of a class; ten years lose twice that. */
  private static double rate(int vulnerabilityClass) {
    return 0.002 * vulnerabilityClass;
  }

  private static long[] entry(int forest, int vulnerabilityClass, double scale) {
    long[] counts = new long[RiskCounts.entries(TIMELINE)];
    double rate = rate(vulnerabilityClass);
    counts[RiskCounts.FIT_FOREST] = forest;
    counts[RiskCounts.FIT_LOST] = Math.round(forest * rate);
    counts[RiskCounts.TRY_FOREST] = forest;
    counts[RiskCounts.TRY_LOST] = Math.round(forest * rate);
    counts[RiskCounts.BEFORE_FOREST] = forest;
    counts[RiskCounts.BEFORE_LOST] = Math.round(2 * forest * rate);
    counts[RiskCounts.START_FOREST] = forest;
    counts[AT_END] = Math.round(2 * forest * rate * scale);
    return counts;
  }

  /** Squares differ in how near they lie to the edge. */
  private static RiskCounts landscape() {
    RiskCounts counts = RiskCounts.empty(TIMELINE);
    SplittableRandom random = new SplittableRandom(5);
    for (int block = 0; block < SIDE * SIDE; block++) {
      for (int i = 0; i < 4; i++) {
        int code = 1 + random.nextInt(RiskCounts.CLASSES);
        counts.add(PixelSet.key(block / SIDE, block % SIDE), code, entry(500 * (1 + i), code, 1));
      }
    }
    return counts;
  }

  /** Ten squares near the edge, where loss is high; a share of it is prevented. */
  private static RiskCounts area(double scale) {
    RiskCounts counts = RiskCounts.empty(TIMELINE);
    for (int block = 0; block < 10; block++) {
      counts.add(PixelSet.key(100, block), 25 + block % 5, entry(10_000, 25 + block % 5, scale));
    }
    return counts;
  }

  private static RiskEstimates risk() {
    return new RiskEstimates(TIMELINE, landscape(), landscape(), 200, 11);
  }

  @Test
  void anAreaThatLosesAsItsClassesDoAvoidsNothingThoughItLosesMoreThanTheRest() {
    for (EffectEstimate estimate : risk().ofProject(area(1))) {
      Estimate avoided = avoided(estimate);
      assertThat(avoided.mean()).as(estimate.specification()).isCloseTo(0, within(0.0006));
      assertThat(avoided.ci90Low()).isLessThanOrEqualTo(avoided.mean());
      assertThat(avoided.ci90High()).isGreaterThanOrEqualTo(avoided.mean());
    }
    double own = 2 * rate(27);
    assertThat(risk().ofProject(area(1)).get(0).lastYear().observedLossFraction())
        .isCloseTo(own, within(1e-3));
  }

  @Test
  void halfThePlantedLossIsFoundToBeAvoided() {
    double lostAYear = 2 * rate(27) / 10;
    for (EffectEstimate estimate : risk().ofProject(area(0.5))) {
      assertThat(avoided(estimate).mean())
          .as(estimate.specification())
          .isCloseTo(lostAYear / 2, within(0.1 * lostAYear));
    }
  }

  @Test
  void moreLossNeverLooksLikeMoreAvoided() {
    double before = Double.POSITIVE_INFINITY;
    for (double scale : new double[] {0, 0.3, 0.8, 1, 1.5}) {
      double avoided = avoided(risk().ofProject(area(scale)).get(0)).mean();
      assertThat(avoided).isLessThan(before);
      before = avoided;
    }
  }

  @Test
  void aPlaceIsNoControlOfItself() {
    // A landscape that is the place and nothing else leaves nothing to compare with.
    RiskCounts place = area(1);
    RiskEstimates risk = new RiskEstimates(TIMELINE, place, place, 50, 3);
    assertThat(risk.ofPlace(place).get(0).cannotTell()).contains("no forest is left outside");
    assertThat(risk.ofProject(place).get(0).avoidedPerYear()).isNotNull();
  }

  @Test
  void anAreaWithoutForestCannotBeTold() {
    assertThat(risk().ofProject(RiskCounts.empty(TIMELINE)))
        .allSatisfy(e -> assertThat(e.cannotTell()).contains("held no forest"));
  }

  @Test
  void theMapThatKnowsTheClassesPredictsBest() {
    List<RiskMap.MapError> errors = risk().errors(5, 5, 0.09);
    assertThat(errors).hasSize(3);
    RiskMap.MapError distance = errors.get(0);
    assertThat(distance.prediction().medianAbsoluteHa()).isLessThan(0.1);
    assertThat(errors.get(1).prediction().medianAbsoluteHa())
        .isGreaterThan(distance.prediction().medianAbsoluteHa());
    assertThat(errors.get(2).prediction().weightedRootMeanSquareHa())
        .isGreaterThan(10 * distance.prediction().weightedRootMeanSquareHa());
  }

  @Test
  void aFirstPeriodWithoutLossPredictsNothingAndLeavesNoNumberThatIsNone() {
    RiskCounts quiet = RiskCounts.empty(TIMELINE);
    for (int block = 0; block < 25; block++) {
      long[] counts = entry(1000, 20, 1);
      counts[RiskCounts.FIT_LOST] = 0;
      quiet.add(PixelSet.key(block / 5, block % 5), 20, counts);
    }
    for (RiskMap.MapError error :
        new RiskEstimates(TIMELINE, quiet, quiet, 50, 1).errors(5, 5, 1)) {
      assertThat(error.fit().medianAbsoluteHa()).isZero();
      assertThat(error.prediction().medianAbsoluteHa()).isEqualTo(40);
    }
  }

  private static Estimate avoided(EffectEstimate estimate) {
    Estimate avoided = estimate.avoidedPerYear();
    assertThat(avoided).isNotNull();
    return Objects.requireNonNull(avoided);
  }
}
