package org.heartwood.verification.counterfactual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A jurisdiction's expected loss, laid out over its regions (VT0007): each region's density is the
 * share of its pixels lost in the years of the fit, scaled until the whole adds up to what is
 * expected.
 *
 * <pre>RF(region) = lost px / px in the fit,   density = RF · pixel ha
 * AR = expected / Σ px · density;   density ← min(density · AR, pixel ha);   again while AR > 1.00001
 * </pre>
 *
 * <p>A region that the fit has not seen takes the mean RF of its class, weighted by pixels. The
 * tool stops after five passes and writes nothing when the sixth would have converged; here passes
 * go on until the sum holds or every region with any risk is full, and how many were needed is
 * told.
 */
public final class RiskAllocation {
  private static final double CLOSE = 1.00001;
  private static final int MOST_PASSES = 1000;

  private RiskAllocation() {}

  /**
   * Pixels of a region.
   *
   * @param vulnerabilityClass its class
   * @param pixels all of its forest pixels in the fit
   * @param lost of these, lost
   */
  public record Counted(int vulnerabilityClass, long pixels, long lost) {}

  /** Relative frequencies of the regions to be laid out. */
  public static Map<Long, Double> frequencies(
      Map<Long, Counted> fit, Map<Long, Integer> classOfRegion) {
    Map<Integer, long[]> byClass = new TreeMap<>();
    fit.forEach(
        (region, counted) -> {
          long[] sums = byClass.computeIfAbsent(counted.vulnerabilityClass(), key -> new long[2]);
          sums[0] += counted.lost();
          sums[1] += counted.pixels();
        });
    Map<Long, Double> frequencies = new TreeMap<>();
    classOfRegion.forEach(
        (region, code) -> {
          Counted own = fit.get(region);
          long[] sums = byClass.getOrDefault(code, new long[2]);
          double mean = sums[1] == 0 ? 0 : (double) sums[0] / sums[1];
          frequencies.put(
              region, own == null || own.pixels() == 0 ? mean : (double) own.lost() / own.pixels());
        });
    return frequencies;
  }

  /**
   * What the layout came to.
   *
   * @param densitiesHa loss a pixel, ha, one entry a region in the order given
   * @param adjustmentRatios AR of every pass, the last one at most 1.00001 unless all are full
   * @param totalHa their sum over all pixels, ha
   */
  public record Adjusted(List<Double> densitiesHa, List<Double> adjustmentRatios, double totalHa) {
    public Adjusted {
      densitiesHa = List.copyOf(densitiesHa);
      adjustmentRatios = List.copyOf(adjustmentRatios);
    }
  }

  /**
   * Scales densities to an expected total.
   *
   * @param densitiesHa loss a pixel before, ha
   * @param pixels pixels of each region
   * @param pixelHa area of a pixel, which no density may pass, ha
   * @param expectedHa total, ha, ≥ 0
   */
  public static Adjusted adjusted(
      List<Double> densitiesHa, List<Long> pixels, double pixelHa, double expectedHa) {
    double[] densities = densitiesHa.stream().mapToDouble(Double::doubleValue).toArray();
    List<Double> ratios = new ArrayList<>();
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      double total = total(densities, pixels);
      if (total == 0) {
        break;
      }
      double ratio = expectedHa / total;
      boolean first = pass == 0;
      if (!first && ratio <= CLOSE) {
        break;
      }
      ratios.add(ratio);
      boolean moved = false;
      for (int i = 0; i < densities.length; i++) {
        double next = Math.min(densities[i] * ratio, pixelHa);
        moved |= next != densities[i];
        densities[i] = next;
      }
      if (!moved) {
        break;
      }
    }
    return new Adjusted(
        Arrays.stream(densities).boxed().toList(), ratios, total(densities, pixels));
  }

  private static double total(double[] densities, List<Long> pixels) {
    double sum = 0;
    for (int i = 0; i < densities.length; i++) {
      sum += densities[i] * pixels.get(i);
    }
    return sum;
  }

  /**
   * Yearly rate of loss in a window (JNR risk map).
   *
   * <pre>θ = 1 − (α₂ / α₁)^(1/τ)</pre>
   *
   * @param forestBefore α₁, forest pixels at the first date, above 0
   * @param forestAfter α₂, at the second
   * @param years τ, above 0
   */
  public static double windowRate(long forestBefore, long forestAfter, double years) {
    if (!(forestBefore > 0 && forestAfter >= 0 && forestAfter <= forestBefore && years > 0)) {
      throw new IllegalArgumentException(
          "forest must not grow and years be above 0, were "
              + forestBefore
              + ", "
              + forestAfter
              + " and "
              + years);
    }
    return 1 - StrictMath.pow((double) forestAfter / forestBefore, 1 / years);
  }

  /**
   * How far a map's predictions are from what was lost, by cell.
   *
   * @param medianAbsoluteHa the number by which VT0007 lets an alternative map replace the
   *     benchmark
   * @param weightedRootMeanSquareHa root of the mean square, weighted by forest
   */
  public record PredictionError(double medianAbsoluteHa, double weightedRootMeanSquareHa) {
    /**
     * Compares prediction and observation.
     *
     * @param predictedHa by cell
     * @param observedHa by cell
     * @param weights forest of each cell, above 0 in one at least
     */
    public static PredictionError of(
        List<Double> predictedHa, List<Double> observedHa, List<Double> weights) {
      if (predictedHa.isEmpty()) {
        throw new IllegalArgumentException("there must be at least one cell");
      }
      double[] errors = new double[predictedHa.size()];
      double sum = 0;
      double weight = 0;
      for (int i = 0; i < errors.length; i++) {
        double error = predictedHa.get(i) - observedHa.get(i);
        errors[i] = Math.abs(error);
        sum += weights.get(i) * error * error;
        weight += weights.get(i);
      }
      Arrays.sort(errors);
      return new PredictionError(Resampling.quantile(errors, 0.5), Math.sqrt(sum / weight));
    }
  }

  /** Whether an alternative map may replace the benchmark: lower error in both periods. */
  public static boolean mayReplaceBenchmark(
      PredictionError benchmarkFit,
      PredictionError fit,
      PredictionError benchmarkConfirmation,
      PredictionError confirmation) {
    return fit.medianAbsoluteHa() < benchmarkFit.medianAbsoluteHa()
        && confirmation.medianAbsoluteHa() < benchmarkConfirmation.medianAbsoluteHa();
  }
}
