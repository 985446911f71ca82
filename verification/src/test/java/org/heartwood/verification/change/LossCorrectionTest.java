package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.project.Zone;
import org.junit.jupiter.api.Test;

class LossCorrectionTest {
  private static final int RATES = ExpectedAreas.RATES.size();
  private static final int DRAWS = 64;
  private static final double PIXEL_HA = 0.09;
  private static final long MM2_PER_HA = 10_000_000_000L;
  private static final ExpectedAreas RATE = new ExpectedAreas(0.01, 3, 0, false);
  private static final ErrorStructure ERRORS = new ErrorStructure(0.1, 0.2, 0.7, 0.05);

  /** A zone and year: hectares of forest, of mapped loss and of loss by probabilities. */
  private static ZoneYear.Sums row(
      Zone zone, int year, long forestHa, long lossHa, double expectedHa, long... shiftedHa) {
    long[] expected = new long[RATES];
    Arrays.fill(expected, Math.round(expectedHa * MM2_PER_HA));
    long loss = lossHa * MM2_PER_HA;
    return new ZoneYear.Sums(
        zone,
        year,
        1,
        1,
        forestHa * MM2_PER_HA,
        loss,
        0,
        0,
        0,
        0,
        new ZoneYear.Draws(new long[DRAWS], new long[DRAWS]),
        new ZoneYear.Expected(
            new long[] {0, loss, 0},
            new long[RATES],
            expected,
            Arrays.stream(shiftedHa).map(ha -> ha * MM2_PER_HA).toArray(),
            new long[RATES]));
  }

  private static double addedHa(List<ZoneYear.Sums> landscape, ZoneYear.Sums row) {
    return new LossCorrection(landscape, Map.of(Zone.PROJECT, RATE, Zone.COMPARISON, RATE)).mm2(row)
        / MM2_PER_HA;
  }

  @Test
  void whatTheMapMissesIsGivenToZonesAsTheyLose() {
    ZoneYear.Sums spared = row(Zone.PROJECT, 2006, 400, 0, 3);
    ZoneYear.Sums cleared = row(Zone.COMPARISON, 2006, 9000, 100, 117);
    List<ZoneYear.Sums> landscape = List.of(spared, cleared);
    assertThat(addedHa(landscape, spared)).isZero();
    assertThat(addedHa(landscape, cleared)).isCloseTo(20, within(1e-9));
  }

  @Test
  void zonesShareAllOfItInEveryYear() {
    List<ZoneYear.Sums> landscape =
        List.of(
            row(Zone.PROJECT, 2006, 400, 5, 6),
            row(Zone.COMPARISON, 2006, 9000, 95, 99),
            // Clouds: no clearing is mapped, so the other year says who loses.
            row(Zone.PROJECT, 2007, 395, 0, 1),
            row(Zone.COMPARISON, 2007, 8905, 0, 3));
    assertThat(landscape.stream().map(row -> addedHa(landscape, row)))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : Double.compare(a, b))
        .containsExactly(0.25, 4.75, 0.2, 3.8);
  }

  @Test
  void aLandscapeWithoutMappedLossSharesByForestAndOneWithoutForestHasNone() {
    List<ZoneYear.Sums> standing =
        List.of(row(Zone.PROJECT, 2006, 100, 0, 1), row(Zone.COMPARISON, 2006, 900, 0, 1));
    assertThat(addedHa(standing, standing.get(0))).isCloseTo(0.2, within(1e-9));
    List<ZoneYear.Sums> bare =
        List.of(row(Zone.PROJECT, 2006, 0, 0, 0), row(Zone.COMPARISON, 2006, 0, 0, 0));
    assertThat(addedHa(bare, bare.get(0))).isZero();
  }

  /**
   * 9 ha of loss are 100 pixels; a standard error of their lasting error moves the loss by 4 ha.
   */
  @Test
  void whatFallsLeaveIsUncertainAsMuchAsTheModelErrsOnLandOfOneKind() {
    ZoneYear.Sums row = row(Zone.PROJECT, 2006, 400, 9, 9, 13, 5);
    ZoneYear.Drawn loss = ZoneYear.loss(row, ERRORS, PIXEL_HA, 0, ZoneYear.Scores.of(row, 42));
    assertThat(loss.meanHa()).isCloseTo(9, within(1e-9));
    double share = 0.1 + 0.2 / (100.0 / 64) + 0.7 / 100;
    // Two sets of 64 scores are nearly, not wholly, without correlation.
    assertThat(loss.estimate().standardError())
        .isCloseTo(4 * Math.sqrt(share), within(0.12 * 4 * Math.sqrt(share)));
  }

  @Test
  void theCommonPartIsTheSameInAllYearsAndTheRestIsNot() {
    ErrorStructure common = new ErrorStructure(1, 0, 0, 0.05);
    ErrorStructure own = new ErrorStructure(0, 0, 1, 0.05);
    ZoneYear.Scores one = ZoneYear.Scores.of(row(Zone.PROJECT, 2006, 400, 9, 9, 13, 5), 42);
    ZoneYear.Scores two = ZoneYear.Scores.of(row(Zone.PROJECT, 2007, 400, 9, 9, 13, 5), 42);
    double together = 0;
    double apart = 0;
    for (int d = 0; d < DRAWS; d++) {
      assertThat(one.lasting(d, common, 1)).isEqualTo(two.lasting(d, common, 1));
      together += one.lasting(d, common, 1) * two.lasting(d, common, 1) / (DRAWS - 1);
      apart += one.lasting(d, own, 1) * two.lasting(d, own, 1) / (DRAWS - 1);
    }
    assertThat(together).isCloseTo(1, within(1e-9));
    assertThat(Math.abs(apart)).isLessThan(0.3);
  }
}
