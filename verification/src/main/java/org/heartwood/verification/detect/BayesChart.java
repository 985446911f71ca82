package org.heartwood.verification.detect;

/**
 * Bayesian updating of the probability that forest is gone. An observation's non-forest probability
 * is {@code p = f_N / (f_F + f_N)} of two normal densities, cut to {@code [0.1, 0.9]}. Outside the
 * two means it is what it is at the nearer one: in the far tails the wider density would win, and a
 * very green pixel be called non-forest. An observation with {@code p ≥ 0.5} is flagged, with
 * {@code P = p₀p / (p₀p + (1−p₀)(1−p))} where {@code p₀} is the observation before (0.5 at first);
 * each further observation updates {@code P} in the same way with {@code p₀ = P}. The flag is
 * rejected where {@code P < 0.5} after the flagged observation, and confirmed where {@code P ≥ χ}
 * and {@code p ≥ 0.5}.
 *
 * <p>Source: Reiche et al. 2015, doi:10.3390/rs70504973, section 2.1; with χ = 0.975 and 0.85 as in
 * RADD (Reiche et al. 2021, doi:10.1088/1748-9326/abd0a8).
 *
 * @param forestSigma standard deviation of forest around the regression, in the quantity's unit; 0
 *     takes each pixel's own from its history
 * @param nonForestShift how far non-forest lies the way of a loss, in the quantity's unit, > 0
 * @param nonForestSigma standard deviation of non-forest, in the quantity's unit, > 0
 * @param chi probability that confirms, above 0.5 and below 1
 */
public record BayesChart(
    double forestSigma, double nonForestShift, double nonForestSigma, double chi) implements Chart {
  static final double LEAST = 0.1;
  static final double MOST = 0.9;

  /** Doubles of a state. */
  static final int STATE = 4;

  private static final int BEFORE = 0;
  private static final int POSTERIOR = 1;
  private static final int FLAGGED = 2;

  /** Logarithm of the ratio of both standard deviations. */
  private static final int LOG_RATIO = 3;

  /** Log odds at which the probability is cut. */
  private static final double CUT = StrictMath.log(MOST / LEAST);

  public BayesChart {
    if (!(forestSigma >= 0)
        || !(nonForestShift > 0)
        || !(nonForestSigma > 0)
        || !(chi > 0.5 && chi < 1)) {
      throw new IllegalArgumentException(
          "forestSigma must be >= 0, nonForestShift and nonForestSigma > 0, chi above 0.5 and below"
              + " 1, were "
              + forestSigma
              + ", "
              + nonForestShift
              + ", "
              + nonForestSigma
              + ", "
              + chi);
    }
  }

  @Override
  public String title() {
    return "Bayesian updating";
  }

  @Override
  public int stateSize(int dates) {
    return STATE;
  }

  @Override
  public void begin(double[] state, int at, double[] z, int count, double sigma) {
    start(state, at);
    double own = forestSigma > 0 ? forestSigma : sigma;
    state[at + LOG_RATIO] = StrictMath.log(own / nonForestSigma);
  }

  /** A state that has seen nothing. */
  static void start(double[] state, int at) {
    state[at + BEFORE] = 0.5;
    state[at + POSTERIOR] = 0;
    state[at + FLAGGED] = 0;
  }

  @Override
  public double step(
      double[] state,
      int at,
      double z,
      double sigma,
      double observed,
      double history,
      double peak) {
    double own = forestSigma > 0 ? forestSigma : sigma;
    return update(state, at, nonForest(z * sigma, own, state[at + LOG_RATIO]), chi);
  }

  /**
   * The non-forest probability of an observation, 0.1 to 0.9.
   *
   * @param loss deviation from forest, the way of a loss positive
   * @param sigma standard deviation of forest
   * @param logRatio logarithm of that over the one of non-forest
   */
  double nonForest(double loss, double sigma, double logRatio) {
    double between = Math.max(0, Math.min(nonForestShift, loss));
    double forest = between / sigma;
    double other = (between - nonForestShift) / nonForestSigma;
    double logOdds = logRatio + 0.5 * (forest * forest - other * other);
    if (logOdds <= -CUT) {
      return LEAST;
    }
    return logOdds >= CUT ? MOST : 1 / (1 + StrictMath.exp(-logOdds));
  }

  /**
   * Takes one non-forest probability.
   *
   * @return the posterior where the change is confirmed; below {@code chi} otherwise
   */
  static double update(double[] state, int at, double p, double chi) {
    double result = 0;
    if (state[at + FLAGGED] == 0) {
      if (p >= 0.5) {
        state[at + FLAGGED] = 1;
        state[at + POSTERIOR] = posterior(state[at + BEFORE], p);
        result = state[at + POSTERIOR];
      }
    } else {
      state[at + POSTERIOR] = posterior(state[at + POSTERIOR], p);
      if (state[at + POSTERIOR] < 0.5) {
        state[at + FLAGGED] = 0;
        state[at + POSTERIOR] = 0;
      } else {
        result = state[at + POSTERIOR];
      }
    }
    state[at + BEFORE] = p;
    return p < 0.5 && result >= chi ? Math.nextDown(chi) : result;
  }

  /** Takes a flag back; the observation before stays what it was. */
  static void drop(double[] state, int at) {
    state[at + FLAGGED] = 0;
    state[at + POSTERIOR] = 0;
  }

  static boolean flagged(double[] state, int at) {
    return state[at + FLAGGED] != 0;
  }

  /** The probability after the last observation, 0 without a flag. */
  static double posteriorOf(double[] state, int at) {
    return state[at + POSTERIOR];
  }

  static double posterior(double prior, double likelihood) {
    double both = prior * likelihood;
    return both / (both + (1 - prior) * (1 - likelihood));
  }

  @Override
  public boolean quiet(double[] state, int at, double page) {
    return state[at + FLAGGED] == 0;
  }

  @Override
  public double limit() {
    return chi;
  }

  @Override
  public int confirmations() {
    return 1;
  }

  @Override
  public double probability(double peak) {
    return Math.max(0, Math.min(1, peak));
  }
}
