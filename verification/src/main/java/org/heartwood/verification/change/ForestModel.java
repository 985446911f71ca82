package org.heartwood.verification.change;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The most likely history of one pixel: forest or not, year by year (METHOD.md §4.1).
 *
 * <p>A hidden Markov chain with two states. The evidence of a year is the probability that canopy
 * cover reaches the forest definition's threshold, given the model's mean and standard error; the
 * chain says how rarely forest turns into something else and back. The most likely path (Viterbi
 * 1967) follows the evidence where it persists and ignores single hazy years: the use of such a
 * chain for yearly forest maps is that of Abercrombie and Friedl 2016
 * (doi:10.1109/TGRS.2015.2463689).
 *
 * @param thresholdPct canopy cover from which a pixel is forest, per cent
 * @param annualLossProbability chance that forest is lost within a year, 0–1 exclusive
 * @param annualRegrowthProbability chance that forest returns within a year, 0–1 exclusive
 */
record ForestModel(
    double thresholdPct, double annualLossProbability, double annualRegrowthProbability)
    implements Serializable {
  /**
   * No single year may be more certain than this, whatever the model's standard error says. It lies
   * below the usual chance of loss, so that an overwhelming drop in the newest composite is called
   * before a second one confirms it, and far above the chance of loss and regrowth in successive
   * years, so that no single hazy year is taken for a clearing.
   */
  static final double MIN_EVIDENCE = 0.01;

  /**
   * Beyond this many standard errors from the threshold the probability is surely past {@link
   * #MIN_EVIDENCE}, whose quantile is 2.33: most pixels, and their logarithms are known.
   */
  static final double SURE_Z = 2.5;

  private static final double LOG_MOST = StrictMath.log(1 - MIN_EVIDENCE);
  private static final double LOG_BESIDE_MOST = StrictMath.log(1 - (1 - MIN_EVIDENCE));
  private static final double LOG_LEAST = StrictMath.log(MIN_EVIDENCE);
  private static final double LOG_BESIDE_LEAST = StrictMath.log(1 - MIN_EVIDENCE);

  ForestModel {
    requireProbability("annualLossProbability", annualLossProbability);
    requireProbability("annualRegrowthProbability", annualRegrowthProbability);
  }

  private static void requireProbability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " must lie between 0 and 1, was " + value);
    }
  }

  /** The same with another chance of loss. */
  ForestModel withLoss(double probability) {
    return new ForestModel(thresholdPct, probability, annualRegrowthProbability);
  }

  /** The chain over given years, with gaps between them accounted for. */
  Chain over(int[] years) {
    double[] stay = new double[years.length];
    double[] lose = new double[years.length];
    double[] regrow = new double[years.length];
    double[] remain = new double[years.length];
    for (int t = 1; t < years.length; t++) {
      int gap = years[t] - years[t - 1];
      double kept = StrictMath.pow(1 - annualLossProbability, gap);
      double bare = StrictMath.pow(1 - annualRegrowthProbability, gap);
      stay[t] = StrictMath.log(kept);
      lose[t] = StrictMath.log(1 - kept);
      regrow[t] = StrictMath.log(1 - bare);
      remain[t] = StrictMath.log(bare);
    }
    return new Chain(thresholdPct, stay, lose, regrow, remain);
  }

  /**
   * How probable forest and its changes are in each year, all years' evidence taken together.
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

  /** Log transition probabilities of every step. Not safe for use by several threads. */
  static final class Chain {
    private final double thresholdPct;
    private final double[] stay;
    private final double[] lose;
    private final double[] regrow;
    private final double[] remain;
    private final boolean[] forestFromForest;
    private final boolean[] bareFromForest;
    private final double[] stayChance;
    private final double[] loseChance;
    private final double[] regrowChance;
    private final double[] remainChance;
    private final double[] forestSoFar;

    private Chain(
        double thresholdPct, double[] stay, double[] lose, double[] regrow, double[] remain) {
      this.thresholdPct = thresholdPct;
      this.stay = stay;
      this.lose = lose;
      this.regrow = regrow;
      this.remain = remain;
      this.forestFromForest = new boolean[stay.length];
      this.bareFromForest = new boolean[stay.length];
      this.stayChance = Arrays.stream(stay).map(StrictMath::exp).toArray();
      this.loseChance = Arrays.stream(lose).map(StrictMath::exp).toArray();
      this.regrowChance = Arrays.stream(regrow).map(StrictMath::exp).toArray();
      this.remainChance = Arrays.stream(remain).map(StrictMath::exp).toArray();
      this.forestSoFar = new double[stay.length];
    }

    /**
     * The most likely states.
     *
     * @param canopyPct canopy cover by year, per cent; NaN = not seen
     * @param standardErrorPct its standard error by year, per cent
     * @param forest receives the states: true = forest
     * @return false if no year was seen; {@code forest} is then left as it was
     */
    boolean decode(float[] canopyPct, float[] standardErrorPct, boolean[] forest) {
      boolean seen = false;
      double scoreForest = 0;
      double scoreBare = 0;
      for (int t = 0; t < stay.length; t++) {
        if (t > 0) {
          double keep = scoreForest + stay[t];
          double back = scoreBare + regrow[t];
          double cleared = scoreForest + lose[t];
          double open = scoreBare + remain[t];
          forestFromForest[t] = keep >= back;
          bareFromForest[t] = cleared > open;
          scoreForest = Math.max(keep, back);
          scoreBare = Math.max(cleared, open);
        }
        if (!Float.isNaN(canopyPct[t])) {
          seen = true;
          double z = (canopyPct[t] - thresholdPct) / standardErrorPct[t];
          if (z > SURE_Z) {
            scoreForest += LOG_MOST;
            scoreBare += LOG_BESIDE_MOST;
          } else if (z < -SURE_Z) {
            scoreForest += LOG_LEAST;
            scoreBare += LOG_BESIDE_LEAST;
          } else {
            double probability = evidence(canopyPct[t], standardErrorPct[t]);
            scoreForest += StrictMath.log(probability);
            scoreBare += StrictMath.log(1 - probability);
          }
        }
      }
      if (!seen) {
        return false;
      }
      boolean state = scoreForest >= scoreBare;
      for (int t = stay.length - 1; t >= 0; t--) {
        forest[t] = state;
        state = state ? forestFromForest[t] : bareFromForest[t];
      }
      return true;
    }

    /** Probability that cover reaches the threshold, as one year alone shows it. */
    private double evidence(float canopyPct, float standardErrorPct) {
      double probability =
          NormalDistribution.cumulative((canopyPct - thresholdPct) / standardErrorPct);
      return Math.min(1 - MIN_EVIDENCE, Math.max(MIN_EVIDENCE, probability));
    }

    /**
     * What each year alone shows of a pixel once the lasting part of its error is known: the
     * probability that its cover reaches the threshold, one half where it was not seen. The same
     * for every chain of the same threshold.
     *
     * @param canopyPct canopy cover by year, per cent; NaN = not seen
     * @param standardErrorPct its standard error by year, per cent
     * @param lasting the lasting part of the error, in its own standard errors
     * @param transientFraction share of the error's variance that is new in every year, above 0
     * @param evidence receives the probabilities
     * @return false if no year was seen
     */
    boolean evidence(
        float[] canopyPct,
        float[] standardErrorPct,
        double lasting,
        double transientFraction,
        double[] evidence) {
      double lastingScale = lasting * StrictMath.sqrt(1 - transientFraction);
      double passingScale = StrictMath.sqrt(transientFraction);
      boolean seen = false;
      for (int t = 0; t < evidence.length; t++) {
        boolean shown = !Float.isNaN(canopyPct[t]);
        seen |= shown;
        evidence[t] =
            shown
                ? evidence(
                    (float) (canopyPct[t] - lastingScale * standardErrorPct[t]),
                    (float) (passingScale * standardErrorPct[t]))
                : 0.5;
      }
      return seen;
    }

    /**
     * The states' probabilities given every year, by the forward–backward recursion (Rabiner 1989,
     * doi:10.1109/5.18626, equations 27 and 37): what the most likely path leaves out, because it
     * names one state even where two are nearly as likely.
     *
     * @param evidence what {@link #evidence} gives of a pixel of which some year was seen
     * @param expectation receives the probabilities
     */
    void expect(double[] evidence, Expectation expectation) {
      double forest = 0.5;
      for (int t = 0; t < stay.length; t++) {
        if (t > 0) {
          forest = forest * stayChance[t] + (1 - forest) * regrowChance[t];
        }
        double is = forest * evidence[t];
        double isNot = (1 - forest) * (1 - evidence[t]);
        forest = is / (is + isNot);
        forestSoFar[t] = forest;
      }
      backward(evidence, expectation);
    }

    /** Likelihood of the later years given either state, scaled to add up to 1. */
    private void backward(double[] evidence, Expectation expectation) {
      double laterForest = 0.5;
      int last = stay.length - 1;
      expectation.forest()[last] = forestSoFar[last];
      for (int t = last; t > 0; t--) {
        double ahead = laterForest * evidence[t];
        double bareAhead = (1 - laterForest) * (1 - evidence[t]);
        double before = forestSoFar[t - 1];
        double kept = before * stayChance[t] * ahead;
        double lost = before * loseChance[t] * bareAhead;
        double gained = (1 - before) * regrowChance[t] * ahead;
        double open = (1 - before) * remainChance[t] * bareAhead;
        double all = kept + lost + gained + open;
        expectation.lost()[t] = lost / all;
        expectation.gained()[t] = gained / all;
        expectation.forest()[t - 1] = (kept + lost) / all;
        double fromForest = stayChance[t] * ahead + loseChance[t] * bareAhead;
        double fromBare = regrowChance[t] * ahead + remainChance[t] * bareAhead;
        laterForest = fromForest / (fromForest + fromBare);
      }
    }
  }
}
