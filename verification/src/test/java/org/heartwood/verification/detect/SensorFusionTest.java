package org.heartwood.verification.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.heartwood.verification.detect.SensorFusion.Observation;
import org.heartwood.verification.detect.SensorFusion.Result;
import org.heartwood.verification.detect.SensorFusion.Sensor;
import org.junit.jupiter.api.Test;

class SensorFusionTest {
  private static final Sensor RADAR = new Sensor("radar, dB", 1, 3, 1);
  private static final Sensor OPTICAL = new Sensor("NDVI", 0.05, 0.25, 0.06);
  private static final double FOREVER = Double.POSITIVE_INFINITY;
  private static final SensorFusion BOTH =
      new SensorFusion(List.of(RADAR, OPTICAL), 0.975, FOREVER);

  /**
   * By hand. Radar: ln(p/(1−p)) = (l² − (l − 3)²)/2 = 3l − 4.5, so a fall of 1.8 dB gives 0.9 and p
   * = 0.7109495. NDVI: a fall of 0.15 gives ln(.05/.06) + (3² − (.1/.06)²)/2 = 2.92879, more than
   * ln 9, so that p is cut at 0.9. Day 10: radar alone, p₀ = 0.5. Day 20: both, p =
   * 0.7109495·0.9/(0.7109495·0.9 + 0.2890505·0.1) = 0.9567781.
   */
  @Test
  void twoSensorsAreCombinedAsByHand() {
    Result flagged = BOTH.run(List.of(new Observation(0, 10, 1.8)));
    assertThat(flagged.standing()).isEqualTo(Standing.FLAGGED);
    assertThat(flagged.probability()).isCloseTo(0.7109495, within(1e-7));

    Result confirmed =
        BOTH.run(
            List.of(
                new Observation(0, 10, 1.8),
                new Observation(0, 20, 1.8),
                new Observation(1, 20, 0.15)));
    double p = 0.7109495 * 0.9 / (0.7109495 * 0.9 + 0.2890505 * 0.1);
    assertThat(p).isCloseTo(0.9567781, within(1e-6));
    assertThat(confirmed.standing()).isEqualTo(Standing.CONFIRMED);
    assertThat(confirmed.flagged()).hasValue(10);
    assertThat(confirmed.confirmed()).hasValue(20);
    assertThat(confirmed.probability())
        .isCloseTo(0.7109495 * p / (0.7109495 * p + 0.2890505 * (1 - p)), within(1e-7))
        .isCloseTo(0.9819647, within(1e-6));

    Result rejected = BOTH.run(List.of(new Observation(0, 10, 1.8), new Observation(1, 20, -0.1)));
    assertThat(rejected.standing()).isEqualTo(Standing.NO_CHANGE);
    assertThat(rejected.probability()).isZero();
  }

  @Test
  void oneSensorGivesWhatTheChartOfOneIndexGives() {
    BayesChart chart =
        new BayesChart(
            OPTICAL.forestSigma(), OPTICAL.nonForestShift(), OPTICAL.nonForestSigma(), 0.975);
    SensorFusion alone = new SensorFusion(List.of(OPTICAL), 0.975, FOREVER);
    SplittableRandom random = new SplittableRandom(5);
    int confirmed = 0;
    for (int series = 0; series < 500; series++) {
      double[] state = new double[chart.stateSize(0)];
      chart.begin(state, 0, new double[0], 0, 1);
      List<Observation> scenes = new ArrayList<>();
      double reached = 0;
      int at = -1;
      for (int i = 0; i < 30 && reached < 0.975; i++) {
        double loss = (i < 15 ? 0 : 0.2) + 0.07 * random.nextGaussian();
        scenes.add(new Observation(0, 16.0 * i, loss));
        reached = chart.step(state, 0, loss, 1, i + 1, 0, 0);
        at = i;
      }
      Result result = alone.run(scenes);
      assertThat(result.standing() == Standing.CONFIRMED).isEqualTo(reached >= 0.975);
      assertThat(result.standing() == Standing.NO_CHANGE).isEqualTo(chart.quiet(state, 0, 0));
      if (reached >= 0.975) {
        confirmed++;
        assertThat(result.probability()).isEqualTo(reached);
        assertThat(result.confirmed()).hasValue(16.0 * at);
      }
    }
    assertThat(confirmed).isBetween(300, 500);
  }

  @Test
  void theOrderOfScenesChangesNoBit() {
    SplittableRandom random = new SplittableRandom(8);
    List<Observation> scenes = new ArrayList<>();
    for (int day = 0; day < 20; day++) {
      for (int twice = 0; twice < 3; twice++) {
        scenes.add(new Observation(0, day, 2 + random.nextGaussian()));
        scenes.add(new Observation(1, day, 0.1 + 0.05 * random.nextGaussian()));
      }
    }
    Result result = BOTH.run(scenes);
    for (int shuffle = 0; shuffle < 50; shuffle++) {
      Collections.shuffle(scenes, new Random(shuffle));
      assertThat(BOTH.run(scenes)).isEqualTo(result);
    }
  }

  @Test
  void aSecondSensorShortensTheWaitAndAGreenOneLengthensIt() {
    List<Observation> radar = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      radar.add(new Observation(0, 12.0 * i, 1.9));
    }
    double alone = BOTH.run(radar).confirmed().orElseThrow();
    List<Observation> falling = new ArrayList<>(radar);
    falling.add(new Observation(1, 6, 0.2));
    assertThat(BOTH.run(falling).confirmed().orElseThrow()).isLessThan(alone);
    List<Observation> green = new ArrayList<>(radar);
    green.add(new Observation(1, 6, -0.02));
    assertThat(BOTH.run(green).confirmed().orElseThrow()).isGreaterThan(alone);
  }

  @Test
  void aFlagThatIsNotConfirmedInTimeIsDropped() {
    List<Observation> slow =
        List.of(
            new Observation(0, 0, 1.8), new Observation(0, 100, 1.6), new Observation(0, 110, 1.6));
    SensorFusion radd = new SensorFusion(List.of(RADAR, OPTICAL), 0.975, 90);
    assertThat(BOTH.run(slow).flagged()).hasValue(0);
    assertThat(radd.run(slow).flagged()).hasValue(100);
    assertThat(SensorFusion.radd(BOTH.run(List.of(new Observation(1, 0, 0.2)))))
        .contains(Confidence.LOW);
  }

  @Test
  void noDataIsNoEvidenceAndWrongInputIsRefused() {
    assertThat(BOTH.run(List.of(new Observation(0, 1, Double.NaN))).standing())
        .isEqualTo(Standing.NO_DATA);
    assertThat(BOTH.run(List.of()).standing()).isEqualTo(Standing.NO_DATA);
    assertThatThrownBy(() -> BOTH.run(List.of(new Observation(2, 1, 0))))
        .hasMessageContaining("sensor from 0 to 1");
    assertThatThrownBy(() -> new SensorFusion(List.of(RADAR), 0.5, 90)).hasMessageContaining("chi");
    assertThatThrownBy(() -> new Sensor("s", 0, 1, 1)).hasMessageContaining("forestSigma");
  }
}
