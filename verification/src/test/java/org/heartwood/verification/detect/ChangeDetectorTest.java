package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.heartwood.verification.detect.MadeUpPixels.WATCH_FROM;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeDetectorTest {
  private static final double LEAST = 0.005;
  private static final double[] DAYS = MadeUpPixels.days(240, 12, 1);

  static List<ChangeDetector> detectors() {
    return List.of(
        ChangeDetector.bfastMonitor(Direction.FALL, LEAST, WATCH_FROM),
        ChangeDetector.harmonic(new CusumChart(0.05), 2, Direction.FALL, LEAST, WATCH_FROM),
        ChangeDetector.harmonic(new MosumChart(0.25, 0.05), 2, Direction.FALL, LEAST, WATCH_FROM),
        ChangeDetector.harmonic(new EwmaChart(0.3, 2, 3), 2, Direction.FALL, LEAST, WATCH_FROM),
        ChangeDetector.harmonic(new ShewhartChart(5, 3), 2, Direction.FALL, LEAST, WATCH_FROM),
        ChangeDetector.harmonic(
            new BayesChart(0, 0.25, 0.06, 0.975), 2, Direction.FALL, LEAST, WATCH_FROM));
  }

  private static int index(java.time.LocalDate date) {
    return Arrays.binarySearch(DAYS, (double) date.toEpochDay());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void plantedBreaksAreFoundWithinTwoObservations(ChangeDetector detector) {
    int found = 0;
    int near = 0;
    for (int i = 0; i < 200; i++) {
      int breakAt = 140 + i % 60;
      float[] values = MadeUpPixels.series(DAYS, breakAt, 0.25, 0.03, 900 + i);
      Outcome outcome = detector.detect(DAYS, values);
      if (outcome.standing() == Standing.CONFIRMED) {
        Outcome.Change change = outcome.change().orElseThrow();
        found++;
        near += Math.abs(index(change.firstSeen()) - breakAt) <= 2 ? 1 : 0;
        assertThat(change.confirmed().orElseThrow()).isAfterOrEqualTo(change.firstSeen());
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(170);
    assertThat(near).isGreaterThanOrEqualTo((int) (0.85 * found));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void magnitudeAndLevelAreThoseOfThePlantedFall(ChangeDetector detector) {
    float[] values = MadeUpPixels.series(DAYS, 160, 0.25, 0.01, 77);
    Outcome.Change change = detector.detect(DAYS, values).change().orElseThrow();
    assertThat(change.magnitude()).isCloseTo(-0.25, within(0.04));
    assertThat(change.level()).isCloseTo(0.5, within(0.06));
    assertThat(change.probability()).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void datesOneByOneThroughBytesGiveWhatTheWholeSeriesGives(ChangeDetector detector) {
    ChangeDetector.Dates dates = detector.dates(DAYS);
    int size = detector.stateSize(dates);
    for (int i = 0; i < 20; i++) {
      float[] values =
          MadeUpPixels.clouded(MadeUpPixels.series(DAYS, 150 + i, 0.15, 0.03, i), 0.3, i);
      double[] whole = new double[size];
      detector.run(dates, values, 0, whole, 0, new ChangeDetector.Workspace(dates));

      double[] state = new double[size];
      detector.begin(dates, values, 0, state, 0, new ChangeDetector.Workspace(dates));
      for (int date = dates.historyDates(); date < dates.count(); date++) {
        ByteBuffer stored = ByteBuffer.allocate(size * Double.BYTES);
        stored.asDoubleBuffer().put(state);
        // Dates as a later run would see them: those known by then and no more.
        ChangeDetector.Dates known = detector.dates(Arrays.copyOf(DAYS, date + 1));
        double[] read = new double[size];
        stored.asDoubleBuffer().get(read);
        detector.update(known, date, values[date], read, 0);
        state = read;
      }
      assertThat(state).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void manyPixelsSideBySideGiveTheBitsOfOneAtATime(ChangeDetector detector) {
    ChangeDetector.Dates dates = detector.dates(DAYS);
    int pixels = 150;
    int size = detector.stateSize(dates);
    float[] values = new float[pixels * DAYS.length];
    for (int i = 0; i < pixels; i++) {
      float[] one =
          MadeUpPixels.clouded(
              MadeUpPixels.series(DAYS, 100 + i, 0.2, 0.03, i), (i % 11) / 10.0, i);
      System.arraycopy(one, 0, values, i * DAYS.length, DAYS.length);
    }
    double[] states = new double[pixels * size];
    detector.runAll(dates, values, 0, pixels, states, new ChangeDetector.Workspace(dates));
    double[] alone = new double[size];
    for (int i = 0; i < pixels; i++) {
      detector.run(dates, values, i * DAYS.length, alone, 0, new ChangeDetector.Workspace(dates));
      assertThat(Arrays.copyOfRange(states, i * size, (i + 1) * size)).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aSceneDeliveredTwiceOrLateChangesNothing(ChangeDetector detector) {
    float[] values = MadeUpPixels.series(DAYS, 180, 0.2, 0.03, 5);
    ChangeDetector.Dates dates = detector.dates(DAYS);
    double[] once = new double[detector.stateSize(dates)];
    detector.run(dates, values, 0, once, 0, new ChangeDetector.Workspace(dates));
    double[] twice = new double[once.length];
    detector.begin(dates, values, 0, twice, 0, new ChangeDetector.Workspace(dates));
    for (int date = dates.historyDates(); date < dates.count(); date++) {
      detector.update(dates, date, values[date], twice, 0);
      detector.update(dates, date, values[date], twice, 0);
      detector.update(dates, date - 1, 0.1f, twice, 0);
    }
    assertThat(twice).isEqualTo(once);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aConstantSeriesNeverChanges(ChangeDetector detector) {
    float[] values = new float[DAYS.length];
    Arrays.fill(values, 0.7f);
    assertThat(detector.detect(DAYS, values).standing()).isEqualTo(Standing.NO_CHANGE);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void whatCannotBeToldIsSaidWithItsReason(ChangeDetector detector) {
    float[] none = new float[DAYS.length];
    Arrays.fill(none, Float.NaN);
    assertThat(detector.detect(DAYS, none).standing()).isEqualTo(Standing.NO_DATA);

    float[] noHistory = MadeUpPixels.series(DAYS, 999, 0, 0.03, 1);
    Arrays.fill(noHistory, 0, 115, Float.NaN);
    assertThat(detector.detect(DAYS, noHistory).standing()).isEqualTo(Standing.SHORT_HISTORY);

    float[] noWatch = MadeUpPixels.series(DAYS, 999, 0, 0.03, 1);
    Arrays.fill(noWatch, 125, DAYS.length, Float.NaN);
    assertThat(detector.detect(DAYS, noWatch).standing()).isEqualTo(Standing.NOT_WATCHED);
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void cloudsOverAFallNeverMakeItSurer(ChangeDetector detector) {
    float[] values = MadeUpPixels.series(DAYS, 200, 0.12, 0, 5);
    for (int i = 0; i < DAYS.length; i++) {
      values[i] += (i % 2 == 0 ? 0.03f : -0.03f);
    }
    double before = 2;
    for (int clouds = 0; clouds <= 40; clouds += 4) {
      float[] clouded = values.clone();
      Arrays.fill(clouded, DAYS.length - clouds, DAYS.length, Float.NaN);
      double now =
          detector.detect(DAYS, clouded).change().map(Outcome.Change::probability).orElse(0.0);
      assertThat(now).isLessThanOrEqualTo(before);
      before = now;
    }
    assertThat(before).isZero();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void aSeriesThatComesBackHasRecovered(ChangeDetector detector) {
    float[] values = MadeUpPixels.series(DAYS, 150, 0.3, 0.02, 6);
    for (int i = 180; i < DAYS.length; i++) {
      values[i] += 0.3f;
    }
    Outcome outcome = detector.detect(DAYS, values);
    assertThat(outcome.standing()).isEqualTo(Standing.RECOVERED);
    assertThat(index(outcome.change().orElseThrow().recovered().orElseThrow())).isBetween(179, 184);
  }

  @Test
  void aRiseIsNoLossOfGreenness() {
    float[] values = MadeUpPixels.series(DAYS, 150, -0.3, 0.02, 6);
    for (ChangeDetector detector : detectors()) {
      assertThat(detector.detect(DAYS, values).standing().confirmed())
          .as(detector.title())
          .isFalse();
    }
  }

  @Test
  void fallingAlarmsAreAboutHalfTheLevel() {
    ChangeDetector detector =
        ChangeDetector.harmonic(new CusumChart(0.2), 1, Direction.FALL, 1e-6, WATCH_FROM);
    int alarms = 0;
    for (int i = 0; i < 1500; i++) {
      float[] values = MadeUpPixels.series(DAYS, 999, 0, 0.03, 40_000 + i);
      alarms += detector.detect(DAYS, values).standing().confirmed() ? 1 : 0;
    }
    assertThat(alarms / 1500.0).isBetween(0.01, 0.12);
  }

  @Test
  void theMosumIsTheSumOfTheLastResiduals() {
    ChangeDetector detector = ChangeDetector.bfastMonitor(Direction.FALL, LEAST, WATCH_FROM);
    float[] values = MadeUpPixels.clouded(MadeUpPixels.series(DAYS, 190, 0.1, 0.03, 21), 0.2, 22);
    ChangeDetector.Dates dates = detector.dates(DAYS);
    int history = dates.historyDates();
    HistorySettings settings = detector.history();
    double[] rows = dates.model().rows(DAYS);
    HistoryFit fit = new HistoryFit(8, history);
    assertThat(fit.fit(settings, rows, values, 0, history)).isEqualTo(Standing.NO_CHANGE);
    double[] residuals = new double[DAYS.length];
    int count = 0;
    int used = 0;
    int expected = -1;
    for (int i = fit.first(); i < DAYS.length && expected < 0; i++) {
      if (Float.isNaN(values[i])) {
        continue;
      }
      residuals[count++] = values[i] - fit.predicted(rows, i * 8);
      used += i < history ? 1 : 0;
      int window = fit.used() / 4;
      if (i >= history) {
        double sum = 0;
        for (int j = count - window; j < count; j++) {
          sum += residuals[j];
        }
        double process = sum / (fit.sigma() * Math.sqrt(used));
        double x = count / (double) used;
        if (process <= -1.34182451 * Math.sqrt(2 * Math.max(1, Math.log(x)))) {
          expected = i;
        }
      }
    }
    Outcome outcome = detector.detect(DAYS, values);
    assertThat(expected).isPositive();
    assertThat(index(outcome.change().orElseThrow().confirmed().orElseThrow())).isEqualTo(expected);
  }

  /** The example follows Reiche et al. 2015, doi:10.3390/rs70504973, section 2.1.4, by hand. */
  @Test
  void bayesianUpdatingFlagsConfirmsAndRejects() {
    double[] state = new double[4];
    BayesChart.start(state, 0);
    assertThat(BayesChart.update(state, 0, 0.3, 0.9)).isZero();
    // 0.3·0.8 / (0.3·0.8 + 0.7·0.2)
    assertThat(BayesChart.update(state, 0, 0.8, 0.9)).isCloseTo(0.6315789, within(1e-6));
    assertThat(BayesChart.update(state, 0, 0.7, 0.9)).isCloseTo(0.8, within(1e-6));
    assertThat(BayesChart.update(state, 0, 0.9, 0.9)).isCloseTo(0.972973, within(1e-6));
    BayesChart.start(state, 0);
    BayesChart.update(state, 0, 0.6, 0.9);
    BayesChart.update(state, 0, 0.2, 0.9);
    assertThat(state[2]).isZero();
  }

  @Test
  void wrongSettingsAreRefused() {
    assertThatThrownBy(() -> new MosumChart(0.3, 0.05)).hasMessageContaining("0.3");
    assertThatThrownBy(() -> new CusumChart(0)).hasMessageContaining("level");
    assertThatThrownBy(() -> new BayesChart(0, 0.2, 0.1, 1)).hasMessageContaining("chi");
    assertThatThrownBy(
            () ->
                ChangeDetector.bfastMonitor(Direction.FALL, LEAST, WATCH_FROM)
                    .dates(new double[] {3, 2}))
        .hasMessageContaining("ascend");
  }
}
