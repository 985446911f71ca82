package org.heartwood.ingest.composite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.heartwood.ingest.composite.Images.band;
import static org.heartwood.ingest.composite.Images.image;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.heartwood.ingest.composite.BestPixel.Candidate;
import org.junit.jupiter.api.Test;

class BestPixelTest {
  private static final float NAN = Float.NaN;
  private static final LocalDate TARGET = LocalDate.parse("2001-02-01");
  private static final BestPixelRule RULE = new BestPixelRule(TARGET, 30, 50);

  private static Candidate clear(String scene, String day, float[]... bands) {
    return new Candidate(image(scene, day, bands), new BitSet(), 1);
  }

  @Test
  void theDateNearestToTheTargetIsTakenWithAllItsBands() {
    BestPixel best =
        BestPixel.of(
            List.of(
                clear("late", "2001-03-05", band(1, 1, 1), band(10, 10, NAN)),
                clear("near", "2001-02-03", band(2, NAN, 2), band(20, 20, NAN)),
                clear("early", "2000-11-01", band(3, 3, NAN), band(30, 30, 30))),
            RULE);
    assertThat(best.bands().get(0).data()).containsExactly(2, 1, NAN);
    assertThat(best.bands().get(1).data()).containsExactly(20, 10, NAN);
    assertThat(best.chosen().data()).containsExactly(1, 0, NAN);
    assertThat(best.valid().count().data()).containsExactly(3, 2, 0);
    assertThat(best.score().data()[2]).isNaN();
  }

  @Test
  void aPixelBesideACloudLosesToALaterClearDate() {
    float[] values = new float[60];
    BitSet cloud = new BitSet();
    cloud.set(0);
    BestPixel best =
        BestPixel.of(
            List.of(
                new Candidate(image("cloudy", "2001-02-01", values), cloud, 1),
                clear("clear", "2001-02-26", values)),
            RULE);
    // The later day costs 1 − exp(−½ (25 / 30)²) = 0.293: a cloud nearer than 30 px costs more.
    assertThat(best.chosen().data()[1]).isEqualTo(1);
    assertThat(best.chosen().data()[29]).isEqualTo(1);
    assertThat(best.chosen().data()[30]).isZero();
    assertThat(best.chosen().data()[59]).isZero();
  }

  @Test
  void scoresHaveTheirFormulas() {
    assertThat(RULE.dayScore(TARGET)).isEqualTo(1);
    assertThat(RULE.dayScore(TARGET.plusDays(30))).isCloseTo(0.60653066, within(1e-8));
    assertThat(RULE.dayScore(TARGET.minusDays(60))).isCloseTo(0.13533528, within(1e-8));
    assertThat(RULE.cloudScore(25)).isEqualTo(0.5);
    assertThat(RULE.cloudScore(0)).isCloseTo(0.00669285, within(1e-8));
    assertThat(RULE.cloudScore(50)).isCloseTo(0.99330715, within(1e-8));
    assertThat(RULE.cloudScore(Double.POSITIVE_INFINITY)).isEqualTo(RULE.cloudScore(50));
  }

  @Test
  void theBetterSensorDecidesBetweenEqualDays() {
    BestPixel best =
        BestPixel.of(
            List.of(
                new Candidate(image("a", "2001-02-01", band(1)), new BitSet(), 0.5),
                new Candidate(image("b", "2001-02-01", band(2)), new BitSet(), 0.6)),
            RULE);
    assertThat(best.bands().get(0).data()).containsExactly(2);
  }

  @Test
  void tiesGoToTheEarlierDayThenTheSmallerSceneInAnyOrder() {
    List<Candidate> candidates =
        new ArrayList<>(
            List.of(
                clear("z", "2001-01-22", band(1, NAN)),
                clear("a", "2001-02-11", band(2, NAN)),
                clear("y", "2001-02-11", band(3, 3)),
                clear("b", "2001-02-11", band(4, 4))));
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(candidates, random);
      BestPixel best = BestPixel.of(candidates, RULE);
      assertThat(best.bands().get(0).data()).containsExactly(1, 4);
      assertThat(candidates.get((int) best.chosen().data()[1]).image().scene()).isEqualTo("b");
    }
  }

  @Test
  void aRuleWithoutWidthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BestPixelRule(TARGET, 0, 50))
        .withMessage("sigmaDays and cloudReachPx must be > 0, were 0.0 and 50.0");
  }
}
