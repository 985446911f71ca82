package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;

class HistoryFitTest {
  private static HistorySettings settings(HistorySettings.Stability stability) {
    return new HistorySettings(3, HarmonicModel.Trend.LINEAR, 16, 1e-6, stability);
  }

  @Test
  void rotationsGiveTheRegressionOfAnotherLibrary() {
    double[] days = MadeUpPixels.days(120, 12, 1);
    float[] values = MadeUpPixels.clouded(MadeUpPixels.series(days, 999, 0, 0.03, 2), 0.4, 3);
    HistorySettings settings = settings(HistorySettings.Stability.TRUSTED);
    double[] rows = settings.model(0, 1440).rows(days);
    HistoryFit fit = new HistoryFit(8, 120);
    assertThat(fit.fit(settings, rows, values, 0, 120)).isEqualTo(Standing.NO_CHANGE);

    int n = fit.used();
    double[] y = new double[n];
    double[][] x = new double[n][];
    int at = 0;
    for (int i = 0; i < 120; i++) {
      if (!Float.isNaN(values[i])) {
        y[at] = values[i];
        x[at++] = Arrays.copyOfRange(rows, i * 8 + 1, i * 8 + 8);
      }
    }
    OLSMultipleLinearRegression ols = new OLSMultipleLinearRegression();
    ols.newSampleData(y, x);
    double[] expected = ols.estimateRegressionParameters();
    for (int i = 0; i < 8; i++) {
      assertThat(fit.coefficients()[i]).isCloseTo(expected[i], within(1e-12));
    }
    assertThat(fit.sigma()).isCloseTo(ols.estimateRegressionStandardError(), within(1e-12));
  }

  @Test
  void whatLiesBeforeABreakInTheHistoryIsCutOff() {
    double[] days = MadeUpPixels.days(160, 12, 4);
    float[] values = MadeUpPixels.series(days, 999, 0, 0.02, 5);
    for (int i = 0; i < 60; i++) {
      values[i] -= 0.3f;
    }
    HistorySettings settings = settings(HistorySettings.Stability.REVERSE_CUSUM);
    HistoryFit fit = new HistoryFit(8, 160);
    Standing standing = fit.fit(settings, settings.model(0, 1920).rows(days), values, 0, 160);
    assertThat(standing).isEqualTo(Standing.NO_CHANGE);
    assertThat(fit.first()).isBetween(50, 75);
    assertThat(fit.sigma()).isLessThan(0.1);
    HistorySettings strict =
        new HistorySettings(
            3, HarmonicModel.Trend.LINEAR, 130, 1e-6, HistorySettings.Stability.REVERSE_CUSUM);
    assertThat(fit.fit(strict, settings.model(0, 1920).rows(days), values, 0, 160))
        .isEqualTo(Standing.UNSTABLE_HISTORY);
  }

  @Test
  void stableHistoriesAreCutAboutAsOftenAsTheLevelSays() {
    HistorySettings settings = settings(HistorySettings.Stability.REVERSE_CUSUM);
    double[] days = MadeUpPixels.days(120, 12, 6);
    double[] rows = settings.model(0, 1440).rows(days);
    HistoryFit fit = new HistoryFit(8, 120);
    int cut = 0;
    int pixels = 3000;
    for (int i = 0; i < pixels; i++) {
      float[] values = MadeUpPixels.series(days, 999, 0, 0.03, 100 + i);
      Standing standing = fit.fit(settings, rows, values, 0, 120);
      cut += standing != Standing.NO_CHANGE || fit.used() < 120 ? 1 : 0;
    }
    // 5 % in the limit of a long history; a short one crosses between dates unseen.
    assertThat(cut / (double) pixels).isBetween(0.025, 0.06);
  }

  @Test
  void tooFewAndUndeterminedHistoriesAreNamed() {
    HistorySettings settings = settings(HistorySettings.Stability.REVERSE_CUSUM);
    double[] days = MadeUpPixels.days(40, 12, 7);
    float[] few = new float[40];
    Arrays.fill(few, Float.NaN);
    Arrays.fill(few, 0, 10, 0.5f);
    HistoryFit fit = new HistoryFit(8, 40);
    assertThat(fit.fit(settings, settings.model(0, 480).rows(days), few, 0, 40))
        .isEqualTo(Standing.SHORT_HISTORY);

    double[] sameDay = new double[40];
    for (int i = 0; i < 40; i++) {
      sameDay[i] = i * 365.25;
    }
    float[] values = MadeUpPixels.series(days, 999, 0, 0.01, 8);
    assertThat(fit.fit(settings, settings.model(0, 14610).rows(sameDay), values, 0, 40))
        .isEqualTo(Standing.UNDETERMINED);
  }
}
