package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class PixelMatchingTest {
  private static final Timeline TIMELINE = new Timeline(List.of(2000, 2010, 2020), 1);
  private static final List<MatchingCovariate> COVARIATES =
      List.of(new MatchingCovariate("elevation", "m", 100), new MatchingCovariate("slope", "°", 5));
  private static final MatchingSettings ALL_AT_ONCE =
      new MatchingSettings(1, 5, 1, 16, 100, 4, 50, 1);

  /** A pixel: row, column, class, elevation, slope, date by which it was lost. */
  private static PixelSet pixels(double[]... rows) {
    long[] keys = new long[rows.length];
    int[] hard = new int[rows.length];
    float[] values = new float[2 * rows.length];
    byte[] lostBy = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      keys[i] = PixelSet.key((int) rows[i][0], (int) rows[i][1]);
      hard[i] = (int) rows[i][2];
      values[2 * i] = (float) rows[i][3];
      values[2 * i + 1] = (float) rows[i][4];
      lostBy[i] = (byte) rows[i][5];
    }
    return new PixelSet(2, keys, hard, values, lostBy);
  }

  private static Study study(PixelSet treated, PixelSet candidates) {
    return Study.of(
        "area",
        treated,
        new CandidateIndex(COVARIATES, candidates),
        new BitSet(),
        new CellPanel(
            TIMELINE,
            480,
            COVARIATES,
            new int[0],
            new int[0],
            new long[0],
            new double[0],
            new int[0]),
        new BitSet(),
        new BitSet(),
        1);
  }

  private static EffectEstimate matched(PixelSet treated, PixelSet candidates) {
    return PixelMatching.with(ALL_AT_ONCE).estimate(study(treated, candidates));
  }

  @Test
  void thePartnerIsTheNearestWithinCalipersAndOfTheSameClass() {
    EffectEstimate estimate =
        matched(
            pixels(new double[] {0, 0, 1, 500, 10, 3}),
            pixels(
                // The nearest is of another class, the next lies beyond a caliper.
                new double[] {9, 1, 2, 500, 10, 3},
                new double[] {9, 2, 1, 601, 10, 3},
                new double[] {9, 3, 1, 520, 11, 2},
                new double[] {9, 4, 1, 560, 14, 3}));

    assertThat(estimate.unmatchedFraction()).isZero();
    assertThat(estimate.years().get(0).counterfactualLossFraction()).isEqualTo(1);
    assertThat(estimate.years().get(0).observedLossFraction()).isZero();
    assertThat(estimate.balance().get(0).controlMean()).isCloseTo(520, within(1e-6));
  }

  @Test
  void aPartnerServesOnceInADrawAndWhoComesLateIsCounted() {
    EffectEstimate estimate =
        matched(
            pixels(
                new double[] {0, 0, 1, 500, 10, 3},
                new double[] {0, 1, 1, 501, 10, 3},
                new double[] {0, 2, 1, 502, 10, 3}),
            pixels(
                new double[] {9, 1, 1, 500, 10, 3},
                new double[] {9, 2, 1, 505, 12, 3},
                new double[] {9, 3, 2, 505, 10, 3}));

    assertThat(estimate.unmatchedFraction()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(estimate.reasonAgainst()).isPresent();
  }

  @Test
  void pixelsWithoutAnyPartnerAreCountedWhileCandidatesAreLeft() {
    EffectEstimate estimate =
        matched(
            pixels(new double[] {0, 0, 1, 500, 10, 3}, new double[] {0, 1, 1, 2000, 10, 3}),
            pixels(
                new double[] {9, 1, 1, 500, 10, 3},
                new double[] {9, 2, 1, 505, 12, 3},
                new double[] {9, 3, 1, 507, 11, 3}));

    assertThat(estimate.unmatchedFraction()).isCloseTo(0.5, within(1e-12));
    assertThat(estimate.warnings()).anyMatch(w -> w.contains("1 of 2 sampled pixels have no"));
  }

  @Test
  void withoutCandidatesItCannotTell() {
    assertThat(matched(pixels(new double[] {0, 0, 1, 500, 10, 3}), pixels()).cannotTell())
        .contains("no candidates");
  }

  @Test
  void withoutForestItCannotTell() {
    assertThat(matched(pixels(), pixels(new double[] {0, 0, 1, 500, 10, 3})).cannotTell())
        .contains("forest at the start");
  }

  @Test
  void aSingularCovarianceIsNamed() {
    EffectEstimate estimate =
        matched(
            pixels(new double[] {0, 0, 1, 500, 10, 3}),
            pixels(
                new double[] {9, 1, 1, 500, 10, 3},
                new double[] {9, 2, 1, 510, 12, 3},
                new double[] {9, 3, 1, 505, 11, 3}));

    assertThat(estimate.cannotTell()).contains("slope is determined by the other covariates");
  }

  @Test
  void aConstantCovariateIsLeftOutAndSaid() {
    EffectEstimate estimate =
        matched(
            pixels(new double[] {0, 0, 1, 500, 10, 3}),
            pixels(new double[] {9, 1, 1, 500, 10, 3}, new double[] {9, 2, 1, 510, 10, 3}));

    assertThat(estimate.cannotTell()).isNull();
    assertThat(estimate.warnings()).anyMatch(w -> w.contains("do not vary: slope"));
  }

  @Test
  void constantCovariatesAloneCannotTell() {
    EffectEstimate estimate =
        matched(
            pixels(new double[] {0, 0, 1, 500, 10, 3}),
            pixels(new double[] {9, 1, 1, 500, 10, 3}, new double[] {9, 2, 1, 500, 10, 3}));

    assertThat(estimate.cannotTell()).contains("no covariate varies");
  }

  @Test
  void theOrderOfCandidatesChangesNothing() {
    MadeUpLandscape landscape = new MadeUpLandscape(2, 0.5);
    PixelSet outside = landscape.outside();
    int[] backwards = new int[outside.size()];
    Arrays.setAll(backwards, i -> outside.size() - 1 - i);
    MatchingSettings settings = new MatchingSettings(7, 20, 0.25, 16, 50, 16, 100, 3);

    assertThat(
            PixelMatching.with(settings)
                .estimate(landscape.study(landscape.sampled(7), outside.chosen(backwards))))
        .isEqualTo(
            PixelMatching.with(settings).estimate(landscape.study(landscape.sampled(7), outside)));
  }

  @Test
  void aShiftOfACovariateChangesNoEffect() {
    EffectEstimate low =
        matched(
            pixels(new double[] {0, 0, 1, 300, 10, 3}),
            pixels(
                new double[] {9, 1, 1, 310, 12, 2},
                new double[] {9, 2, 1, 350, 11, 3},
                new double[] {9, 3, 2, 350, 13, 3}));
    EffectEstimate high =
        matched(
            pixels(new double[] {0, 0, 1, 1300, 10, 3}),
            pixels(
                new double[] {9, 1, 1, 1310, 12, 2},
                new double[] {9, 2, 1, 1350, 11, 3},
                new double[] {9, 3, 2, 1350, 13, 3}));

    assertThat(Objects.requireNonNull(high.avoidedPerYear()).mean())
        .isEqualTo(Objects.requireNonNull(low.avoidedPerYear()).mean());
  }
}
