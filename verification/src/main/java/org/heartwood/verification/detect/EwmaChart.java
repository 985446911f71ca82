package org.heartwood.verification.detect;

/**
 * Exponentially weighted moving average: {@code e_i = (1−λ)·e_{i−1} + λ·z_i}, out of control from
 * {@code L·√(λ/(2−λ))} on. A statistic is {@code e / √(λ/(2−λ))}. As one observation in 22 is out
 * of control by chance at {@code L = 2}, one side, several in a row are needed to confirm.
 *
 * <p>Source: Brooks et al. 2014, doi:10.1109/TGRS.2013.2272545; Roberts 1959, doi:10.2307/1266443.
 *
 * @param weight λ, 0 to 1
 * @param sensitivity L, > 0
 * @param confirmations observations in a row that confirm, > 0
 */
public record EwmaChart(double weight, double sensitivity, int confirmations) implements Chart {
  public EwmaChart {
    if (!(weight > 0 && weight <= 1) || !(sensitivity > 0) || confirmations < 1) {
      throw new IllegalArgumentException(
          "weight must be above 0 and at most 1, sensitivity > 0, confirmations > 0, were "
              + weight
              + ", "
              + sensitivity
              + ", "
              + confirmations);
    }
  }

  @Override
  public String title() {
    return "EWMA";
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
    state[at] = (1 - weight) * state[at] + weight * z;
    return state[at] / Math.sqrt(weight / (2 - weight));
  }

  @Override
  public double limit() {
    return sensitivity;
  }

  @Override
  public double probability(double peak) {
    return ShewhartChart.twoSided(peak);
  }
}
