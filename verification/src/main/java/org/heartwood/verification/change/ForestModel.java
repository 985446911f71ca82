package org.heartwood.verification.change;

import java.util.Arrays;

/**
 * The most likely history of one pixel: its level of cover year by year, and with it forest or not
 * (METHOD.md §4.1).
 *
 * <p>A hidden Markov chain over levels of cover. A level stays, drifts by one, or falls or rises at
 * once; a reading lies around the level with the error that is new in every composite, or says
 * nothing at all. So a fall is told by its size beside that error, however near to the forest
 * definition's threshold it ends, and one stray reading is no fall. Whether a level is forest is
 * another question: the lasting part of the map's error may hide it, in all years alike.
 *
 * <p>The most likely path is that of Viterbi 1967; such a chain for yearly forest maps is that of
 * Abercrombie and Friedl 2016 (doi:10.1109/TGRS.2015.2463689), over classes in place of levels.
 *
 * @param thresholdPct canopy cover from which a pixel is forest, per cent
 * @param annualLossProbability chance that forest falls below the threshold at once within a year,
 *     0–1 exclusive; it falls as readily to any other level below its own
 * @param annualRegrowthProbability chance that open land rises above it at once within a year, 0–1
 *     exclusive; to any other level above its own as readily
 * @param repeatability the map's errors
 */
