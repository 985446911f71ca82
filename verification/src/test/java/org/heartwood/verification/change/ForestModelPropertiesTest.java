package org.heartwood.verification.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The decoded history, and what is expected of it, beside every possible one: METHOD.md §4.1. */
class ForestModelPropertiesTest {
  private static final double THRESHOLD_PCT = 45;
  private static final double LOSS = 0.03;
  private static final double REGROWTH = 0.01;
  private static final double ERROR_PCT = 9;
  private static final double PASSING_PCT = 4;
  private static final double STEP_PCT = 2.5;
  private static final int LEVELS = 40;
  private static final ForestModel MODEL =
      new ForestModel(
          THRESHOLD_PCT,
          LOSS,
          REGROWTH,
          Repeatability.even(ERROR_PCT, Math.pow(PASSING_PCT / ERROR_PCT, 2)));

  /** A pixel of up to four years with gaps, some of them not seen. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Pixel(int[] years, float[] cover, float[] dates) {
    static Pixel random(SplittableRandom random) {
      int length = 1 + random.nextInt(4);
      int[] years = new int[length];
      float[] cover = new float[length];
      float[] dates = new float[length];
      int year = 2000;
      for (int t = 0; t < length; t++) {
        year += 1 + random.nextInt(3);
        years[t] = year;
        cover[t] = random.nextInt(5) == 0 ? Float.NaN : (float) (100 * random.nextDouble());
        dates[t] = random.nextInt(6);
      }
      return new Pixel(years, cover, dates);
    }

    /** Places of the levels within three standard deviations of a reading. */
    int[] followed() {
      double sd = Math.hypot(PASSING_PCT, STEP_PCT / Math.sqrt(12));
      return IntStream.range(0, LEVELS)
          .filter(
              level ->
                  IntStream.range(0, cover.length)
                      .filter(t -> !Float.isNaN(cover[t]))
                      .anyMatch(
                          t ->
                              Math.abs(at(level) - at(nearest(cover[t]))) - STEP_PCT / 2 <= 3 * sd))
          .toArray();
    }

    private static int nearest(double cover) {
      return (int) Math.min(LEVELS - 1, Math.max(0, Math.floor(cover / STEP_PCT)));
    }

    /** Logarithm of a path's probability with its readings. */
    double logLikelihood(int[] path, boolean orStray) {
      double sum = 0;
      for (int t = 0; t < path.length; t++) {
        if (t > 0) {
          sum += Math.log(step(path[t - 1], path[t], years[t] - years[t - 1]));
        }
        if (!Float.isNaN(cover[t])) {
          double variance = PASSING_PCT * PASSING_PCT + STEP_PCT * STEP_PCT / 12;
          double off = cover[t] - at(path[t]);
          double share = new double[] {0.05, 0.05, 0.015, 0.004}[Math.min(3, (int) dates[t])];
          double own =
              (1 - share) * Math.exp(-off * off / variance / 2) / Math.sqrt(2 * Math.PI * variance);
          double stray = share / 100;
          sum += Math.log(orStray ? own + stray : Math.max(own, stray));
        }
      }
      return sum;
    }

