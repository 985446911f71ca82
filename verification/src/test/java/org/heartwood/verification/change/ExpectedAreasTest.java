package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;

class ExpectedAreasTest {
  private static final int[] YEARS = {2001, 2002, 2004, 2005};

  /** Probability that forest is lost in some year, by cover, with a standard error of 10 %. */
  private static double lost(double transientFraction, float... cover) {
    ForestModel model =
        new ForestModel(45, 0.015, 0.005, Repeatability.even(10, transientFraction));
    float[] error = {10, 10, 10, 10};
    ForestModel.Expectation expected = new ForestModel.Expectation(YEARS.length);
    expect(List.of(model.over(YEARS)), cover, error, ignored -> expected);
    double lost = 0;
    for (double each : expected.lost()) {
      lost += each;
    }
    return lost;
  }

  private static void expect(
      List<ForestModel.Chain> chains,
      float[] cover,
      float[] error,
      IntFunction<ForestModel.Expectation> into) {
    CoverLevels levels = chains.get(0).levels();
    CoverLevels.Readings readings = levels.readings(cover.length);
    double[][] likelihood = new double[cover.length][levels.count()];
    double[] isForest = new double[levels.count()];
    float[] dates = new float[cover.length];
    Arrays.fill(dates, 3);
    assertThat(readings.read(cover, dates)).isTrue();
    readings.likelihoods(likelihood);
    readings.hideBy(error);
    readings.forestProbability(0, isForest);
    for (int k = 0; k < chains.size(); k++) {
      chains.get(k).expect(readings, likelihood, isForest, into.apply(k));
    }
  }

  @Test
  void aClearingJustAboveTheThresholdIsLostAsFarAsTheLastingErrorMayHideIt() {
    // Φ(−3 / 9.75) of what reads as 48 is below 45, however often it is read.
    assertThat(lost(0.05, 80, 80, 48, 48)).isCloseTo(0.38, within(0.05));
    // Of one reading alone an eighth may be a stray one.
    assertThat(lost(0.05, 80, 48, 48, 48)).isBetween(0.3, 0.36);
    assertThat(lost(0.05, 80, 80, 80, 80)).isLessThan(0.002);
    assertThat(lost(0.05, 48, 48, 48, 48)).isLessThan(0.05);
    assertThat(lost(0.05, 80, 80, 20, 20)).isGreaterThan(0.98);
  }

  /**
   * A population of the model's own kind: 20,000 pixels of forest, of which 0.6 % are lost a year,
   * and as many of open land, of which 0.5 % become forest; of the readings 0.4 % are stray.
   */
  @Test
  void theRateIsThatOfThePopulationAndNotTheAssumedOne() {
    int[] years = {2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010};
    SplittableRandom random = new SplittableRandom(11);
    int rates = ExpectedAreas.RATES.size();
    long[][] forest = new long[years.length][rates];
    long[][] loss = new long[years.length][rates];
    ForestModel model = new ForestModel(45, 0.015, 0.005, Repeatability.even(4.2, 0.9));
    List<ForestModel.Chain> chains =
        ExpectedAreas.RATES.stream().map(model.over(years)::withLoss).toList();
    List<ForestModel.Expectation> expected =
        chains.stream().map(chain -> new ForestModel.Expectation(years.length)).toList();
    int truth = 0;
    float[] cover = new float[years.length];
    float[] error = new float[years.length];
    Arrays.fill(error, 4.2f);
    for (int pixel = 0; pixel < 40_000; pixel++) {
      boolean standing = pixel % 2 == 0;
      double level = level(standing, random);
      for (int t = 0; t < years.length; t++) {
        if (t > 0 && random.nextDouble() < (standing ? 0.006 : 0.005)) {
          truth += standing ? 1 : 0;
          standing = !standing;
          level = level(standing, random);
        }
        boolean stray = random.nextDouble() < 0.004;
        cover[t] = (float) (stray ? 100 * random.nextDouble() : level + 4 * random.nextGaussian());
      }
      expect(chains, cover, error, expected::get);
      for (int k = 0; k < rates; k++) {
        for (int t = 0; t < years.length; t++) {
          forest[t][k] += Math.round(1e6 * expected.get(k).forest()[t]);
          loss[t][k] += Math.round(1e6 * expected.get(k).lost()[t]);
        }
      }
    }
    List<ZoneYear.Sums> sums = new ArrayList<>();
    for (int t = 0; t < years.length; t++) {
      sums.add(sums(years[t], forest[t], loss[t]));
    }
    ExpectedAreas solved = ExpectedAreas.solve(sums);
    double lost = 0;
    for (int t = 1; t < years.length; t++) {
      lost += solved.at(loss[t]) / 1e6;
    }
    assertThat(solved.atLimit()).isFalse();
    assertThat(solved.annualLossProbability()).isCloseTo(0.006, within(0.0006));
    assertThat(lost).isCloseTo(truth, within(0.06 * truth));
  }

