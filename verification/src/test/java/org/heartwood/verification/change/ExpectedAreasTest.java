package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heartwood.ingest.project.Zone;
import org.heartwood.verification.carbon.Estimate;
import org.junit.jupiter.api.Test;

class ExpectedAreasTest {
  private static final int[] YEARS = {2001, 2002, 2004, 2005};

  /** All 16 histories of four years, each with its probability, added up one by one. */
  @Test
  void probabilitiesAreThoseOfAllHistories() {
    ForestModel model = new ForestModel(45, 0.03, 0.01);
    float[] cover = {60, 52, Float.NaN, 31};
    float[] error = {10, 12, Float.NaN, 9};
    double[] forest = new double[4];
    double[] lost = new double[4];
    double[] gained = new double[4];
    double all = 0;
    for (int history = 0; history < 16; history++) {
      double p = 0.5;
      for (int t = 0; t < 4; t++) {
        boolean now = (history >> t & 1) == 1;
        if (!Float.isNaN(cover[t])) {
          double e =
              Math.min(
                  0.99,
                  Math.max(0.01, NormalDistribution.cumulative((cover[t] - 45.0) / error[t])));
          p *= now ? e : 1 - e;
        }
        if (t > 0) {
          boolean before = (history >> (t - 1) & 1) == 1;
          int gap = YEARS[t] - YEARS[t - 1];
          double keep = before ? Math.pow(0.97, gap) : 1 - Math.pow(0.99, gap);
          p *= now ? keep : 1 - keep;
        }
      }
      all += p;
      for (int t = 0; t < 4; t++) {
        boolean now = (history >> t & 1) == 1;
        boolean before = t > 0 && (history >> (t - 1) & 1) == 1;
        forest[t] += now ? p : 0;
        lost[t] += t > 0 && before && !now ? p : 0;
        gained[t] += t > 0 && !before && now ? p : 0;
      }
    }
    ForestModel.Expectation found = new ForestModel.Expectation(4);
    double[] evidence = new double[4];
    assertThat(model.over(YEARS).evidence(cover, error, 0, 1, evidence)).isTrue();
    model.over(YEARS).expect(evidence, found);
    for (int t = 0; t < 4; t++) {
      assertThat(found.forest()[t]).isCloseTo(forest[t] / all, within(1e-12));
      assertThat(found.lost()[t]).isCloseTo(lost[t] / all, within(1e-12));
      assertThat(found.gained()[t]).isCloseTo(gained[t] / all, within(1e-12));
    }
    float[] nothing = {Float.NaN, Float.NaN, Float.NaN, Float.NaN};
    assertThat(model.over(YEARS).evidence(nothing, nothing, 0, 1, evidence)).isFalse();
  }

  @Test
  void aClearingJustAboveTheThresholdIsLostAsFarAsTheLastingErrorMayHideIt() {
    ForestModel.Chain chain = new ForestModel(45, 0.015, 0.005).over(YEARS);
    float[] cover = {80, 80, 48, 48};
    float[] error = {10, 10, 10, 10};
    ForestModel.Expectation expected = new ForestModel.Expectation(4);
    double independent = lost(chain, cover, error, 1, expected);
    double lasting = lost(chain, cover, error, 0.05, expected);
    // Each year by itself leaves 0.38 to other land, both together less; the same error twice does
    // not: the chance that cover is below 45 stays Φ(−0.3).
    assertThat(independent).isLessThan(0.03);
    assertThat(lasting).isBetween(0.2, 0.45);
    float[] standing = {80, 80, 80, 80};
    assertThat(lost(chain, standing, error, 0.05, expected)).isLessThan(0.002);
    float[] doubtful = {48, 48, 48, 48};
    assertThat(lost(chain, doubtful, error, 0.05, expected)).isLessThan(0.1);
  }

  private static double lost(
      ForestModel.Chain chain,
      float[] cover,
      float[] error,
      double transientFraction,
      ForestModel.Expectation expected) {
    LastingError nodes = new LastingError(chain, transientFraction, YEARS.length);
    assertThat(nodes.read(cover, error)).isTrue();
    double lost = 0;
    double weights = 0;
    for (int node = 0; node < LastingError.NODES; node++) {
      weights += nodes.weight(node);
      if (nodes.weight(node) > 0) {
        chain.expect(nodes.evidence(node), expected);
        for (double each : expected.lost()) {
          lost += nodes.weight(node) * each;
        }
      }
    }
    assertThat(weights).isCloseTo(1, within(1e-12));
    return lost;
  }

  /**
   * A population of the model's own kind: 20,000 pixels of forest, of which 0.6 % are lost a year,
   * and as many of open land, of which 0.5 % become forest. A year shows a cover under which forest
   * is as probable as the model says: covers are drawn evenly and kept with that probability, or
   * its complement where forest is gone.
   */
  @Test
  void theRateIsThatOfThePopulationAndNotTheAssumedOne() {
    int[] years = {2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008, 2009, 2010};
    SplittableRandom random = new SplittableRandom(11);
    long[][] forest = new long[years.length][ExpectedAreas.RATES.size()];
    long[][] loss = new long[years.length][ExpectedAreas.RATES.size()];
    ForestModel model = new ForestModel(45, 0.015, 0.005);
    List<ForestModel.Chain> chains =
        ExpectedAreas.RATES.stream().map(rate -> model.withLoss(rate).over(years)).toList();
    ForestModel.Expectation expected = new ForestModel.Expectation(years.length);
    int truth = 0;
    float[] cover = new float[years.length];
    float[] error = new float[years.length];
    double[] evidence = new double[years.length];
    for (int pixel = 0; pixel < 40_000; pixel++) {
      boolean standing = pixel % 2 == 0;
      for (int t = 0; t < years.length; t++) {
        double chance = random.nextDouble();
        if (t > 0 && standing && chance < 0.006) {
          standing = false;
          truth++;
        } else if (t > 0 && !standing && chance < 0.005) {
          standing = true;
        }
        error[t] = 12;
        double forestProbability;
        do {
          cover[t] = (float) (5 + 80 * random.nextDouble());
          double e = NormalDistribution.cumulative((cover[t] - 45.0) / 12);
          forestProbability = Math.min(0.99, Math.max(0.01, e));
        } while (random.nextDouble() > (standing ? forestProbability : 1 - forestProbability));
      }
      chains.get(0).evidence(cover, error, 0, 1, evidence);
      for (int k = 0; k < chains.size(); k++) {
        chains.get(k).expect(evidence, expected);
        for (int t = 0; t < years.length; t++) {
          forest[t][k] += Math.round(1e6 * expected.forest()[t]);
          loss[t][k] += Math.round(1e6 * expected.lost()[t]);
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
        new ZoneYear.Expected(new long[3], forest, loss, loss));
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
