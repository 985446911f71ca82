package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;

final class PlaceboTest {
  private static Placebo of(List<Double> rising) {
    return new Placebo("x", rising.size(), List.of(), rising, 1, 1, rising.size(), 0);
  }

  private static EffectEstimate estimate(double mean) {
    return new EffectEstimate(
        Family.PIXEL_MATCHING,
        "x",
        null,
        List.of(),
        new Estimate(mean, 0.1, mean - 0.1, mean + 0.1),
        "",
        List.of(),
        0,
        null,
        List.of());
  }

  @Test
  void theIntervalIsMovedByTheErrorsOfThePlacebos() {
    // 99 placebos, -49 to 49: the fifth from either end is 45.
    Placebo placebo = of(IntStream.rangeClosed(-49, 49).mapToObj(i -> (double) i).toList());
    Estimate widened = placebo.widened(new Estimate(10, 1, 8, 12));
    assertThat(widened.mean()).isEqualTo(10);
    assertThat(widened.ci90Low()).isEqualTo(10 - 45);
    assertThat(widened.ci90High()).isEqualTo(10 + 45);
  }

  @Test
  void itIsNeverNarrowerThanTheEstimatorsOwn() {
    Placebo placebo = of(Stream.generate(() -> 0.0).limit(40).toList());
    assertThat(placebo.widened(new Estimate(10, 1, 8, 12))).isEqualTo(new Estimate(10, 1, 8, 12));
  }

  @Test
  void ofFewPlacebosTheOutermostCount() {
    Placebo placebo = of(IntStream.range(0, 19).mapToObj(i -> (double) i).toList());
    Estimate widened = placebo.widened(new Estimate(0, 0, 0, 0));
    assertThat(widened.ci90Low()).isEqualTo(-18);
    assertThat(widened.ci90High()).isZero();
  }

  @Test
  void tooFewWidenNothing() {
    Placebo placebo = of(List.of(0.0, 1.0));
    assertThat(placebo.suffices()).isFalse();
    assertThatThrownBy(() -> placebo.widened(new Estimate(0, 0, 0, 0)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("only 2 placebos");
  }

  /**
   * Errors on the project and on placebos alike, and an interval of its own that is far too short.
   */
  @Test
  void itHoldsTheTruthInNineOfTenCasesThoughTheOwnIntervalIsTooNarrow() {
    SplittableRandom random = new SplittableRandom(11);
    int held = 0;
    int trials = 4000;
    for (int trial = 0; trial < trials; trial++) {
      Placebo placebo = of(Stream.generate(random::nextGaussian).limit(59).sorted().toList());
      double found = 3 + random.nextGaussian();
      Estimate widened = placebo.widened(new Estimate(found, 0.1, found - 0.1, found + 0.1));
      held += widened.ci90Low() <= 3 && 3 <= widened.ci90High() ? 1 : 0;
    }
    assertThat((double) held / trials).isCloseTo(0.9, within(0.015));
  }

  /**
   * Areas whose loss comes in independent patches, the project with a sixteenth of the forest that
   * the places have: its chance is four times theirs.
   */
  @Test
  void placesWithMoreForestThanTheProjectStandForItsWiderChance() {
    SplittableRandom random = new SplittableRandom(12);
    int held = 0;
    int rejected = 0;
    int trials = 2000;
    for (int trial = 0; trial < trials; trial++) {
      List<Placebo.Trial> places =
          Stream.generate(() -> new Placebo.Trial(estimate(0.25 * random.nextGaussian()), 16_000))
              .limit(99)
              .toList();
      EffectEstimate own = estimate(3 + random.nextGaussian());
      Placebo placebo = Placebo.of(own, 1000, places);
      Estimate widened = placebo.widened(Objects.requireNonNull(own.avoidedPerYear()));
      held += widened.ci90Low() <= 3 && 3 <= widened.ci90High() ? 1 : 0;
      EffectEstimate nothing = estimate(random.nextGaussian());
      rejected += placebo.ranking(nothing, 1000).rankAvoided() <= 0.1 ? 1 : 0;
    }
    assertThat((double) held / trials).isCloseTo(0.9, within(0.03));
    assertThat((double) rejected / trials).isCloseTo(0.1, within(0.03));
  }

  @Test
  void placesWithLessForestCountAsTheyAre() {
    List<Placebo.Trial> places = List.of(new Placebo.Trial(estimate(-0.5), 100));
    Placebo placebo = Placebo.of(estimate(1), 400, places);
    assertThat(placebo.avoidedPerYear()).containsExactly(-0.5);
    assertThat(placebo.ranking(estimate(1), 25).avoidedPerYear()).containsExactly(-1.0);
    assertThat(placebo.places()).containsExactly(new Placebo.Place(-0.5, 100));
  }

  @Test
  void anAreaWithoutForestIsRankedAmongNone() {
    Placebo placebo = Placebo.of(estimate(1), 0, List.of(new Placebo.Trial(estimate(2), 5)));
    assertThat(placebo.suffices()).isFalse();
    assertThat(placebo.rankAvoided()).isEqualTo(1);
  }
}