  private static double level(boolean standing, SplittableRandom random) {
    return standing ? 55 + 30 * random.nextDouble() : 8 + 27 * random.nextDouble();
  }

  @Test
  void imageryWithoutLossAsksForTheLeastRate() {
    long[] none = new long[ExpectedAreas.RATES.size()];
    ExpectedAreas solved =
        ExpectedAreas.solve(List.of(sums(2001, none, none), sums(2002, none, none)));
    assertThat(solved.atLimit()).isTrue();
    assertThat(solved.at(none)).isZero();
  }

  private static ZoneYear.Sums sums(int year, long[] forest, long[] loss) {
    return new ZoneYear.Sums(
        Zone.PROJECT,
        year,
        1,
        1,
        0,
        0,
        0,
        0,
        0,
        0,
        new ZoneYear.Draws(new long[0], new long[0]),
        new ZoneYear.Expected(new long[3], forest, loss, new long[2], loss));
  }

  private static ZoneTotals totals(double... losses) {
    List<ZoneYear> rows = new ArrayList<>();
    Map<ZoneTotals.Key, List<Double>> draws = new HashMap<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < losses.length; i++) {
      List<Double> drawn = new ArrayList<>();
      for (int d = 0; d < 32; d++) {
        drawn.add(Math.max(0, losses[i] * (1 + 0.2 * random.nextGaussian())));
      }
      draws.put(new ZoneTotals.Key(Zone.PROJECT, 2001 + i), drawn);
      rows.add(
          new ZoneYear(
              Zone.PROJECT,
              2001 + i,
              1000,
              1000,
              Estimate.nonNegative(800, 10),
              Estimate.nonNegative(losses[i], 1),
              0,
              new Estimate(60, 1, 58, 62),
              3));
    }
    return new ZoneTotals(rows, draws);
  }

  @Test
  void aSamplesTotalIsKeptToTheDigitWithItsInterval() {
    ZoneTotals before = totals(0, 4, 0, 12, 8);
    Estimate sample = new Estimate(60, 9, 44, 82);
    ZoneTotals after = before.benchmarked(Zone.PROJECT, 2002, 2005, sample, 42);
    Estimate total = after.lossHa(Zone.PROJECT, year -> year > 2002);
    assertThat(total.mean()).isCloseTo(60, within(1e-9));
    // The longer side of the interval: 22 ha.
    assertThat(total.standardError()).isCloseTo(22 / Estimate.Z90, within(1e-6));
    assertThat(total.ci90High()).isCloseTo(82, within(1e-6));
    assertThat(after.of(Zone.PROJECT).get(3).lossHa().mean()).isCloseTo(36, within(1e-9));
    assertThat(after.of(Zone.PROJECT).get(2).lossHa().mean()).isZero();
    assertThat(after.of(Zone.PROJECT).get(1)).isEqualTo(before.of(Zone.PROJECT).get(1));
    assertThat(before.benchmarked(Zone.PROJECT, 2002, 2005, sample, 42)).isEqualTo(after);
  }

  @Test
  void moreLossInTheSampleIsMoreInEveryYearAndAMapWithoutLossSharesEvenly() {
    ZoneTotals before = totals(0, 4, 1, 12, 8);
    ZoneTotals little = before.benchmarked(Zone.PROJECT, 2001, 2005, new Estimate(10, 2, 7, 13), 1);
    ZoneTotals much = before.benchmarked(Zone.PROJECT, 2001, 2005, new Estimate(30, 2, 27, 33), 1);
    for (int i = 1; i < 5; i++) {
      assertThat(much.of(Zone.PROJECT).get(i).lossHa().mean())
          .isGreaterThan(little.of(Zone.PROJECT).get(i).lossHa().mean());
    }
    ZoneTotals none =
        totals(0, 0, 0).benchmarked(Zone.PROJECT, 2001, 2003, new Estimate(8, 2, 5, 11), 1);
    assertThat(none.of(Zone.PROJECT)).extracting(row -> row.lossHa().mean()).contains(0.0, 4.0);
    assertThatThrownBy(
            () -> before.benchmarked(Zone.PROJECT, 2005, 2009, new Estimate(8, 2, 5, 11), 1))
        .hasMessageContaining("no composite");
  }
}
