package org.heartwood.verification.layer;

/**
 * Count, extremes, mean and spread of the valid pixels of one band, and how often each value occurs
 * if they are bytes. Tiles are added in file order, so the same pixels give the same digits.
 */
final class BandSummary {
  private final long[] pixelsOfValue = new long[256];
  private long valid;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double mean;
  private double squaredDeviations;

  /** Adds one band of a tile whose bands lie side by side; NaN is skipped. */
  void add(float[] tile, int band, int bands) {
    long count = 0;
    double sum = 0;
    // In variables: fields would be written for every pixel.
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (int i = band; i < tile.length; i += bands) {
      float value = tile[i];
      if (!Float.isNaN(value)) {
        count++;
        sum += value;
        least = Math.min(least, value);
        most = Math.max(most, value);
        if (value >= 0 && value <= 255) {
          pixelsOfValue[(int) value]++;
        }
      }
    }
    if (count == 0) {
      return;
    }
    min = Math.min(min, least);
    max = Math.max(max, most);
    double tileMean = sum / count;
    double tileSquares = 0;
    for (int i = band; i < tile.length; i += bands) {
      double deviation = tile[i] - tileMean;
      if (!Double.isNaN(deviation)) {
        tileSquares += deviation * deviation;
      }
    }
    // Chan, Golub and LeVeque 1979, eq. 2.1: two means and two sums of squares into one.
    double shift = tileMean - mean;
    double total = (double) valid + count;
    mean += shift * count / total;
    squaredDeviations += tileSquares + shift * shift * valid * count / total;
    valid += count;
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

  /** How many pixels have a value, 0 to 255; only meaningful for whole numbers. */
  long pixelsOf(int value) {
    return pixelsOfValue[value];
  }
}
