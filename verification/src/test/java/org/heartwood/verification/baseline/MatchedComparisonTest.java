package org.heartwood.verification.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.heartwood.verification.change.StratumCount;
import org.junit.jupiter.api.Test;

class MatchedComparisonTest {
  /** Pixels that all have the same value of the first covariate, and 0 of the others. */
  private static StratumCount count(
      Zone zone, int stratum, long pixels, long value, long... lostPixels) {
    return new StratumCount(
        zone,
        0,
        0,
        stratum,
        pixels,
        lostPixels,
        new long[] {pixels * value, 0, 0, 0},
        new long[] {pixels * value * value, 0, 0, 0});
  }

  private static MatchedComparison compare(StratumCount... counts) {
    return MatchedComparison.of(List.of(counts), Zone.PROJECT, 2005, 2010, 50, 1);
  }

  private static MatchedComparison example() {
    return compare(
        count(Zone.PROJECT, 1, 10, 100, 2),
        count(Zone.PROJECT, 2, 30, 200, 3),
        count(Zone.PROJECT, 3, 10, 0, 9),
        count(Zone.COMPARISON, 1, 20, 110, 8),
        count(Zone.COMPARISON, 2, 60, 190, 3),
        count(Zone.COMPARISON, 4, 5, 0, 5));
  }

  @Test
  void comparesWithinStrataAndWeighsByTheTreated() {
    MatchedComparison comparison = example();
    assertThat(comparison.observedLossFraction()).isEqualTo(5.0 / 40);
    assertThat(comparison.expectedLossFraction()).isEqualTo((10 * 0.4 + 30 * 0.05) / 40);
    assertThat(comparison.excessLossFraction().mean()).isCloseTo(-0.0125, within(1e-15));
    assertThat(comparison.years()).isEqualTo(5);
  }

  @Test
  void strataWithoutControlsAreLeftOutAndReported() {
    MatchedComparison comparison = example();
    assertThat(comparison.treatedPixels()).isEqualTo(50);
    assertThat(comparison.matchedFraction()).isEqualTo(0.8);
    assertThat(comparison.controlPixels()).isEqualTo(80);
    assertThat(comparison.controlBlocks()).isEqualTo(1);
  }

  @Test
  void balanceIsThatComputedByHand() {
    Balance balance = example().balance().get(0);
    assertThat(balance.treatedMean()).isEqualTo(175);
    assertThat(balance.controlMean()).isEqualTo(170);
    assertThat(balance.rawControlMean()).isEqualTo(160);
    assertThat(balance.smd()).isCloseTo(5 / Math.sqrt((1875 + 1200) / 2.0), within(1e-12));
    double rawControlVariance = 2_408_000.0 / 85 - 160 * 160;
    assertThat(balance.rawSmd())
        .isCloseTo((140 - 160) / Math.sqrt((6400 + rawControlVariance) / 2), within(1e-12));
    assertThat(example().maxSmd()).isEqualTo(balance.smd());
  }

  @Test
  void oneBlockWithoutMapErrorHasNoSpread() {
    assertThat(example().excessLossFraction().standardError()).isZero();
  }

  @Test
  void theMapsErrorWidensTheInterval() {
    MatchedComparison comparison =
        compare(
            count(Zone.PROJECT, 1, 100, 100, 10, 5, 15),
            count(Zone.COMPARISON, 1, 100, 100, 10, 10, 10));
    assertThat(comparison.blockStandardError()).isZero();
    assertThat(comparison.mapStandardError()).isCloseTo(0.1 / Math.sqrt(2), within(1e-12));
    assertThat(comparison.excessLossFraction().ci90Low()).isCloseTo(-0.05, within(1e-12));
    assertThat(comparison.excessLossFraction().ci90High()).isCloseTo(0.05, within(1e-12));
  }

  @Test
  void zonesThatAreAlikeHaveNoEffect() {
    MatchedComparison comparison =
        compare(
            count(Zone.PROJECT, 1, 10, 100, 2),
            count(Zone.PROJECT, 2, 30, 200, 3),
            count(Zone.COMPARISON, 1, 10, 100, 2),
            count(Zone.COMPARISON, 2, 30, 200, 3));
    assertThat(comparison.excessLossFraction()).isEqualTo(new Estimate(0, 0, 0, 0));
    assertThat(comparison.maxSmd()).isZero();
    assertThat(comparison.matchedFraction()).isEqualTo(1);
  }

  @Test
  void withoutSharedStrataNothingIsKnown() {
    MatchedComparison comparison =
        compare(count(Zone.PROJECT, 1, 10, 100, 2), count(Zone.COMPARISON, 2, 10, 100, 2));
    assertThat(comparison.matchedFraction()).isZero();
    assertThat(comparison.excessLossFraction().mean()).isNaN();
  }
}
