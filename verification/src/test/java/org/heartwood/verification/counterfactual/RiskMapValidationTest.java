package org.heartwood.verification.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Numbers of VT0007's tool (ClarkCGA/UDef-ARP) and of the JNR risk map, to the digits printed. */
final class RiskMapValidationTest {
  @Test
  void classLimitsAreThoseOfTheTool() {
    List<Double> upper = VulnerabilityClasses.of(2400, 30).upperLimitsM();

    assertThat(upper).hasSize(29);
    assertThat(upper.get(0)).isCloseTo(2400.0, within(1e-6));
    assertThat(upper.get(1)).isCloseTo(2063.419113, within(1e-6));
    assertThat(upper.get(14)).isCloseTo(289.386418, within(1e-6));
    assertThat(upper.get(28)).isCloseTo(34.893541, within(1e-6));
  }

  @Test
  void everyMultipleOfASmallPixelFallsBetweenItsLimits() {
    for (double pixel : new double[] {10, 20, 30}) {
      VulnerabilityClasses classes = VulnerabilityClasses.of(3000, pixel);
      List<Double> upper = classes.upperLimitsM();
      for (double distance = pixel; distance < 4000; distance += pixel) {
        int code = classes.classOf(distance);
        if (code == 1) {
          assertThat(distance).isGreaterThanOrEqualTo(3000);
        } else {
          assertThat(distance).isLessThan(upper.get(code - 2));
          assertThat(code == 30 || distance >= upper.get(code - 1)).isTrue();
        }
      }
    }
  }

  @Test
  void theThresholdIsTheMidpointOfTheBinThatCompletesTheShare() {
    assertThat(VulnerabilityClasses.negligibleRiskThresholdM(new long[] {900, 95, 5}, 30))
        .isEqualTo(45);
    assertThat(VulnerabilityClasses.negligibleRiskThresholdM(new long[] {900, 94, 6}, 30))
        .isEqualTo(75);
  }

  @Test
  void aRegionDoesNotOverflow() {
    assertThat(VulnerabilityClasses.region(30, 2768)).isEqualTo(32_768);
  }

  @Test
  void oneAdjustmentReachesFortyHectares() {
    RiskAllocation.Adjusted adjusted = adjusted(40);

    assertThat(adjusted.adjustmentRatios().get(0)).isCloseTo(1.6, within(1e-12));
    assertThat(adjusted.densitiesHa().get(0)).isCloseTo(0.08, within(1e-12));
    assertThat(adjusted.totalHa()).isCloseTo(40, within(1e-9));
  }

  @Test
  void adjustmentGoesOnWhereTheToolGivesUp() {
    RiskAllocation.Adjusted adjusted = adjusted(70);

    assertThat(adjusted.adjustmentRatios().get(1)).isCloseTo(1.0769230769230769, within(1e-12));
    assertThat(adjusted.adjustmentRatios().get(5)).isCloseTo(1.000021261323117, within(1e-12));
    assertThat(adjusted.adjustmentRatios()).hasSize(6);
    assertThat(adjusted.densitiesHa().get(1)).isCloseTo(0.06099981, within(1e-8));
    assertThat(adjusted.totalHa()).isCloseTo(69.99980864809194, within(1e-9));
  }

  @Test
  void moreThanThereIsFillsEveryRegionAndEnds() {
    RiskAllocation.Adjusted adjusted = adjusted(1000);

    assertThat(adjusted.totalHa()).isCloseTo(144, within(1e-9));
  }

  private static RiskAllocation.Adjusted adjusted(double expectedHa) {
    return RiskAllocation.adjusted(
        List.of(0.05, 0.02, 0.01), List.of(100L, 500L, 1000L), 0.09, expectedHa);
  }

  @Test
  void aRegionNotSeenTakesTheMeanOfItsClass() {
    Map<Long, Double> frequencies =
        RiskAllocation.frequencies(
            Map.of(
                5001L, new RiskAllocation.Counted(5, 100, 10),
                5002L, new RiskAllocation.Counted(5, 300, 0)),
            Map.of(5001L, 5, 5003L, 5, 6001L, 6));

    assertThat(frequencies).containsEntry(5001L, 0.1);
    assertThat(frequencies).containsEntry(5003L, 0.025);
    assertThat(frequencies).containsEntry(6001L, 0.0);
  }

  @Test
  void theWindowRateIsThatOfTheTool() {
    assertThat(RiskAllocation.windowRate(81, 72, 10))
        .isCloseTo(0.011709210879118914, within(1e-15));
  }
}
