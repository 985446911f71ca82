package org.heartwood.verification.area;

import java.util.List;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.heartwood.verification.area.AreaEstimate.Estimator;
import org.heartwood.verification.carbon.Estimate;

/**
 * The error of a mean over the map's pixels, whose errors go together where they are near:
 *
 * <pre>
 *   V(mean) = (1/N²) Σ_i Σ_j σ_i σ_j ρ(h_ij),    ρ(0) = 1
 *           = mean(σ²) / N + (1 − 1/N) · mean of σ_i σ_j ρ(h_ij) over pairs i ≠ j
 * </pre>
 *
 * (Wadoux and Heuvelink 2023, doi:10.1111/2041-210X.14106.) With all N pixels at hand both means
 * are exact. Of a large area a random sample of pixels is enough: the cost depends on the sample
 * alone, and the second mean then has a standard error of its own, that of a U-statistic of order
 * two (Hoeffding 1948), which is told.
 *
 * @param pixels all pixels, or some drawn at random, each as likely as any other; at most {@value
 *     #MOST_PIXELS}
 * @param totalPixels N
 */
public record MapErrorSample(List<MapErrorSample.Pixel> pixels, double totalPixels) {
  /** More would cost seconds and change little. */
  public static final int MOST_PIXELS = 8192;

  /** Below it the share is all or nothing. */
  private static final double LEAST_BETA = 1e-3;

  /**
   * A pixel.
   *
   * @param x centre, CRS units, metres
   * @param y centre, CRS units, metres
   * @param value what the map says: a quantity, or the calibrated probability of a class, 0 to 1
   * @param standardError standard error of the value, ≥ 0; of a class √(p (1 − p))
   */
  public record Pixel(double x, double y, double value, double standardError) {
    public Pixel {
      if (!Double.isFinite(value) || !(standardError >= 0)) {
        throw new IllegalArgumentException(
            "a pixel needs a value and a standard error ≥ 0, was "
                + value
                + " and "
                + standardError);
      }
    }

    /** A pixel whose class is known with a probability. */
    public static Pixel ofProbability(double x, double y, double probability) {
      return new Pixel(x, y, probability, Math.sqrt(probability * (1 - probability)));
    }
  }

  /**
   * Variance of a mean.
   *
   * @param correlated with the errors' correlation
   * @param independent as if every pixel's error were its own
   * @param samplingError standard error of {@code correlated} from having looked at a sample of the
   *     pixels; 0 where all were looked at
   */
  public record Variance(double correlated, double independent, double samplingError) {
    /** How many times larger the variance is than independence would have it. */
    public double ratio() {
      return correlated / independent;
    }
  }

  public MapErrorSample {
    pixels = List.copyOf(pixels);
    if (pixels.size() < 2 || pixels.size() > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "pixels must be 2 to " + MOST_PIXELS + ", were " + pixels.size());
    }
    if (!(totalPixels >= pixels.size())) {
      throw new IllegalArgumentException(
          "totalPixels must be at least "
              + pixels.size()
              + ", the pixels at hand, was "
              + totalPixels);
    }
  }

  /** Mean of the map's values. */
  public double mean() {
    return pixels.stream().mapToDouble(Pixel::value).sum() / pixels.size();
  }

  /** Variance of the mean's error. */
  public Variance variance(Variogram variogram) {
    int n = pixels.size();
    double[] reach = new double[n];
    double squares = 0;
    for (int i = 0; i < n; i++) {
      Pixel one = pixels.get(i);
      squares += one.standardError() * one.standardError();
      for (int j = 0; j < i; j++) {
        Pixel other = pixels.get(j);
        double shared =
            one.standardError()
                * other.standardError()
                * variogram.correlation(Math.hypot(one.x() - other.x(), one.y() - other.y()));
        reach[i] += shared;
        reach[j] += shared;
      }
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      reach[i] /= n - 1;
      sum += reach[i];
    }
    double pairs = sum / n;
    double spread = 0;
    for (double value : reach) {
      spread += (value - pairs) * (value - pairs);
    }
    double independent = squares / n / totalPixels;
    double unseen = 1 - n / totalPixels;
    double error = 2 * Math.sqrt(Math.max(0, unseen) * spread / (n - 1.0) / n);
    return new Variance(
        independent + (1 - 1 / totalPixels) * pairs, independent, (1 - 1 / totalPixels) * error);
  }

  /** Mean of the map's values with the error of the model and of having looked at a sample. */
  public Estimate mean(Variogram variogram) {
    double mean = mean();
    double error = Math.sqrt(variance(variogram).correlated() + samplingVariance(mean));
    return new Estimate(mean, error, mean - Estimate.Z90 * error, mean + Estimate.Z90 * error);
  }

  /** Variance of the mean of the values at hand as one of all values. */
  private double samplingVariance(double mean) {
    int n = pixels.size();
    double squares =
        pixels.stream().mapToDouble(p -> (p.value() - mean) * (p.value() - mean)).sum();
    return Math.max(0, 1 - n / totalPixels) * squares / (n - 1.0) / n;
  }

  /**
   * Area of a class whose pixels carry calibrated probabilities: their sum, without a threshold.
   * The interval is Wilson's, with as many effective points as the variance is worth, so that it
   * stays within the area and does not close where all probabilities are small.
   *
   * @param className the class
   * @param totalHa area of all N pixels, ha
   * @param mappedHa area of the pixels that the map calls so, ha
   * @return cannot tell if every pixel is certain: a model that is never in doubt is not calibrated
   */
  public Outcome<AreaEstimate> area(
      String className, double totalHa, double mappedHa, Variogram variogram) {
    double share = mean();
    double variance = variance(variogram).correlated() + samplingVariance(share);
    if (!(variance > 0)) {
      return new Outcome.CannotTell<>(
          "the map calls every pixel with certainty, which no model may; calibrate it, or label"
              + " reference points");
    }
    ProportionInterval.Limits limits = limits(share, variance);
    return new Outcome.Known<>(
        new AreaEstimate(
            Estimator.MAP_MODEL,
            className,
            new Estimate(share, Math.sqrt(variance), limits.low(), limits.high()).times(totalHa),
            mappedHa,
            0),
        List.of(
            "no reference sample: the error is the model's own, as calibrated on other ground"));
  }

  /** 5th and 95th percentile of a share of mean and variance. */
  private static ProportionInterval.Limits limits(double share, double variance) {
    double size = share * (1 - share) / variance - 1;
    if (!(size > LEAST_BETA)) {
      return new ProportionInterval.Limits(0, 1);
    }
    BetaDistribution beta = new BetaDistribution(null, share * size, (1 - share) * size);
    return new ProportionInterval.Limits(
        Math.min(share, beta.inverseCumulativeProbability(0.05)),
        Math.max(share, beta.inverseCumulativeProbability(0.95)));
  }
}
