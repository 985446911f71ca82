package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Boundaries and critical values against published ones, and against paths without a change. */
class CriticalValuesValidationTest {
  /** Chu, Stinchcombe and White 1996, as R package strucchange and Python package nrt have them. */
  @Test
  void cusumValuesAreThePublishedOnes() {
    assertThat(CusumChart.critical(0.10)).isCloseTo(2.500278, within(1e-6));
    assertThat(CusumChart.critical(0.05)).isCloseTo(2.795483, within(1e-6));
    assertThat(CusumChart.critical(0.01)).isCloseTo(3.368214, within(1e-6));
  }

  /** R package strucchange, monitorMECritvalTable, functional "max", period 10. */
  @Test
  void mosumValuesAreThePublishedOnes() {
    assertThat(new MosumChart(0.25, 0.05).limit()).isCloseTo(1.34182451, within(1e-8));
    assertThat(new MosumChart(0.5, 0.05).limit()).isCloseTo(1.902003179, within(1e-8));
    assertThat(new MosumChart(1, 0.01).limit()).isCloseTo(3.276932457, within(1e-8));
  }

  @Test
  void withoutAChangeTheAlarmsAreAsRareAsTheLevelSays() {
    // A constant is the whole regression, and ten times the history is watched, as in the theory.
    assertThat(alarms(new MosumChart(0.25, 0.05))).isBetween(0.035, 0.062);
    assertThat(alarms(new MosumChart(1, 0.05))).isBetween(0.035, 0.062);
    // This one holds for all time; ten times the history is a part of it.
    assertThat(alarms(new CusumChart(0.05))).isBetween(0.015, 0.055);
    assertThat(alarms(new CusumChart(0.2))).isBetween(0.10, 0.21);
  }

  @Test
  void oneObservationInTwentyTwoIsBeyondTwoDeviationsOfTheMovingAverage() {
    EwmaChart chart = new EwmaChart(0.3, 2, 1);
    SplittableRandom random = new SplittableRandom(11);
    double[] state = new double[1];
    int beyond = 0;
    int steps = 200_000;
    for (int i = 0; i < steps; i++) {
      beyond +=
          chart.step(state, 0, MadeUpPixels.gaussian(random), 1, i, 100, 0) >= chart.limit()
              ? 1
              : 0;
    }
    assertThat(beyond / (double) steps).isCloseTo(0.0228, within(0.002));
  }

  /** Share of paths on which either side is left. */
  private static double alarms(Chart chart) {
    int paths = 3000;
    int history = 250;
    int alarms = 0;
    double limit = chart.limit();
    double[] up = new double[chart.stateSize(history)];
    double[] down = new double[chart.stateSize(history)];
    double[] past = new double[history];
    double[] mirrored = new double[history];
    for (int path = 0; path < paths; path++) {
      SplittableRandom random = new SplittableRandom(5000 + path);
      double mean = 0;
      for (int i = 0; i < history; i++) {
        past[i] = MadeUpPixels.gaussian(random);
        mean += past[i] / history;
      }
      double squares = 0;
      for (int i = 0; i < history; i++) {
        past[i] -= mean;
        squares += past[i] * past[i];
      }
      double sigma = Math.sqrt(squares / (history - 1));
      for (int i = 0; i < history; i++) {
        past[i] /= sigma;
        mirrored[i] = -past[i];
      }
      chart.begin(up, 0, past, history, sigma);
      chart.begin(down, 0, mirrored, history, sigma);
      for (int i = 1; i <= 9 * history; i++) {
        double z = (MadeUpPixels.gaussian(random) - mean) / sigma;
        if (chart.step(up, 0, z, sigma, i, history, 0) >= limit
            || chart.step(down, 0, -z, sigma, i, history, 0) >= limit) {
          alarms++;
          break;
        }
      }
    }
    return alarms / (double) paths;
  }
}
