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
  private static final ForestModel MODEL =
      new ForestModel(45, 0.015, 0.005, Repeatability.even(8, 0.15));

  /** Forest by year, as F and O; nothing if no year was seen. */
  private static String history(ForestModel model, int[] years, float... canopyPct) {
    float[] dates = new float[canopyPct.length];
    Arrays.fill(dates, 3);
    return history(model, years, canopyPct, dates);
  }

  private static String history(
      ForestModel model, int[] years, float[] canopyPct, float[] validDates) {
    boolean[] forest = new boolean[canopyPct.length];
    if (!model.over(years).decode(canopyPct, validDates, forest)) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (boolean state : forest) {
      out.append(state ? 'F' : 'O');
    }
    return out.toString();
  }

  private static String yearly(float... canopyPct) {
    return history(MODEL, IntStream.range(2001, 2001 + canopyPct.length).toArray(), canopyPct);
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
  void aClearingIsToldByItsFallHoweverNearToTheThresholdItEnds() {
    assertThat(yearly(80, 80, 80, 40, 42, 39)).isEqualTo("FFFOOO");
    assertThat(yearly(62, 60, 40, 40, 40)).isEqualTo("FFOOO");
  }

  @Test
  void thinnedForestIsForest() {
    assertThat(yearly(80, 80, 55, 55, 55)).isEqualTo("FFFFF");
  }

  @Test
  void readingsThatSwingAcrossTheThresholdAreNoChange() {
    assertThat(yearly(43, 48, 42, 49, 44, 49)).isIn("OOOOOO", "FFFFFF");
    assertThat(yearly(52, 51, 43, 52, 50, 42)).isEqualTo("FFFFFF");
  }

  @Test
  void aDeepFallInTheNewestYearIsALossAndASmallOneIsNot() {
    assertThat(yearly(80, 80, 80, 10)).isEqualTo("FFFO");
    assertThat(yearly(51, 51, 51, 42)).isEqualTo("FFFF");
  }

  @Test
  void whatOneDateAloneShowsWaitsForAnotherYear() {
    int[] years = {2001, 2002, 2003, 2004};
    float[] cover = {80, 80, 80, 10};
    assertThat(history(MODEL, years, cover, new float[] {3, 3, 3, 3})).isEqualTo("FFFO");
    assertThat(history(MODEL, years, cover, new float[] {3, 3, 3, 2})).isEqualTo("FFFF");
    assertThat(history(MODEL, years, cover, new float[] {3, 3, 3, 1})).isEqualTo("FFFF");
    cover[2] = 10;
    assertThat(history(MODEL, years, cover, new float[] {3, 3, 1, 1})).isEqualTo("FFOO");
  }

  @Test
  void aRareFallWaitsForASecondComposite() {
    ForestModel rare = new ForestModel(45, 0.004, 0.005, Repeatability.even(8, 0.15));
    assertThat(history(rare, new int[] {2001, 2002, 2003, 2004}, 80, 80, 80, 30)).isEqualTo("FFFF");
    assertThat(history(rare, new int[] {2001, 2002, 2003, 2004, 2005}, 80, 80, 80, 30, 30))
        .isEqualTo("FFFOO");
    // It is likelier across a gap of years.
    assertThat(history(rare, new int[] {2001, 2002, 2003, 2009}, 80, 80, 80, 30)).isEqualTo("FFFO");
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
            MODEL.over(new int[] {2001, 2002}).decode(new float[] {NAN, NAN}, new float[2], forest))
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
    assertThatThrownBy(() -> new ForestModel(45, probability, 0.005, MODEL.repeatability()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("annualLossProbability must lie between 0 and 1, was " + probability);
    assertThatThrownBy(() -> new ForestModel(45, 0.015, probability, MODEL.repeatability()))
        .hasMessage("annualRegrowthProbability must lie between 0 and 1, was " + probability);
  }
}
