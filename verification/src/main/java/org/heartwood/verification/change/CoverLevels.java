package org.heartwood.verification.change;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The levels of cover between which the history of a pixel moves, and what a reading says of each
 * (METHOD.md §4.1). They lie evenly on either side of the forest definition's threshold, so that
 * none is on it.
 */
final class CoverLevels {
  private static final double STEP_PCT = 2.5;

  /** Readings farther than this from the threshold are nearer to a level on their own side. */
  static final double SURE_PCT = 2 * STEP_PCT;

  /**
   * Share of the readings that say nothing of the level, by the number of dates behind them (none,
   * one, two, more): what clouds and haze leave in a composite, of which a median of three is
   * almost free.
   */
  private static final double[] STRAY_FRACTION = {0.05, 0.05, 0.015, 0.004};

  private static final double[] LOG_STRAY =
      Arrays.stream(STRAY_FRACTION).map(share -> StrictMath.log(share / 100)).toArray();
  private static final double[] LOG_OWN =
      Arrays.stream(STRAY_FRACTION).map(share -> StrictMath.log1p(-share)).toArray();

  /** Levels farther from all readings than this, in standard deviations, are not followed. */
  private static final double REACH = 3;

  private static final double LEAST_LASTING_PCT = 0.1;
  private static final double SQRT_TWO_PI = 2.5066282746310002;

  private final double thresholdPct;
  private final Repeatability repeatability;
  private final double[] atPct;
  private final double[] inverseSd;
  private final double[] peak;
  private final double[] logPeak;
  private final double[] lastingPct;

  /** By nearest level of a reading, a bit for each level within reach. */
  private final long[] within;

  CoverLevels(double thresholdPct, Repeatability repeatability) {
    this.thresholdPct = thresholdPct;
    this.repeatability = repeatability;
    int below = (int) Math.floor(thresholdPct / STEP_PCT + 0.5);
    int above = (int) Math.floor((100 - thresholdPct) / STEP_PCT + 0.5);
    this.atPct =
        IntStream.range(-below, above)
            .mapToDouble(k -> thresholdPct + (k + 0.5) * STEP_PCT)
            .toArray();
    int levels = atPct.length;
    this.inverseSd = new double[levels];
    this.peak = new double[levels];
    this.logPeak = new double[levels];
    this.lastingPct = new double[levels];
    for (int k = 0; k < levels; k++) {
      double error = repeatability.errorPct(atPct[k]);
      double passing = repeatability.passingPct(atPct[k]);
      // A reading differs from the level by the level's own width as well.
      double sd = StrictMath.sqrt(passing * passing + STEP_PCT * STEP_PCT / 12);
      inverseSd[k] = 1 / sd;
      peak[k] = 1 / (sd * SQRT_TWO_PI);
      logPeak[k] = StrictMath.log(peak[k]);
      double lasting = Math.max(0, error * error - passing * passing);
      lastingPct[k] = Math.max(LEAST_LASTING_PCT, StrictMath.sqrt(lasting));
    }
    this.within = new long[levels];
    for (int nearest = 0; nearest < levels; nearest++) {
      for (int k = 0; k < levels; k++) {
        double distance = Math.max(0, Math.abs(atPct[k] - atPct[nearest]) - STEP_PCT / 2);
        within[nearest] |= distance * inverseSd[k] <= REACH ? 1L << k : 0;
      }
    }
  }

  int count() {
    return atPct.length;
  }

  double thresholdPct() {
    return thresholdPct;
  }

  /** Whether a level is forest. */
  boolean isForest(int level) {
    return atPct[level] > thresholdPct;
  }

  /** Room for the readings of a pixel. */
  Readings readings(int years) {
    return new Readings(years);
  }

  /** The readings of a pixel and the levels that they may come from. Not safe for many threads. */
  final class Readings {
    private final int years;
    private final int[] level = new int[count()];
    private final double[] halfSquares;

    /** Distance of a followed level from the threshold in standard errors of the lasting error. */
    private final double[] margin = new double[count()];

