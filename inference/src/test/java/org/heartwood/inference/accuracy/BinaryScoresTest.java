package org.heartwood.inference.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.heartwood.inference.accuracy.BinaryScores.Case;
import org.junit.jupiter.api.Test;

class BinaryScoresTest {
  private static Case scored(double score, boolean event) {
    return new Case(score, score >= 0.5, event);
  }

  /** Of the six pairs of an event and another case, (0.9, 0.4, 0.7) win over (0.8, 0.1) in four. */
  private static final List<Case> FIVE =
      List.of(
          scored(0.9, true),
          scored(0.8, false),
          scored(0.4, true),
          scored(0.1, false),
          scored(0.7, true));

  @Test
  void aHandComputedExampleComesOut() {
    BinaryScores scores = BinaryScores.of(FIVE);

    assertThat(scores.cases()).isEqualTo(5);
    assertThat(scores.events()).isEqualTo(3);
    assertThat(scores.auc()).isCloseTo(4.0 / 6, within(1e-12));
    assertThat(scores.precisionFraction()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(scores.recallFraction()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(scores.f1()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(scores.accuracyFraction()).isCloseTo(0.6, within(1e-12));
    assertThat(scores.brier()).isCloseTo((0.01 + 0.64 + 0.36 + 0.01 + 0.09) / 5, within(1e-12));
    assertThat(scores.calibrationError())
        .isCloseTo((0.1 + 0.8 + 0.6 + 0.1 + 0.3) / 5, within(1e-12));
  }

  @Test
  void aTieCountsOneHalf() {
    List<Case> tied = List.of(scored(0.5, true), scored(0.5, false), scored(0.2, false));

    assertThat(BinaryScores.auc(tied)).isEqualTo(0.75);
  }

  @Test
  void equalScoresTellNothingWhateverTheirOrder() {
    List<Case> same = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      same.add(scored(0.3, i < 4));
    }
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(same, new Random(seed));
      assertThat(BinaryScores.auc(same)).isEqualTo(0.5);
    }
  }

  @Test
  void whatHasNoValueIsNotANumber() {
    BinaryScores calm = BinaryScores.of(List.of(scored(0.1, false), scored(0.2, false)));

    assertThat(calm.auc()).isNaN();
    assertThat(calm.precisionFraction()).isNaN();
    assertThat(calm.recallFraction()).isNaN();
    assertThat(calm.accuracyFraction()).isEqualTo(1);
    assertThat(BinaryScores.of(List.of(new Case(3, true, true))).brier()).isNaN();
    assertThatThrownBy(() -> new Case(Double.NaN, false, false))
        .hasMessage("score must be finite, was NaN");
  }

  @Test
  void theThresholdWithTheBestF1IsFoundAndNeverSplitsATie() {
    assertThat(BinaryScores.bestThreshold(FIVE)).isEqualTo(0.4);
    List<Case> tied =
        List.of(scored(0.9, true), scored(0.6, true), scored(0.6, false), scored(0.1, false));
    assertThat(BinaryScores.bestThreshold(tied)).isEqualTo(0.6);
    assertThatThrownBy(() -> BinaryScores.bestThreshold(List.of(scored(1, false))))
        .hasMessage("a threshold needs cases with an event, had none");
  }
}
