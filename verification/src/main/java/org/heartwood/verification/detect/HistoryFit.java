package org.heartwood.verification.detect;

import java.util.Arrays;

/**
 * Ordinary least squares of a history, and the part of it that is stable. It is a workspace: one
 * task owns one and fits pixel after pixel without allocating.
 *
 * <p>Observations enter from the last to the first by plane rotations without square roots
 * (Gentleman 1974, doi:10.2307/2346963), which solve the regression as a QR decomposition does.
 * What a rotation leaves of an observation is its recursive residual, so that one sweep gives both
 * the regression and the reverse-ordered CUSUM: {@code W(i/m) = Σ_{j≤i} w_j / (s_w·√m)} over the
 * {@code m = n − k} recursive residuals {@code w}, {@code s_w} their standard deviation. At the
 * first crossing of {@code 0.9478982·(1 + 2i/m)} the history is cut, and the regression is taken
 * again over what is later than the crossing.
 */
public final class HistoryFit {
  /** Critical value of the CUSUM of recursive residuals at 5 % (Brown, Durbin and Evans 1975). */
  static final double CRITICAL = 0.9478982340418134;

  /**
   * A column is undetermined if rotations leave less than this of an observation's weight to it.
   */
  private static final double LEAST_PIVOT = 1e-9;

  /** Weight of a column that no observation has met: none, but it can be divided by. */
  static final double NO_PIVOT = 1e-300;

  private final int terms;
  private final double[] pivots;
  private final double[] upper;
  private final double[] theta;
  private final double[] row;
  private final double[] recursive;
  private final int[] valid;
  private final double[] coefficients;
  private double squares;
  private double sigma;
  private int used;
  private int first;

  /**
   * @param terms coefficients of the regression
   * @param most longest history, dates
   */
  public HistoryFit(int terms, int most) {
    this.terms = terms;
    this.pivots = new double[terms];
    this.upper = new double[terms * terms];
    this.theta = new double[terms];
    this.row = new double[terms];
    this.recursive = new double[most];
    // One more than there are dates: a missing date is written and then overwritten.
    this.valid = new int[most + 1];
    this.coefficients = new double[terms];
  }

  /**
   * Fits the history of one pixel.
   *
   * @param rows regressors by date, see {@link HarmonicModel#rows}
   * @param values values of all pixels; this pixel's lie one after the other by date, NaN = no data
   * @param at where this pixel's values begin
   * @param dates how many dates the history has
   * @return {@link Standing#NO_CHANGE} if there is a regression, else why there is none
   */
  Standing fit(HistorySettings settings, double[] rows, float[] values, int at, int dates) {
    int count = gather(values, at, dates);
    if (count < settings.minObservations()) {
      return Standing.SHORT_HISTORY;
    }
    sweep(rows, values, at, count);
    return settle(settings, rows, values, at, count);
  }

  /** As {@link #fit}, with the rotations of a block done before. */
  Standing fit(
      HistorySettings settings,
      double[] rows,
      float[] values,
      int at,
      int dates,
      BlockSweep block,
      int lane) {
    int count = gather(values, at, dates);
    if (count < settings.minObservations()) {
      return Standing.SHORT_HISTORY;
    }
    for (int i = 0; i < terms; i++) {
      pivots[i] = block.pivots[i][lane];
      theta[i] = block.theta[i][lane];
      for (int j = i + 1; j < terms; j++) {
        upper[i * terms + j] = block.upper[i * terms + j][lane];
      }
    }
    squares = 0;
    for (int i = 0; i < count; i++) {
      recursive[i] = block.recursive[valid[i]][lane];
      squares += recursive[i] * recursive[i];
    }
    return settle(settings, rows, values, at, count);
  }

  private int gather(float[] values, int at, int dates) {
    int count = 0;
    for (int i = dates - 1; i >= 0; i--) {
      valid[count] = i;
      count += 1 + noneMask(Float.floatToRawIntBits(values[at + i]));
    }
    used = count;
    return count;
  }

