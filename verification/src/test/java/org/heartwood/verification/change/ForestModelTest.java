package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForestModelTest {
  private static final float NAN = Float.NaN;
  private static final ForestModel MODEL = new ForestModel(45, 0.015, 0.005);

  /** Forest by year, as F and O; nothing if no year was seen. */
  private static String history(int[] years, float... canopyPct) {
    float[] error = new float[canopyPct.length];
    Arrays.fill(error, 8);
    boolean[] forest = new boolean[canopyPct.length];
    if (!MODEL.over(years).decode(canopyPct, error, forest)) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (boolean state : forest) {
      out.append(state ? 'F' : 'O');
    }
    return out.toString();
  }

  private static String yearly(float... canopyPct) {
    return history(IntStream.range(2001, 2001 + canopyPct.length).toArray(), canopyPct);
  }

  /** So that its logarithms may be known in advance. */
  @Test
  void farFromTheThresholdTheEvidenceIsAtItsLimit() {
    for (double z = ForestModel.SURE_Z; z < 40; z += 0.01) {
      assertThat(NormalDistribution.cumulative(z)).isGreaterThan(1 - ForestModel.MIN_EVIDENCE);
      assertThat(NormalDistribution.cumulative(-z)).isLessThan(ForestModel.MIN_EVIDENCE);
    }
  }

  @Test
  void ignoresASingleHazyYear() {
    assertThat(yearly(80, 80, 20, 80, 80)).isEqualTo("FFFFF");
  }

  @Test
  void ignoresASingleGreenYear() {
    assertThat(yearly(10, 10, 90, 10, 10)).isEqualTo("OOOOO");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void datesADropThatPersistsToTheYearThatShowsItFirst(int lossAt) {
    float[] canopy = new float[6];
    Arrays.fill(canopy, 80);
    Arrays.fill(canopy, lossAt, 6, 10);
    assertThat(yearly(canopy)).isEqualTo("F".repeat(lossAt) + "O".repeat(6 - lossAt));
  }

  @Test
  void forestThatOnlyTheFirstYearShowsMustBeOverwhelming() {
    assertThat(yearly(60, 10, 10, 10)).isEqualTo("OOOO");
    assertThat(yearly(80, 10, 10, 10)).isEqualTo("FOOO");
  }

  @Test
  void aWeakDropInTheNewestYearWaitsForASecondComposite() {
    assertThat(yearly(80, 80, 80, 32)).isEqualTo("FFFF");
    assertThat(yearly(80, 80, 80, 32, 32)).isEqualTo("FFFOO");
  }

  @Test
  void anOverwhelmingDropInTheNewestYearIsALoss() {
    assertThat(yearly(80, 80, 80, 10)).isEqualTo("FFFO");
  }

  @Test
  void lossIsLikelierAcrossAGapOfYears() {
    assertThat(history(new int[] {2001, 2002, 2003, 2004}, 80, 80, 80, 29)).isEqualTo("FFFF");
    assertThat(history(new int[] {2001, 2002, 2003, 2005}, 80, 80, 80, 29)).isEqualTo("FFFO");
  }

  @Test
  void bridgesAMissingYear() {
    assertThat(yearly(80, NAN, 80, 80)).isEqualTo("FFFF");
    assertThat(yearly(10, NAN, 10, 10)).isEqualTo("OOOO");
  }

  @Test
  void aPixelThatNoYearShowsIsNotSeen() {
    assertThat(yearly(NAN, NAN, NAN)).isEmpty();
  }

  @Test
  void leavesTheStatesAloneWhenNothingWasSeen() {
    boolean[] forest = {true, false};
    assertThat(
            MODEL
                .over(new int[] {2001, 2002})
                .decode(new float[] {NAN, NAN}, new float[] {NAN, NAN}, forest))
        .isFalse();
    assertThat(forest).containsExactly(true, false);
  }

  @Test
  void regrowthIsSeenWhenItPersists() {
    assertThat(yearly(10, 10, 80, 80, 80)).isEqualTo("OOFFF");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
  void refusesCertainTransitions(double probability) {
    assertThatThrownBy(() -> new ForestModel(45, probability, 0.005))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("annualLossProbability must lie between 0 and 1, was " + probability);
    assertThatThrownBy(() -> new ForestModel(45, 0.015, probability))
        .hasMessage("annualRegrowthProbability must lie between 0 and 1, was " + probability);
  }
}
