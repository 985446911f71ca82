package org.heartwood.inference.challenge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the algorithm promises, on random observations, groups and models. */
class PointerDecisionListPropertiesTest {
  private static final int CASES = 60;
  private static final int PIXELS = 240;
  private static final double ALPHA = 0.01;
  private static final double ROUNDING = 1e-12;
  private static final Loss LOSS = Loss.bounded(Loss.Kind.SQUARED, 20);
  private static final AcceptanceRule RULE =
      new AcceptanceRule(ALPHA, AcceptanceRule.Comparison.AT_LEAST, 5, 2);

  /** A random holdout and a stream of random submissions, some good and many bad. */
  private static final class Case {
    private final Random random;
    private final double[] observed = new double[PIXELS];
    private final PointerDecisionList list;

    Case(long seed) {
      random = new Random(seed);
      int[] blocks = new int[PIXELS];
      double[] base = new double[PIXELS];
      for (int i = 0; i < PIXELS; i++) {
        observed[i] = 100 * random.nextDouble();
        blocks[i] = i / 12;
        base[i] = observed[i] + 15 * random.nextGaussian();
      }
      list = new PointerDecisionList(new Holdout(observed, blocks), LOSS, RULE, base);
    }

    boolean[] group() {
      boolean[] group = new boolean[PIXELS];
      int from = random.nextInt(PIXELS);
      int size = 5 + random.nextInt(PIXELS / 2);
      for (int i = 0; i < PIXELS; i++) {
        group[i] = (i - from + PIXELS) % PIXELS < size && random.nextInt(5) > 0;
      }
      return group;
    }

    double[] model() {
      double[] model = list.predictions();
      double pull = random.nextDouble() - 0.3;
      double noise = 10 * random.nextDouble();
      for (int i = 0; i < PIXELS; i++) {
        model[i] += pull * (observed[i] - model[i]) + noise * random.nextGaussian();
      }
      return model;
    }
  }

  @Test
  void everyAcceptedSubmissionLowersTheOverallLossByAlphaAndNoMoreThanOneOverAlphaAreAccepted() {
    int accepted = 0;
    int refused = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Case drawn = new Case(seed);
      for (int k = 0; k < 40; k++) {
        boolean[] group = drawn.group();
        double[] model = drawn.model();
        double before = drawn.list.overallLoss();
        if (drawn.list.check(group, model).passes()) {
          drawn.list.accept(group, model);
          accepted++;
          assertThat(drawn.list.overallLoss()).isLessThanOrEqualTo(before - ALPHA + ROUNDING);
        } else {
          refused++;
          assertThat(drawn.list.overallLoss()).isEqualTo(before);
        }
      }
      assertThat(drawn.list.accepted() * ALPHA).isLessThanOrEqualTo(1);
    }
    assertThat(accepted).isGreaterThan(CASES);
    assertThat(refused).isGreaterThan(CASES);
  }

  @Test
  void noAcceptedGroupEverLosesMoreThanAlphaWeightedByItsShare() {
    int repairs = 0;
    for (int seed = 0; seed < CASES; seed++) {
      Case drawn = new Case(1000 + seed);
      List<boolean[]> groups = new ArrayList<>();
      List<Double> best = new ArrayList<>();
      for (int k = 0; k < 40; k++) {
        boolean[] group = drawn.group();
        double[] model = drawn.model();
        if (!drawn.list.check(group, model).passes()) {
          continue;
        }
        repairs += drawn.list.accept(group, model).size();
        groups.add(group);
        best.add(Double.POSITIVE_INFINITY);
        for (int j = 0; j < groups.size(); j++) {
          double now = drawn.list.loss(groups.get(j));
          best.set(j, Math.min(best.get(j), now));
          double share = share(groups.get(j));
          assertThat(share * (now - best.get(j))).isLessThanOrEqualTo(ALPHA + ROUNDING);
        }
      }
    }
    assertThat(repairs).as("cases in which a repair was needed").isPositive();
  }

  private static double share(boolean[] group) {
    int members = 0;
    for (boolean member : group) {
      members += member ? 1 : 0;
    }
    return members / (double) PIXELS;
  }

  @Test
  void theSameSubmissionsGiveTheSameListAndPredictionsToTheLastBit() {
    for (int seed = 0; seed < 5; seed++) {
      assertThat(grown(seed).nodes()).isEqualTo(grown(seed).nodes());
      assertThat(grown(seed).predictions()).isEqualTo(grown(seed).predictions());
    }
  }

  private static PointerDecisionList grown(long seed) {
    Case drawn = new Case(seed);
    for (int k = 0; k < 40; k++) {
      boolean[] group = drawn.group();
      double[] model = drawn.model();
      if (drawn.list.check(group, model).passes()) {
        drawn.list.accept(group, model);
      }
    }
    return drawn.list;
  }

  @Test
  void aGroupOfTooFewPixelsOrBlocksIsRefusedHoweverGoodItsModel() {
    Case drawn = new Case(7);
    boolean[] oneBlock = new boolean[PIXELS];
    java.util.Arrays.fill(oneBlock, 0, 12, true);
    boolean[] fourPixels = new boolean[PIXELS];
    for (int i = 0; i < 4; i++) {
      fourPixels[60 * i] = true;
    }
    assertThat(drawn.list.check(oneBlock, drawn.observed).enough()).isFalse();
    assertThat(drawn.list.check(fourPixels, drawn.observed).enough()).isFalse();
    assertThat(drawn.list.check(new boolean[PIXELS], drawn.observed).passes()).isFalse();
  }
}
