package org.heartwood.verification.carbon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.heartwood.inference.biomass.PlotEstimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Error of the mean of nine pixels of 10 m whose errors are correlated as e^(−3h/range), summed
 * over all pairs outside of this program; and a mean of plots by hand.
 */
class MapMeanValidationTest {
  private static final double[] ERRORS = {10, 12, 8, 20, 15, 5, 9, 11, 14};

  @ParameterizedTest
  @CsvSource({
    "0, 16.74074074, 1e-8",
    // The sum leaves out what lies beyond two ranges: 0.25 % of a correlation at most.
    "15, 24.68029888, 1e-8",
    "30, 44.24600796, 1e-8",
    "100, 90.32760541, 1e-8",
    "1e9, 133.5308586, 1e-6"
  })
  void neighboursThatErrTogetherMakeTheMeanLessSure(
      double rangeM, double variance, double tolerance) {
    MapMean mean = mean(rangeM);
    assertThat(mean.standardErrorTonnesPerHa() * mean.standardErrorTonnesPerHa())
        .isCloseTo(variance, within(Math.max(tolerance, 5e-9 * variance)));
    assertThat(mean.independentErrorTonnesPerHa() * mean.independentErrorTonnesPerHa())
        .isCloseTo(16.74074074, within(1e-8));
    assertThat(mean.tonnesPerHa()).isEqualTo(200);
  }

  private static MapMean mean(double rangeM) {
    double[] values = new double[9];
    double[] weights = new double[9];
    Arrays.fill(values, 200);
    Arrays.fill(weights, 1);
    return MapMean.of(values, ERRORS, weights, 3, 10, rangeM);
  }

  @Test
  void pixelsOutsideOrWithoutDataDoNotCount() {
    MapMean mean =
        MapMean.of(
            new double[] {100, Double.NaN, 300, 900},
            new double[] {10, 10, 10, 10},
            new double[] {1, 1, 0.5, 0},
            2,
            10,
            0);
    assertThat(mean.pixels()).isEqualTo(2);
    assertThat(mean.tonnesPerHa()).isCloseTo(250 / 1.5, within(1e-12));
    assertThatThrownBy(
            () ->
                MapMean.of(new double[] {Double.NaN}, new double[] {1}, new double[] {1}, 1, 10, 0))
        .hasMessageContaining("no pixel");
  }

  @Test
  void plotsErrBySamplingAndTogetherByAllometry() {
    PlotMean mean =
        PlotMean.of(
            List.of(plot(200, 50, 30), plot(260, 50, 30), plot(180, 50, 30), plot(240, 50, 30)));
    assertThat(mean.tonnesPerHa()).isEqualTo(220);
    assertThat(mean.samplingErrorTonnesPerHa())
        .isCloseTo(Math.sqrt((400 + 1600 + 1600 + 400) / 12.0), within(1e-12));
    assertThat(mean.sharedErrorTonnesPerHa()).isCloseTo(40, within(1e-12));
    assertThat(mean.factors("s")).extracting(Factor::mean).containsExactly(220.0, 1.0);
    assertThatThrownBy(() -> PlotMean.of(List.of(plot(200, 50, 30))))
        .hasMessageContaining("at least 2 plots");
  }

  private static PlotEstimate plot(double tonnesPerHa, double all, double own) {
    return new PlotEstimate("S", "p", 20, 25, 1, tonnesPerHa, all, own, 0);
  }
}
