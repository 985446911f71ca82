package org.heartwood.ingest.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.heartwood.ingest.project.ClaimsArithmetic.Recomputed;
import org.heartwood.ingest.project.ClaimsArithmetic.Result;
import org.heartwood.ingest.project.Dossier.PoolStocks;
import org.heartwood.ingest.project.Dossier.ReportingPeriod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClaimsArithmeticTest {
  private static final PoolStocks BASELINE = new PoolStocks(1000.0, 100.0, 50.0, 60.0);
  private static final PoolStocks PROJECT = new PoolStocks(2000.0, 200.0, 30.0, 20.0);

  private static ReportingPeriod period(
      @Nullable Double issued,
      @Nullable Double secondaryEffects,
      PoolStocks baseline,
      PoolStocks project) {
    return new ReportingPeriod(null, null, issued, null, 0.1, secondaryEffects, baseline, project);
  }

  private static Recomputed recomputed(ReportingPeriod period) {
    return ClaimsArithmetic.firstPeriod(period).numbers().orElseThrow();
  }

  @Test
  void creditsFollowTheProtocol() {
    // (2000 + 200)·0.9 − 1100 + 0.8·((30 − 50) + (20 − 60)) − 7
    Recomputed sum = recomputed(period(800.0, -7.0, BASELINE, PROJECT));

    assertThat(sum.co2eTonnes()).isCloseTo(825, within(1e-9));
    assertThat(sum.withoutLandfillCo2eTonnes()).isCloseTo(857, within(1e-9));
    assertThat(sum.differenceCo2eTonnes()).isCloseTo(25, within(1e-9));
    assertThat(sum.differenceFraction()).isCloseTo(0.03125, within(1e-12));
    assertThat(sum.reproduced()).isFalse();
    assertThat(sum.countedAsZero()).isEmpty();
  }

  @Test
  void secondaryEffectsNeverAddCredits() {
    assertThat(recomputed(period(832.0, 7.0, BASELINE, PROJECT)).co2eTonnes())
        .isCloseTo(832, within(1e-9));
  }

  @Test
  void theLimitIsAPerMille() {
    assertThat(recomputed(period(832 / 1.00099, 0.0, BASELINE, PROJECT)).reproduced()).isTrue();
    assertThat(recomputed(period(832 / 1.00101, 0.0, BASELINE, PROJECT)).reproduced()).isFalse();
    assertThat(recomputed(period(864.0, 0.0, BASELINE, PROJECT)).reproducedWithoutLandfill())
        .isTrue();
  }

  @Test
  void poolsThatAreNotReportedCountAsZeroAndAreNamed() {
    Recomputed sum =
        recomputed(
            period(
                800.0,
                null,
                new PoolStocks(1000.0, null, 50.0, 60.0),
                new PoolStocks(2000.0, 200.0, 50.0, 60.0)));

    assertThat(sum.co2eTonnes()).isCloseTo(980, within(1e-9));
    assertThat(sum.countedAsZero())
        .containsExactly("standing dead trees of the baseline (IFM-3)", "secondary effects");
  }

  @Test
  void withoutLiveTreesOrCreditsNothingIsComputed() {
    Result result =
        ClaimsArithmetic.firstPeriod(
            new ReportingPeriod(null, null, null, null, null, null, BASELINE, null));

    assertThat(result.numbers()).isEmpty();
    assertThat(result.missing())
        .containsExactly(
            "credits issued", "confidence deduction", "standing live trees of the project (IFM-1)");
    assertThat(ClaimsArithmetic.firstPeriod(period(0.0, 0.0, BASELINE, PROJECT)).missing())
        .containsExactly("credits issued above 0");
  }
}
