package org.heartwood.verification.detect;

import java.util.List;

/**
 * Monitoring by moving sums of OLS residuals. With {@code n} observations of history and a window
 * of {@code K = ⌊h·n⌋} observations that reaches back into it, {@code M_i = Σ_{i−K<j≤i} z_j / √n}
 * leaves at {@code |M_i| ≥ c·√(2·max(1, ln((n+i)/n)))}. A statistic of this chart is the c that the
 * process reaches, one side only.
 *
 * <p>Sources: Leisch, Hornik and Kuan 2000, doi:10.1017/S0266466600166022; Zeileis et al. 2005,
 * doi:10.1002/jae.776; critical values at 5 %, 1 % and 0.1 % for ten times the history as R package
 * strucchange tabulates them. The quantiles below 95 %, which only serve {@link #probability}, are
 * from our own simulation of the limiting process, 40,000 paths of 5,000 steps; it gives 1.329
 * where the published table has 1.342, 1.891 for 1.902 and 2.738 for 2.746.
 *
 * @param window h, the window as a share of the history: 0.25, 0.5 or 1
 * @param level chance of a false alarm within ten times the history, both sides together, 0.001 to
 *     0.5
 */
public record MosumChart(double window, double level) implements Chart {
  private static final List<Double> PROBABILITIES =
      List.of(0.0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999);

  private static final List<Double> QUARTER =
      List.of(
          0.0,
          0.6991,
          0.7653,
          0.8055,
          0.8598,
          0.9025,
          0.9427,
          0.9838,
          1.0279,
          1.0794,
          1.1431,
          1.2401,
          1.34182451,
          1.521644973,
          1.745509489);

  private static final List<Double> HALF =
      List.of(
          0.0,
          0.8589,
          0.9652,
          1.0282,
          1.1128,
          1.1818,
          1.2468,
          1.3136,
          1.3855,
          1.4698,
          1.5759,
          1.7403,
          1.902003179,
          2.209072828,
          2.570255291);

  private static final List<Double> WHOLE =
      List.of(
          0.0,
          1.0135,
          1.1705,
          1.2705,
          1.4062,
          1.5179,
          1.6282,
          1.7389,
          1.8609,
          2.0069,
          2.1915,
          2.4727,
          2.745927613,
          3.276932457,
          3.941029161);

  private static final int SIZE = 0;
  private static final int HEAD = 1;
  private static final int SUM = 2;

  /** {@code 1/√(2n)}. */
  private static final int SCALE = 3;

  private static final int RING = 4;

  public MosumChart {
    if (window != 0.25 && window != 0.5 && window != 1) {
      throw new IllegalArgumentException("window must be 0.25, 0.5 or 1, was " + window);
    }
    if (!(level >= 0.001 && level <= 0.5)) {
      throw new IllegalArgumentException("level must be 0.001 to 0.5, was " + level);
    }
  }

  private List<Double> quantiles() {
    return window == 0.25 ? QUARTER : window == 0.5 ? HALF : WHOLE;
  }

  @Override
  public String title() {
    return "MOSUM";
  }

  @Override
  public int stateSize(int dates) {
    return RING + Math.max(1, (int) (window * dates));
  }

  @Override
  public int lookback(int count) {
    return Math.max(1, (int) (window * count));
  }

  @Override
  public void begin(double[] state, int at, double[] z, int count, double sigma) {
    int size = lookback(count);
    state[at + SIZE] = size;
    state[at + HEAD] = 0;
    double sum = 0;
    for (int i = 0; i < size; i++) {
      // The oldest comes first in the ring, and leaves it first.
      double value = z[size - 1 - i];
      state[at + RING + i] = value;
      sum += value;
    }
    state[at + SUM] = sum;
    state[at + SCALE] = 1 / Math.sqrt(2.0 * count);
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
    int head = (int) state[at + HEAD];
    int slot = at + RING + head;
    double sum = state[at + SUM] + z - state[slot];
    state[at + SUM] = sum;
    state[slot] = z;
    head++;
    state[at + HEAD] = head == (int) state[at + SIZE] ? 0 : head;
    if (sum <= 0) {
      return 0;
    }
    double bound = sum * state[at + SCALE];
    // The logarithm only lowers it, so that most observations do without.
    if (bound <= peak) {
      return 0;
    }
    double x = (history + observed) / history;
    return x <= Math.E ? bound : bound / Math.sqrt(StrictMath.log(x));
  }

  @Override
  public double limit() {
    return interpolated(1 - level, PROBABILITIES, quantiles());
  }

  @Override
  public int confirmations() {
    return 1;
  }

  @Override
  public double probability(double peak) {
    return interpolated(peak, quantiles(), PROBABILITIES);
  }

  private static double interpolated(double x, List<Double> xs, List<Double> ys) {
    for (int i = 1; i < xs.size(); i++) {
      if (x <= xs.get(i)) {
        double share = (x - xs.get(i - 1)) / (xs.get(i) - xs.get(i - 1));
        return ys.get(i - 1) + share * (ys.get(i) - ys.get(i - 1));
      }
    }
    return ys.get(ys.size() - 1);
  }
}
