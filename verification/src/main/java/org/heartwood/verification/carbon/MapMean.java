package org.heartwood.verification.carbon;

import org.heartwood.verification.carbon.Factor.Cause;
import org.heartwood.verification.carbon.Factor.Shape;

/**
 * Mean of a biomass map over a zone with the error of its pixels, which is alike in neighbours:
 *
 * <pre>
 * V(mean) = Σ_i Σ_j w_i w_j σ_i σ_j ρ(h_ij) / (Σ w)²,   ρ(h) = e^(−3h/range)
 * </pre>
 *
 * <p>Taking the errors as independent makes the error of the mean too small by a factor of up to
 * √N. Correlation beyond {@value #REACH_RANGES} ranges, below 0.3 %, is left out. Cost: pixels
 * times the pixels within reach.
 *
 * @param pixels that count
 * @param tonnesPerHa weighted mean, in the map's unit
 * @param standardErrorTonnesPerHa of the mean, errors correlated
 * @param independentErrorTonnesPerHa of the mean, were the errors independent
 */
public record MapMean(
    int pixels,
    double tonnesPerHa,
    double standardErrorTonnesPerHa,
    double independentErrorTonnesPerHa) {
  private static final int REACH_RANGES = 2;

  /**
   * The mean of a window.
   *
   * @param values row-major, NaN = no data
   * @param errors standard errors of the same pixels, NaN = no data
   * @param weights share of the pixel in the zone, 0–1; 0 = outside
   * @param width pixels in a row
   * @param pixelSizeM edge of a pixel, metres
   * @param rangeM distance at which the correlation has fallen to 5 %, ≥ 0
   * @throws IllegalArgumentException if no pixel counts, or the arrays differ in length
   */
  public static MapMean of(
      double[] values,
      double[] errors,
      double[] weights,
      int width,
      double pixelSizeM,
      double rangeM) {
    if (values.length != errors.length
        || values.length != weights.length
        || values.length % width != 0) {
      throw new IllegalArgumentException("values, errors and weights must fill the same window");
    }
    double[] weighted = new double[values.length];
    double sum = 0;
    double total = 0;
    double independent = 0;
    int pixels = 0;
    for (int i = 0; i < values.length; i++) {
      if (weights[i] > 0 && !Double.isNaN(values[i]) && !Double.isNaN(errors[i])) {
        weighted[i] = weights[i] * errors[i];
        sum += weights[i] * values[i];
        total += weights[i];
        independent += weighted[i] * weighted[i];
        pixels++;
      }
    }
    if (pixels == 0) {
      throw new IllegalArgumentException("no pixel of the zone has a value and an error");
    }
    double variance = correlated(weighted, width, pixelSizeM, rangeM);
    return new MapMean(
        pixels, sum / total, Math.sqrt(variance) / total, Math.sqrt(independent) / total);
  }

  private static double correlated(double[] weighted, int width, double pixelSizeM, double rangeM) {
    int height = weighted.length / width;
    int reach =
        (int) Math.min(Math.max(width, height), Math.ceil(REACH_RANGES * rangeM / pixelSizeM));
    double variance = 0;
    for (int dy = 0; dy <= Math.min(reach, height - 1); dy++) {
      for (int dx = dy == 0 ? 0 : -Math.min(reach, width - 1);
          dx <= Math.min(reach, width - 1);
          dx++) {
        double distance = pixelSizeM * StrictMath.hypot(dx, dy);
        double rho = distance == 0 ? 1 : rangeM > 0 ? StrictMath.exp(-3 * distance / rangeM) : 0;
        double products = products(weighted, width, dx, dy);
        variance += (dx == 0 && dy == 0 ? 1 : 2) * rho * products;
      }
    }
    return variance;
  }

  private static double products(double[] weighted, int width, int dx, int dy) {
    int height = weighted.length / width;
    double sum = 0;
    for (int y = 0; y + dy < height; y++) {
      for (int x = Math.max(0, -dx); x < Math.min(width, width - dx); x++) {
        sum += weighted[y * width + x] * weighted[(y + dy) * width + x + dx];
      }
    }
    return sum;
  }

  Factor factor(String stratum) {
    return new Factor(
        "above-ground biomass of " + stratum,
        Cause.ABOVE_GROUND,
        tonnesPerHa,
        standardErrorTonnesPerHa,
        Shape.LOG_NORMAL,
        "biomass map, " + pixels + " pixels");
  }
}