  /**
   * All bits set for not a number, none for a number. Clouds come as they like, so that a branch
   * would be guessed wrong as often as they do.
   *
   * @param bits of a float
   */
  static int noneMask(int bits) {
    return (0x7f800000 - (bits & 0x7fffffff)) >> 31;
  }

  private Standing settle(
      HistorySettings settings, double[] rows, float[] values, int at, int count) {
    if (settings.stability() == HistorySettings.Stability.REVERSE_CUSUM) {
      int stable = stable(count);
      if (stable < count) {
        used = stable;
        if (stable < settings.minObservations()) {
          return Standing.UNSTABLE_HISTORY;
        }
        sweep(rows, values, at, stable);
      }
    }
    first = valid[used - 1];
    for (int i = 0; i < terms; i++) {
      if (!(pivots[i] > LEAST_PIVOT * used)) {
        return Standing.UNDETERMINED;
      }
    }
    solve();
    sigma = Math.max(settings.leastSigma(), Math.sqrt(squares / (used - terms)));
    return Standing.NO_CHANGE;
  }

  private void sweep(double[] rows, float[] values, int at, int count) {
    Arrays.fill(pivots, NO_PIVOT);
    Arrays.fill(upper, 0);
    Arrays.fill(theta, 0);
    squares = 0;
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows, valid[i] * terms, row, 0, terms);
      recursive[i] = include(values[at + valid[i]]);
      squares += recursive[i] * recursive[i];
    }
  }

  /** Rotates one observation into the triangle, and gives what is left of it. */
  private double include(double value) {
    double weight = 1;
    double y = value;
    for (int i = 0; i < terms; i++) {
      double x = row[i];
      double before = pivots[i];
      double weighted = weight * x;
      double after = before + weighted * x;
      double cosine = before / after;
      double sine = weighted / after;
      weight *= cosine;
      pivots[i] = after;
      int line = i * terms;
      for (int j = i + 1; j < terms; j++) {
        double old = upper[line + j];
        double entry = row[j];
        row[j] = entry - x * old;
        upper[line + j] = cosine * old + sine * entry;
      }
      double old = theta[i];
      theta[i] = cosine * old + sine * y;
      y -= x * old;
    }
    return Math.sqrt(weight) * y;
  }

  /** How many observations, counted from the last, come before the first crossing. */
  private int stable(int count) {
    int m = count - terms;
    double mean = 0;
    for (int i = terms; i < count; i++) {
      mean += recursive[i];
    }
    mean /= m;
    double spread = 0;
    for (int i = terms; i < count; i++) {
      spread += (recursive[i] - mean) * (recursive[i] - mean);
    }
    double scale = Math.sqrt(spread / (m - 1)) * Math.sqrt(m);
    double sum = 0;
    for (int i = terms; i < count; i++) {
      sum += recursive[i];
      if (Math.abs(sum) > CRITICAL * scale * (1 + 2.0 * (i - terms + 1) / m)) {
        return i;
      }
    }
    return count;
  }

  private void solve() {
    for (int i = terms - 1; i >= 0; i--) {
      double sum = theta[i];
      for (int j = i + 1; j < terms; j++) {
        sum -= upper[i * terms + j] * coefficients[j];
      }
      coefficients[i] = sum;
    }
  }

  /** What the regression says of a date. */
  double predicted(double[] rows, int rowAt) {
    double sum = 0;
    for (int i = 0; i < terms; i++) {
      sum += coefficients[i] * rows[rowAt + i];
    }
    return sum;
  }

  /** The coefficients themselves; the next fit overwrites them. */
  double[] coefficients() {
    return coefficients;
  }

  /** Residual standard deviation, {@code √(Σe² / (n − k))}, not below the least. */
  double sigma() {
    return sigma;
  }

  /** Observations that the regression rests on. */
  int used() {
    return used;
  }

  /** Index of the first date that the regression rests on. */
  int first() {
    return first;
  }

  /** Date index of a used observation, 0 = the last. */
  int dateFromLast(int i) {
    return valid[i];
  }
}
