package org.heartwood.inference.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.local.LocalReport.BiasVerdict;
import org.junit.jupiter.api.Test;

class LocalAccuracyTest {
  private static final LocalAccuracy QUICK = new LocalAccuracy(300, 1);
  private static final LocalAccuracy FINE = new LocalAccuracy(2000, 1);

  private static boolean contains(Interval interval, double truth) {
    Double low = interval.low();
    Double high = interval.high();
    return low != null && high != null && low <= truth && truth <= high;
  }

  private static double width(Interval interval) {
    Double low = interval.low();
    Double high = interval.high();
    return low == null || high == null ? Double.NaN : high - low;
  }

  @Test
  void figuresAreThoseOfTheFormulas() {
    List<ComparedPlot> plots =
        List.of(
            new ComparedPlot("a", 0, 50, 53, 2),
            new ComparedPlot("b", 1, 50, 46, 2),
            new ComparedPlot("c", 2, 50, 51, 2));
    Accuracy accuracy = FINE.of(plots);
    assertThat(accuracy.bias().value()).isZero();
    assertThat(accuracy.rmse().value()).isCloseTo(Math.sqrt(26 / 3.0), within(1e-12));
    assertThat(accuracy.mae().value()).isCloseTo(8 / 3.0, within(1e-12));
    assertThat(accuracy.in50().value()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(accuracy.in90().value()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(accuracy.bias().told()).isFalse();
    assertThat(BiasVerdict.of(accuracy.bias())).isEqualTo(BiasVerdict.CANNOT_TELL);
  }

  @Test
  void aPlantedBiasIsFoundWithItsSignAndSize() {
    Accuracy high = FINE.of(SimulatedPlots.of(5, 40, 6, 2, 5));
    assertThat(high.bias().value()).isCloseTo(6, within(1.5));
    assertThat(BiasVerdict.of(high.bias())).isEqualTo(BiasVerdict.TOO_HIGH);
    Accuracy low = FINE.of(SimulatedPlots.of(5, 40, -6, 2, 5));
    assertThat(low.bias().value()).isCloseTo(-6, within(1.5));
    assertThat(BiasVerdict.of(low.bias())).isEqualTo(BiasVerdict.TOO_LOW);
  }

  /** 500 places with blocks whose errors go together; the nominal coverage is 0.9. */
  @Test
  void theIntervalOfTheBiasCoversThePlantedOneAsOftenAsItSays() {
    int covered = 0;
    int zeroRefused = 0;
    int trials = 500;
    for (int trial = 0; trial < trials; trial++) {
      Interval bias = QUICK.of(SimulatedPlots.of(100 + trial, 15, 3, 4, 6)).bias();
      covered += contains(bias, 3) ? 1 : 0;
      Interval none = QUICK.of(SimulatedPlots.of(9000 + trial, 15, 0, 4, 6)).bias();
      zeroRefused += BiasVerdict.of(none) == BiasVerdict.NOT_DISTINGUISHABLE ? 0 : 1;
    }
    // Three standard deviations of a share of 0.9 over 500 trials are 0.04.
    assertThat(covered / (double) trials).isBetween(0.86, 0.94);
    assertThat(zeroRefused / (double) trials).isBetween(0.06, 0.14);
  }

  @Test
  void theIntervalsOfCoverageCoverTheTruthAtLeastAsOftenAsTheySay() {
    int covered = 0;
    int trials = 500;
    for (int trial = 0; trial < trials; trial++) {
      // Half of the error is shared by a block; over all places 90 % lie inside.
      Accuracy accuracy = QUICK.of(SimulatedPlots.of(200 + trial, 20, 0, 5, 5));
      covered += contains(accuracy.in90(), 0.9) ? 1 : 0;
    }
    assertThat(covered / (double) trials).isBetween(0.86, 0.97);
  }

  /** Errors as large on average, shared by a block or not: five plots of a block. */
  @Test
  void errorsThatGoTogetherWidenTheIntervalAndLowerTheEffectiveNumber() {
    double widths = 0;
    double widthsAlone = 0;
    double effective = 0;
    double effectiveAlone = 0;
    int places = 40;
    for (int place = 0; place < places; place++) {
      Accuracy together = QUICK.of(SimulatedPlots.of(place, 30, 0, Math.sqrt(32), 2));
      Accuracy alone = QUICK.of(SimulatedPlots.of(place, 30, 0, 0, 6));
      widths += width(together.bias()) / places;
      widthsAlone += width(alone.bias()) / places;
      effective += together.effectivePlots() / places;
      effectiveAlone += alone.effectivePlots() / places;
    }
    // Correlation 32/36 within blocks: the design effect is 1 + 4 · 32/36 = 4.6, its root 2.1.
    assertThat(widths / widthsAlone).isBetween(1.9, 2.4);
    assertThat(effective).isBetween(30.0, 40.0);
    assertThat(effectiveAlone).isGreaterThan(110);
  }

  @Test
  void allPlotsInOneBlockCannotTell() {
    List<ComparedPlot> plots = new ArrayList<>();
    for (ComparedPlot plot : SimulatedPlots.of(3, 30, 5, 1, 1)) {
      plots.add(new ComparedPlot(plot.id(), 0, plot.observed(), plot.predicted(), 1));
    }
    Accuracy accuracy = FINE.of(plots);
    assertThat(accuracy.bias().told()).isFalse();
    assertThat(accuracy.effectivePlots()).isEqualTo(1);
  }

  @Test
  void theSameSeedGivesTheSameIntervalsAndBinsCountEveryPlotOnce() {
    List<ComparedPlot> plots = SimulatedPlots.of(8, 30, 1, 2, 5);
    assertThat(FINE.of(plots)).isEqualTo(FINE.of(plots));
    assertThat(new LocalAccuracy(2000, 2).of(plots)).isNotEqualTo(FINE.of(plots));
    List<LocalReport.Bin> bins = FINE.byPrediction(plots, List.of(0.0, 40.0, 60.0, 100.0));
    assertThat(bins.stream().mapToInt(bin -> bin.accuracy().plots()).sum()).isEqualTo(plots.size());
  }
}