    /**
     * Rates to each single level below and above, over 18 levels that are open and 22 of forest.
     */
    private static double step(int from, int to, int gap) {
      double falls = -Math.log(1 - LOSS) / 18;
      double rises = -Math.log(1 - REGROWTH) / 22;
      double rate = falls * from + rises * (LEVELS - 1 - from);
      double kept = Math.exp(-rate * gap);
      double drift = 0.05 * gap * Math.exp(-falls * (LEVELS - 1) * gap);
      double jump = to == from ? kept : (1 - kept) * (to < from ? falls : rises) / rate;
      int neighbours = (from == 0 ? 0 : 1) + (from == LEVELS - 1 ? 0 : 1);
      return switch (Math.abs(to - from)) {
        case 0 -> jump - neighbours * drift;
        case 1 -> jump + drift;
        default -> jump;
      };
    }
  }

  private static double at(int level) {
    return (level + 0.5) * STEP_PCT;
  }

  /** Visits every path over some levels. */
  private static void paths(int[] levels, int length, Consumer<int[]> visitor) {
    int[] path = new int[length];
    for (long number = 0; number < Math.pow(levels.length, length); number++) {
      long left = number;
      for (int t = 0; t < length; t++) {
        path[t] = levels[(int) (left % levels.length)];
        left /= levels.length;
      }
      visitor.accept(path);
    }
  }

  @Test
  void probabilitiesAreThoseOfAllPaths() {
    SplittableRandom random = new SplittableRandom(11);
    float[] error = {(float) ERROR_PCT, (float) ERROR_PCT, (float) ERROR_PCT, (float) ERROR_PCT};
    for (int trial = 0; trial < 40; trial++) {
      Pixel pixel = Pixel.random(random);
      int length = pixel.years().length;
      CoverLevels.Readings readings = MODEL.over(pixel.years()).levels().readings(length);
      if (!readings.read(pixel.cover(), pixel.dates())) {
        continue;
      }
      double[][] sums = new double[3][length];
      double[] all = {0};
      double lasting = Math.sqrt(ERROR_PCT * ERROR_PCT - PASSING_PCT * PASSING_PCT);
      paths(
          pixel.followed(),
          length,
          path -> {
            double p = Math.exp(pixel.logLikelihood(path, true));
            all[0] += p;
            for (int t = 0; t < length; t++) {
              double now = NormalDistribution.cumulative((at(path[t]) - THRESHOLD_PCT) / lasting);
              sums[0][t] += p * now;
              if (t > 0) {
                double was =
                    NormalDistribution.cumulative((at(path[t - 1]) - THRESHOLD_PCT) / lasting);
                sums[1][t] += p * Math.max(0, was - now);
                sums[2][t] += p * Math.max(0, now - was);
              }
            }
          });
      double[][] likelihood = new double[length][LEVELS];
      double[] isForest = new double[LEVELS];
      readings.likelihoods(likelihood);
      readings.hideBy(error);
      readings.forestProbability(0, isForest);
      ForestModel.Expectation found = new ForestModel.Expectation(length);
      MODEL.over(pixel.years()).expect(readings, likelihood, isForest, found);
      for (int t = 0; t < length; t++) {
        assertThat(found.forest()[t]).isCloseTo(sums[0][t] / all[0], within(1e-9));
        assertThat(found.lost()[t]).isCloseTo(sums[1][t] / all[0], within(1e-9));
        assertThat(found.gained()[t]).isCloseTo(sums[2][t] / all[0], within(1e-9));
      }
    }
  }

  @Test
  void noPathIsMoreLikelyThanTheDecodedOne() {
    SplittableRandom random = new SplittableRandom(12);
    for (int trial = 0; trial < 60; trial++) {
      Pixel pixel = Pixel.random(random);
      int length = pixel.years().length;
      for (int t = 0; trial % 3 > 0 && t < length; t++) {
        // All on one side of the threshold, where histories are not followed.
        pixel.cover()[t] = pixel.cover()[t] * 0.4f + (trial % 3 == 1 ? 50 : 0);
      }
      boolean[] decoded = new boolean[length];
      if (!MODEL.over(pixel.years()).decode(pixel.cover(), pixel.dates(), decoded)) {
        continue;
      }
      double[] best = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
      paths(
          pixel.followed(),
          length,
          path -> {
            boolean same = true;
            for (int t = 0; t < length; t++) {
              same &= decoded[t] == at(path[t]) > THRESHOLD_PCT;
            }
            int which = same ? 0 : 1;
            best[which] = Math.max(best[which], pixel.logLikelihood(path, false));
          });
      // The decoder takes the better of a drift and a jump to a neighbour, which are one here.
      assertThat(best[0]).isGreaterThan(best[1] - 0.05 * length);
    }
  }
}