record ForestModel(
    double thresholdPct,
    double annualLossProbability,
    double annualRegrowthProbability,
    Repeatability repeatability) {
  /** Chance that cover drifts to a neighbouring level within a year, either way. */
  static final double DRIFT_PROBABILITY = 0.05;

  private static final double MOST_DRIFT = 0.25;

  ForestModel {
    requireProbability("annualLossProbability", annualLossProbability);
    requireProbability("annualRegrowthProbability", annualRegrowthProbability);
  }

  private static void requireProbability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must lie between 0 and 1, was " + value);
    }
  }

  private ForestModel withLoss(double probability) {
    return new ForestModel(thresholdPct, probability, annualRegrowthProbability, repeatability);
  }

  /** The chain over given years, with gaps between them accounted for. */
  Chain over(int[] years) {
    return new Chain(this, new CoverLevels(thresholdPct, repeatability), years);
  }

  /**
   * How probable forest and its changes are in each year, all years' readings taken together.
   *
   * @param forest probability of forest, by year, 0–1
   * @param lost probability of forest in the composite before and none in this one; 0 in the first
   * @param gained probability of none in the composite before and forest in this one; 0 in the
   *     first
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Expectation(double[] forest, double[] lost, double[] gained) {
    Expectation(int years) {
      this(new double[years], new double[years], new double[years]);
    }
  }

  /** Transition probabilities of every step. Not safe for use by several threads. */
  static final class Chain {
    private final ForestModel model;
    private final CoverLevels levels;
    private final int[] calendar;
    private final int years;
    private final double[] drift;

    /** By step and level: chance to fall to, or rise to, each single one of those beyond. */
    private final double[][] fall;

    private final double[][] rise;
    private final double[][] stay;
    private final double[] logDrift;
    private final double[][] logFall;
    private final double[][] logRise;
    private final double[][] logStay;

    private final CoverLevels.Readings decoded;
    private final double[] score;
    private final double[] next;
    private final double[] higher;
    private final int[] highest;
    private final int[][] from;

    private final double[][] soFar;
    private final double[] ahead;
    private final double[] before;

    private Chain(ForestModel model, CoverLevels levels, int[] years) {
      this.model = model;
      this.levels = levels;
      this.calendar = years;
      this.years = years.length;
      int count = levels.count();
      this.drift = new double[years.length];
      this.fall = new double[years.length][count];
      this.rise = new double[years.length][count];
      this.stay = new double[years.length][count];
      int open = 0;
      while (open < count && !levels.isForest(open)) {
        open++;
      }
      // A year's rate to each single level that is open, or forest.
      double falls = -StrictMath.log1p(-model.annualLossProbability()) / Math.max(1, open);
      double rises =
          -StrictMath.log1p(-model.annualRegrowthProbability()) / Math.max(1, count - open);
      for (int t = 1; t < years.length; t++) {
        int gap = years[t] - years[t - 1];
        double most = 1;
        for (int k = 0; k < count; k++) {
          double rate = falls * k + rises * (count - 1 - k);
          double kept = StrictMath.exp(-rate * gap);
          fall[t][k] = k == 0 ? 0 : (1 - kept) * falls / rate;
          rise[t][k] = k == count - 1 ? 0 : (1 - kept) * rises / rate;
          stay[t][k] = kept;
          most = Math.min(most, kept);
        }
        // The same everywhere, and never more than what stays.
        drift[t] = Math.min(DRIFT_PROBABILITY * gap, MOST_DRIFT) * most;
        for (int k = 0; k < count; k++) {
          stay[t][k] -= drift[t] * ((k == 0 ? 0 : 1) + (k == count - 1 ? 0 : 1));
        }
      }
      this.logDrift = logs(drift);
      this.logFall = Arrays.stream(fall).map(Chain::logs).toArray(double[][]::new);
      this.logRise = Arrays.stream(rise).map(Chain::logs).toArray(double[][]::new);
      this.logStay = Arrays.stream(stay).map(Chain::logs).toArray(double[][]::new);
      this.decoded = levels.readings(years.length);
      this.score = new double[count];
      this.next = new double[count];
      this.higher = new double[count];
      this.highest = new int[count];
      this.from = new int[years.length][count];
      this.soFar = new double[years.length][count];
      this.ahead = new double[count];
      this.before = new double[count];
    }

    /** The same with another chance of loss. */
    Chain withLoss(double probability) {
      return new Chain(model.withLoss(probability), levels, calendar);
    }

    /** The levels that it moves between. */
    CoverLevels levels() {
      return levels;
    }

    private static double[] logs(double[] chances) {
      return Arrays.stream(chances).map(StrictMath::log).toArray();
    }

    /**
     * The most likely states.
     *
     * @param canopyPct canopy cover by year, per cent; NaN = not seen
     * @param validDates number of dates behind each
     * @param forest receives the states: true = forest
     * @return false if no year was seen; {@code forest} is then left as it was
     */
    boolean decode(float[] canopyPct, float[] validDates, boolean[] forest) {
      if (allBeyond(canopyPct, 1) || allBeyond(canopyPct, -1)) {
        Arrays.fill(forest, 0, years, allBeyond(canopyPct, 1));
        return true;
      }
      if (!decoded.read(canopyPct, validDates)) {
        return false;
      }
      int size = decoded.size();
      Arrays.fill(score, 0, size, 0);
      for (int t = 0; t < years; t++) {
        if (t > 0) {
          step(t, size);
        }
        for (int i = 0; decoded.shown(t) && i < size; i++) {
          score[i] += decoded.logLikelihood(t, i);
        }
      }
      int at = 0;
      for (int i = 1; i < size; i++) {
        at = score[i] >= score[at] ? i : at;
      }
      for (int t = years - 1; t >= 0; t--) {
        forest[t] = levels.isForest(decoded.level(at));
        at = from[t][at];
      }
      return true;
    }

    /**
     * Whether all that was seen lies so far above the threshold (side 1), or below it (−1), that no
     * likeliest path crosses it: most pixels, and they need not be followed.
     */
    private boolean allBeyond(float[] canopyPct, int side) {
      boolean seen = false;
      for (int t = 0; t < years; t++) {
        if (!Float.isNaN(canopyPct[t])) {
          if (!(side * (canopyPct[t] - levels.thresholdPct()) >= CoverLevels.SURE_PCT)) {
            return false;
          }
          seen = true;
        }
      }
      return seen;
    }

    /** The best way to each followed level; staying wins ties. */
    private void step(int t, int size) {
      double best = Double.NEGATIVE_INFINITY;
      int bestAt = 0;
      for (int i = size - 1; i >= 0; i--) {
        higher[i] = best;
        highest[i] = bestAt;
        double falling = score[i] + logFall[t][decoded.level(i)];
        if (falling > best) {
          best = falling;
          bestAt = i;
        }
      }
      double lower = Double.NEGATIVE_INFINITY;
      int lowerAt = 0;
      for (int i = 0; i < size; i++) {
        int k = decoded.level(i);
        double most = score[i] + logStay[t][k];
        int way = i;
        if (i > 0 && decoded.level(i - 1) == k - 1 && score[i - 1] + logDrift[t] > most) {
          most = score[i - 1] + logDrift[t];
          way = i - 1;
        }
        if (i + 1 < size && decoded.level(i + 1) == k + 1 && score[i + 1] + logDrift[t] > most) {
          most = score[i + 1] + logDrift[t];
          way = i + 1;
        }
        if (higher[i] > most) {
          most = higher[i];
          way = highest[i];
        }
        if (lower > most) {
          most = lower;
          way = lowerAt;
        }
        next[i] = most;
        from[t][i] = way;
        double rising = score[i] + logRise[t][k];
        if (rising > lower) {
          lower = rising;
          lowerAt = i;
        }
      }
      System.arraycopy(next, 0, score, 0, size);
    }

    /**
     * The states' probabilities given every year, by the forward–backward recursion (Rabiner 1989,
     * doi:10.1109/5.18626, equations 27 and 37): what the most likely path leaves out. One lasting
     * error stands for all years, so that forest is lost from one level to a lower one with the
     * difference of their probabilities of forest, and never where the level stays.
     *
     * @param pixel what the years show; some of them do
     * @param likelihood densities of the readings, by year and followed level; 1 where not shown
     * @param isForest probability of forest at each followed level, rising
     * @param expectation receives the probabilities
     */
    void expect(
        CoverLevels.Readings pixel,
        double[][] likelihood,
        double[] isForest,
        Expectation expectation) {
      int size = pixel.size();
      Arrays.fill(next, 0, size, 1.0 / size);
      for (int t = 0; t < years; t++) {
        if (t > 0) {
          forward(t, pixel, soFar[t - 1]);
        }
        double sum = 0;
        for (int i = 0; i < size; i++) {
          next[i] *= likelihood[t][i];
          sum += next[i];
        }
        for (int i = 0; i < size; i++) {
          soFar[t][i] = next[i] / sum;
        }
      }
      double last = 0;
      for (int i = 0; i < size; i++) {
        last += soFar[years - 1][i] * isForest[i];
      }
      expectation.forest()[years - 1] = last;
      Arrays.fill(ahead, 0, size, 1);
      for (int t = years - 1; t > 0; t--) {
        for (int i = 0; i < size; i++) {
          ahead[i] *= likelihood[t][i];
        }
        backward(t, pixel, isForest, expectation);
      }
    }

    /** Where the levels of one year go; {@code next} receives it. */
    private void forward(int t, CoverLevels.Readings pixel, double[] now) {
      int size = pixel.size();
      double falling = 0;
      for (int i = size - 1; i >= 0; i--) {
        int k = pixel.level(i);
        next[i] = now[i] * stay[t][k] + falling;
        if (i + 1 < size && pixel.level(i + 1) == k + 1) {
          next[i] += drift[t] * now[i + 1];
        }
        falling += now[i] * fall[t][k];
      }
      double rising = 0;
      for (int i = 0; i < size; i++) {
        int k = pixel.level(i);
        next[i] += rising;
        if (i > 0 && pixel.level(i - 1) == k - 1) {
          next[i] += drift[t] * now[i - 1];
        }
        rising += now[i] * rise[t][k];
      }
    }

    /** One step back: what happened between two years, and the likelihood of all from the first. */
    private void backward(
        int t, CoverLevels.Readings pixel, double[] isForest, Expectation expectation) {
      int size = pixel.size();
      double[] now = soFar[t - 1];
      double lost = 0;
      double gained = 0;
      double below = 0;
      double forestBelow = 0;
      for (int i = 0; i < size; i++) {
        int k = pixel.level(i);
        before[i] = stay[t][k] * ahead[i] + fall[t][k] * below;
        lost += now[i] * fall[t][k] * (isForest[i] * below - forestBelow);
        if (i > 0 && pixel.level(i - 1) == k - 1) {
          before[i] += drift[t] * ahead[i - 1];
          lost += now[i] * drift[t] * ahead[i - 1] * (isForest[i] - isForest[i - 1]);
        }
        below += ahead[i];
        forestBelow += ahead[i] * isForest[i];
      }
      double above = 0;
      double forestAbove = 0;
      double all = 0;
      double forest = 0;
      for (int i = size - 1; i >= 0; i--) {
        int k = pixel.level(i);
        before[i] += rise[t][k] * above;
        gained += now[i] * rise[t][k] * (forestAbove - isForest[i] * above);
        if (i + 1 < size && pixel.level(i + 1) == k + 1) {
          before[i] += drift[t] * ahead[i + 1];
          gained += now[i] * drift[t] * ahead[i + 1] * (isForest[i + 1] - isForest[i]);
        }
        above += ahead[i];
        forestAbove += ahead[i] * isForest[i];
        all += now[i] * before[i];
        forest += now[i] * before[i] * isForest[i];
      }
      expectation.lost()[t] = lost / all;
      expectation.gained()[t] = gained / all;
      expectation.forest()[t - 1] = forest / all;
      double scale = 0;
      for (int i = 0; i < size; i++) {
        scale += before[i];
      }
      for (int i = 0; i < size; i++) {
        ahead[i] = before[i] / scale;
      }
    }
  }
}
