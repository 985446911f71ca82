package org.heartwood.verification.layer;

/**
 * Count, extremes, mean and spread of the valid pixels of one band, and how often each value occurs
 * if they are classes. Tiles are added in file order, so the same pixels give the same digits.
 */
final class BandSummary {
  /** Sums beside each other: none waits for the addition before it. */
  private static final int LANES = 4;

  private final long[] pixelsOfValue;
  private long valid;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double mean;
  private double squaredDeviations;

  /**
   * @param pixels what the values are
   */
  BandSummary(CogPixels pixels) {
    this.pixelsOfValue = new long[pixels instanceof CogPixels.Classified ? 256 : 0];
  }

  /**
   * Adds values; NaN is skipped.
   *
   * @param from index of the first
   * @param count how many, a multiple of four
   */
  void add(float[] values, int from, int count) {
    // In variables: fields would be written for every pixel.
    long found = 0;
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    for (int i = from; i < from + count; i += LANES) {
      float v0 = values[i];
      float v1 = values[i + 1];
      float v2 = values[i + 2];
      float v3 = values[i + 3];
      if (Float.isNaN(v0 + v1 + v2 + v3)) {
        for (int j = i; j < i + LANES; j++) {
          if (!Float.isNaN(values[j])) {
            found++;
            sum0 += values[j];
            least = Math.min(least, values[j]);
            most = Math.max(most, values[j]);
          }
        }
        continue;
      }
      found += LANES;
      sum0 += v0;
      sum1 += v1;
      sum2 += v2;
      sum3 += v3;
      float low01 = v0 < v1 ? v0 : v1;
      float low23 = v2 < v3 ? v2 : v3;
      float low = low01 < low23 ? low01 : low23;
      least = low < least ? low : least;
      float high01 = v0 > v1 ? v0 : v1;
      float high23 = v2 > v3 ? v2 : v3;
      float high = high01 > high23 ? high01 : high23;
      most = high > most ? high : most;
    }
    if (found == 0) {
      return;
    }
    if (pixelsOfValue.length > 0) {
      countValues(values, from, count);
    }
    min = Math.min(min, least);
    max = Math.max(max, most);
    double tileMean = ((sum0 + sum1) + (sum2 + sum3)) / found;
    double tileSquares = squaredDeviations(values, from, count, tileMean);
    // Chan, Golub and LeVeque 1979, eq. 2.1: two means and two sums of squares into one.
    double shift = tileMean - mean;
    double total = (double) valid + found;
    mean += shift * found / total;
    squaredDeviations += tileSquares + shift * shift * valid * found / total;
    valid += found;
  }

  private void countValues(float[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      if (values[i] >= 0 && values[i] <= 255) {
        pixelsOfValue[(int) values[i]]++;
      }
    }
  }

  private static double squaredDeviations(float[] values, int from, int count, double mean) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    for (int i = from; i < from + count; i += LANES) {
      sum0 += squaredDeviation(values[i], mean);
      sum1 += squaredDeviation(values[i + 1], mean);
      sum2 += squaredDeviation(values[i + 2], mean);
      sum3 += squaredDeviation(values[i + 3], mean);
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  private static double squaredDeviation(float value, double mean) {
    double deviation = Float.isNaN(value) ? 0 : value - mean;
    return deviation * deviation;
  }

  /** Number of pixels that are not NaN. */
  long valid() {
    return valid;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  double mean() {
    return mean;
  }

  /** Standard deviation of the population, in the band's unit. */
  double standardDeviation() {
    return Math.sqrt(squaredDeviations / valid);
  }

  /** How many pixels are of a class, 0 to 255; 0 where the values are no classes. */
  long pixelsOf(int value) {
    return pixelsOfValue.length > 0 ? pixelsOfValue[value] : 0;
  }
}
