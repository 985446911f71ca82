package org.heartwood.verification.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;

/**
 * The worked example of Olofsson et al. 2014 (doi:10.1016/j.rse.2014.02.015, §5): 10 million pixels
 * of 30 m, four classes, 640 reference points.
 */
final class OlofssonValidationTest {
  private static final double Z95 = 1.96;
  private static final double PIXEL_HA = 0.09;
  private static final List<String> CLASSES =
      List.of("deforestation", "forest_gain", "stable_forest", "stable_nonforest");
  private static final Offset<Double> PRINTED = within(0.005);

  private final List<List<String>> rows = Vectors.rows("olofsson2014.csv").subList(1, 5);
  private final StratifiedEstimator estimator = new StratifiedEstimator(sample());

  private StratifiedSample sample() {
    List<Stratum> strata = new ArrayList<>();
    List<Tally> tallies = new ArrayList<>();
    Map<String, Double> mapped = new TreeMap<>();
    for (List<String> row : rows) {
      double ha = Double.parseDouble(row.get(5)) * PIXEL_HA;
      strata.add(Stratum.ofClass(row.get(0), ha));
      mapped.put(row.get(0), ha);
      for (int j = 0; j < 4; j++) {
        tallies.add(
            new Tally(row.get(0), row.get(0), CLASSES.get(j), Long.parseLong(row.get(1 + j))));
      }
    }
    return new StratifiedSample(CLASSES, strata, mapped, tallies);
  }

  private double value(int row, int column) {
    return Double.parseDouble(rows.get(row).get(column));
  }

  @Test
  void areasAndTheirStandardErrorsAreThoseOfThePaper() {
    for (int j = 0; j < 4; j++) {
      AreaEstimate area = estimator.area(CLASSES.get(j)).found().orElseThrow();
      assertThat(area.areaHa().mean()).isCloseTo(value(j, 12), within(1e-3));
      assertThat(area.areaHa().standardError() * Z95).isCloseTo(value(j, 13), within(0.2));
      assertThat(area.areaHa().standardError() / PIXEL_HA).isCloseTo(value(j, 10), within(1e-3));
      assertThat(area.mappedHa()).isEqualTo(value(j, 5) * PIXEL_HA);
    }
    // As printed, §5.2: 235,086 pixels or 21,158 ± 6,158 ha of deforestation.
    Estimate loss = estimator.area("deforestation").found().orElseThrow().areaHa();
    assertThat(Math.round(loss.mean())).isEqualTo(21158);
    assertThat(Math.round(loss.standardError() * Z95)).isEqualTo(6158);
  }

  @Test
  void accuraciesAreThoseOfThePaper() {
    double[] users = {0.88, 0.73, 0.93, 0.96};
    double[] usersHalf = {0.07, 0.10, 0.04, 0.02};
    double[] producers = {0.75, 0.85, 0.93, 0.96};
    for (int j = 0; j < 4; j++) {
      Estimate user = estimator.usersAccuracy(CLASSES.get(j)).found().orElseThrow();
      assertThat(user.mean()).isCloseTo(users[j], PRINTED).isCloseTo(value(j, 14), within(1e-9));
      assertThat(user.standardError() * Z95)
          .isCloseTo(usersHalf[j], PRINTED)
          .isCloseTo(value(j, 15), within(1e-5));
      Estimate producer = estimator.producersAccuracy(CLASSES.get(j)).found().orElseThrow();
      assertThat(producer.mean())
          .isCloseTo(producers[j], PRINTED)
          .isCloseTo(value(j, 16), within(1e-8));
      assertThat(producer.standardError() * Z95).isCloseTo(value(j, 17), within(1e-5));
    }
    Estimate overall = estimator.overallAccuracy().found().orElseThrow();
    assertThat(overall.mean()).isCloseTo(0.95, PRINTED).isCloseTo(0.946511888, within(1e-9));
    assertThat(overall.standardError() * Z95).isCloseTo(0.02, PRINTED);
  }

  @Test
  void threePrintedNumbersAreMisprints() {
    // Half-widths of producer's accuracy are printed 0.21, 0.23, 0.03 and 0.01; equation 7 gives
    // 0.25 for the second and 0.02 for the fourth.
    double[] printed = {0.21, 0.23, 0.03, 0.01};
    double[] found = new double[4];
    for (int j = 0; j < 4; j++) {
      found[j] =
          estimator.producersAccuracy(CLASSES.get(j)).found().orElseThrow().standardError() * Z95;
    }
    assertThat(found[0]).isCloseTo(printed[0], PRINTED);
    assertThat(found[2]).isCloseTo(printed[2], PRINTED);
    assertThat(found[1]).isCloseTo(0.254, within(0.0005)).isNotCloseTo(printed[1], PRINTED);
    assertThat(found[3]).isCloseTo(0.018, within(0.0005)).isNotCloseTo(printed[3], PRINTED);
    // S(Â1) is printed 34,097 pixels, with two digits exchanged: the printed 68,418 is 1.96 ×
    // 34,907.
    double pixels =
        estimator.area("deforestation").found().orElseThrow().areaHa().standardError() / PIXEL_HA;
    assertThat(Math.round(pixels)).isEqualTo(34907).isNotEqualTo(34097);
    assertThat(Math.round(pixels * Z95)).isEqualTo(68418);
  }

  @Test
  void theSampleSizeIsThatOfThePaper() {
    // §5.1.1: expected user's accuracies 0.70, 0.60, 0.90, 0.95, S(Ô) = 0.01, n = 641.
    double[] expected = {0.70, 0.60, 0.90, 0.95};
    List<StratumExpectation> strata = new ArrayList<>();
    for (int j = 0; j < 4; j++) {
      strata.add(new StratumExpectation(CLASSES.get(j), value(j, 5), expected[j]));
    }
    assertThat(SampleSize.forStandardError(strata, 0.01)).isEqualTo(641);
  }
}