    private final boolean[] shown;
    private final int[] stray;
    private int size;
    private float[] canopyPct;

    private Readings(int years) {
      this.years = years;
      this.halfSquares = new double[years * count()];
      this.shown = new boolean[years];
      this.stray = new int[years];
      this.canopyPct = new float[years];
    }

    /**
     * Reads a pixel.
     *
     * @param coverPct canopy cover by year, per cent; NaN = not seen; kept until the next pixel
     * @param validDates number of dates behind each
     * @return false if no year was seen
     */
    boolean read(float[] coverPct, float[] validDates) {
      canopyPct = coverPct;
      long followed = 0;
      for (int t = 0; t < years; t++) {
        shown[t] = !Float.isNaN(coverPct[t]);
        followed |= shown[t] ? within[nearest(coverPct[t])] : 0;
        // Not a number counts as none.
        stray[t] = (int) Math.min(STRAY_FRACTION.length - 1.0, Math.max(0, validDates[t]));
      }
      size = 0;
      for (long left = followed; left != 0; left &= left - 1) {
        level[size++] = Long.numberOfTrailingZeros(left);
      }
      for (int t = 0; t < years; t++) {
        for (int i = 0; shown[t] && i < size; i++) {
          double z = (coverPct[t] - atPct[level[i]]) * inverseSd[level[i]];
          halfSquares[t * level.length + i] = z * z / 2;
        }
      }
      return followed != 0;
    }

    private int nearest(float coverPct) {
      int k = (int) Math.floor((coverPct - atPct[0]) / STEP_PCT + 0.5);
      return Math.min(atPct.length - 1, Math.max(0, k));
    }

    /** Levels that are followed. */
    int size() {
      return size;
    }

    /** Place of a followed level among all. */
    int level(int i) {
      return level[i];
    }

    boolean shown(int t) {
      return shown[t];
    }

    /** Densities of the readings, by year and followed level; 1 in years that are not shown. */
    void likelihoods(double[][] densities) {
      for (int t = 0; t < years; t++) {
        for (int i = 0; i < size; i++) {
          densities[t][i] =
              shown[t]
                  ? (1 - STRAY_FRACTION[stray[t]])
                          * peak[level[i]]
                          * StrictMath.exp(-halfSquares[t * level.length + i])
                      + STRAY_FRACTION[stray[t]] / 100
                  : 1;
        }
      }
    }

    /** Logarithm of the density of the likelier of both: a reading of the level, or a stray one. */
    double logLikelihood(int t, int i) {
      return Math.max(
          LOG_OWN[stray[t]] + logPeak[level[i]] - halfSquares[t * level.length + i],
          LOG_STRAY[stray[t]]);
    }

    /**
     * Tells how far the lasting error may hide whether a followed level is forest.
     *
     * @param standardErrorPct standard errors of the readings, per cent; where this pixel's differ
     *     from those usual at their cover, its lasting error differs alike
     */
    void hideBy(float[] standardErrorPct) {
      double scale = scale(standardErrorPct);
      for (int i = 0; i < size; i++) {
        double lasting = Math.max(LEAST_LASTING_PCT, scale * lastingPct[level[i]]);
        margin[i] = (atPct[level[i]] - thresholdPct) / lasting;
      }
    }

    private double scale(float[] standardErrorPct) {
      double ratio = 0;
      int seen = 0;
      for (int t = 0; t < years; t++) {
        double usual = shown[t] ? repeatability.errorPct(canopyPct[t]) : 0;
        if (usual > 0) {
          ratio += standardErrorPct[t] / usual;
          seen++;
        }
      }
      return seen == 0 ? 1 : ratio / seen;
    }

    /**
     * Probability that cover reaches the threshold at each followed level, rising with the level.
     *
     * @param shift by how many standard errors of the lasting error all readings lie too high
     * @param forest receives the probabilities
     */
    void forestProbability(double shift, double[] forest) {
      double least = 0;
      for (int i = 0; i < size; i++) {
        least = Math.max(least, NormalDistribution.cumulative(margin[i] - shift));
        forest[i] = least;
      }
    }
  }
}
