package org.heartwood.verification.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CauseRulesTest {
  private static EventSums sums(
      int pixels, int spreadDays, int recovered, int backAfter, int kept) {
    EventSums sums = new EventSums();
    sums.pixels = pixels;
    sums.firstDay = 16000;
    sums.lastDay = 16000 + spreadDays;
    sums.days = (long) pixels * 16000 + (long) pixels / 2 * spreadDays;
    sums.dayDays =
        (long) pixels / 2 * (16000L * 16000 + (16000L + spreadDays) * (16000L + spreadDays));
    sums.recovered = recovered;
    sums.recoveryDays = (long) recovered * backAfter;
    sums.stillForest = kept;
    return sums;
  }

  private static Cause cause(EventSums sums, double areaHa, Evidence evidence) {
    return CauseRules.guess(sums, areaHa, 0.5, evidence, OptionalInt.of(16)).cause();
  }

  @Test
  void imagesFarApartDoNotTellAnAbruptChangeFromASlowOne() {
    EventSums clearing = sums(50, 20, 0, 0, 0);
    Cause.Guess told = CauseRules.guess(clearing, 4.5, 0.5, Evidence.NONE, OptionalInt.of(60));
    assertThat(told.cause()).isEqualTo(Cause.CLEARING);
    Cause.Guess untold = CauseRules.guess(clearing, 4.5, 0.5, Evidence.NONE, OptionalInt.of(290));
    assertThat(untold.cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(untold.evidence()).contains("cannot tell").contains("290 days apart");
  }

  @Test
  void theGapIsThatOfTheImagesThatDateTheEvent() {
    EventSettings settings =
        new EventSettings(
            EventSettings.Neighbours.EIGHT,
            400,
            1,
            0.5,
            List.of(100, 116, 400, 410, 900),
            Set.of());
    assertThat(settings.longestGapDays(400, 410)).hasValue(284);
    assertThat(settings.longestGapDays(410, 410)).hasValue(10);
    assertThat(settings.longestGapDays(116, 900)).hasValue(490);
    assertThat(settings.longestGapDays(50, 100)).isEmpty();
  }

  @Test
  void eachCauseHasItsEvidence() {
    Evidence fire =
        new Evidence(
            Optional.of(new Evidence.FireCover("A", 0.8, 20)),
            Optional.empty(),
            Optional.empty(),
            "");
    assertThat(cause(sums(50, 0, 50, 20, 0), 4.5, Evidence.NONE)).isEqualTo(Cause.CLOUD_RESIDUE);
    assertThat(cause(sums(50, 20, 0, 0, 0), 4.5, fire)).isEqualTo(Cause.FIRE);
    assertThat(cause(sums(50, 20, 0, 0, 0), 4.5, burn(0.4, -0.2))).isEqualTo(Cause.FIRE);
    assertThat(cause(sums(50, 20, 40, 90, 0), 4.5, water(-0.3, 0.2))).isEqualTo(Cause.FLOOD);
    assertThat(cause(sums(4, 20, 0, 0, 4), 0.36, Evidence.NONE)).isEqualTo(Cause.SELECTIVE_LOGGING);
    assertThat(cause(sums(50, 20, 0, 0, 0), 4.5, Evidence.NONE)).isEqualTo(Cause.CLEARING);
    assertThat(cause(sums(50, 900, 0, 0, 10), 4.5, Evidence.NONE)).isEqualTo(Cause.UNKNOWN);
  }

  private static Evidence burn(double fall, double after) {
    return new Evidence(
        Optional.empty(), Optional.of(new Evidence.Burn(fall, after, 1)), Optional.empty(), "");
  }

  private static Evidence water(double before, double after) {
    return new Evidence(
        Optional.empty(), Optional.empty(), Optional.of(new Evidence.Water(before, after, 1)), "");
  }

  @Test
  void bareGroundIsNoBurnHoweverFarTheRatioFell() {
    EventSums abrupt = sums(50, 20, 0, 0, 0);
    assertThat(cause(abrupt, 4.5, burn(0.7, 0.02))).isEqualTo(Cause.CLEARING);
    assertThat(cause(abrupt, 4.5, burn(0.7, -0.09))).isEqualTo(Cause.CLEARING);
    assertThat(cause(abrupt, 4.5, burn(0.7, -0.1))).isEqualTo(Cause.FIRE);
  }

  @Test
  void aFallBelowModerateSeverityIsNoBurn() {
    EventSums slow = sums(50, 900, 0, 0, 10);
    assertThat(cause(slow, 4.5, burn(0.26, -0.2))).isEqualTo(Cause.UNKNOWN);
    assertThat(cause(slow, 4.5, burn(0.27, -0.2))).isEqualTo(Cause.FIRE);
  }

  @Test
  void waterThatStaysOrWasThereIsNoFlood() {
    assertThat(cause(sums(50, 20, 10, 90, 0), 4.5, water(-0.3, 0.2))).isEqualTo(Cause.UNKNOWN);
    assertThat(cause(sums(50, 20, 40, 90, 0), 4.5, water(0.1, 0.4))).isNotEqualTo(Cause.FLOOD);
    assertThat(cause(sums(50, 20, 40, 90, 0), 4.5, water(-0.5, -0.1))).isNotEqualTo(Cause.FLOOD);
  }

  @Test
  void aFireLongBeforeIsNoCause() {
    Evidence old =
        new Evidence(
            Optional.of(new Evidence.FireCover("A", 1, 400)),
            Optional.empty(),
            Optional.empty(),
            "");
    assertThat(cause(sums(50, 20, 0, 0, 0), 4.5, old)).isEqualTo(Cause.CLEARING);
  }
}
