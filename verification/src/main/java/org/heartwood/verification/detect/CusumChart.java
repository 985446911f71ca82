package org.heartwood.verification.detect;

import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Monitoring by the cumulative sum of OLS residuals. With {@code n} observations of history and
 * {@code x = (n + i)/n} the process {@code S_i = Σ_{j≤i} z_j / √n} leaves at {@code |S_i| ≥
 * √(x(x−1)(c² + ln(x/(x−1))))}. The chance that it ever does without a change is {@code α = 2(1 −
 * Φ(c) + c·φ(c))}, which gives c = 2.500278, 2.795483, 3.368214 for α = .1, .05, .01. A statistic
 * of this chart is the c that the process reaches, one side only: {@code c_i = √(S_i²/(x(x−1)) −
 * ln(x/(x−1)))}.
 *
 * <p>Source: Chu, Stinchcombe and White 1996, doi:10.2307/2171955, theorem A.2 and equation 9.
 *
 * @param level chance of a false alarm, both sides together, 0.001 to 0.5
 */
public record CusumChart(double level) implements Chart {
  private static final double HIGHEST = 40;

  public CusumChart {
    if (!(level >= 0.001 && level <= 0.5)) {
      throw new IllegalArgumentException("level must be 0.001 to 0.5, was " + level);
    }
  }

  @Override
  public String title() {
    return "CUSUM";
  }

  @Override
  public int stateSize(int dates) {
    return 1;
  }

  @Override
  public void begin(double[] state, int at, double[] z, int count, double sigma) {
    state[at] = 0;
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
    state[at] += z;
    double sum = state[at];
    if (sum <= 0) {
      return 0;
    }
    double x = (history + observed) / history;
    double bound = sum * sum / (history * x * (x - 1));
    // The logarithm only lowers it, so that most observations do without.
    if (bound <= peak * peak) {
      return 0;
    }
    return Math.sqrt(Math.max(0, bound - StrictMath.log(x / (x - 1))));
  }

  @Override
  public double limit() {
    return critical(level);
  }

  /** The critical value of a level. */
  static double critical(double level) {
    return new BrentSolver(1e-12).solve(200, c -> level(c) - level, 0, HIGHEST);
  }

  /** The level of a critical value, {@code 2(1 − Φ(c) + c·φ(c))}. */
  static double level(double critical) {
    NormalDistribution normal = new NormalDistribution(0, 1);
    return 2 * (1 - normal.cumulativeProbability(critical) + critical * normal.density(critical));
  }

  @Override
  public int confirmations() {
    return 1;
  }

  @Override
  public double probability(double peak) {
    return Math.max(0, 1 - level(Math.min(HIGHEST, peak)));
  }
}
