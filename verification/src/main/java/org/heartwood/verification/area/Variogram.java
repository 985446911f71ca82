package org.heartwood.verification.area;

import java.io.Serializable;

/**
 * How the error of a map is shared between places a distance apart: of its variance, {@code nugget}
 * is each pixel's own and {@code sill} is shared and fades with distance h.
 *
 * <pre>
 *   exponential  ρ(h) = exp(−3 h / range)
 *   spherical    ρ(h) = 1 − 1.5 h/range + 0.5 (h/range)³ below the range, 0 beyond
 *   γ(h) = nugget + sill (1 − ρ(h)),  h > 0
 * </pre>
 *
 * (Chilès and Delfiner 2012, Geostatistics, §2.5.)
 *
 * @param shape form of the fading
 * @param nugget variance of a pixel's own error, ≥ 0
 * @param sill variance of the shared error, ≥ 0
 * @param rangeM distance at which nothing (spherical) or a twentieth (exponential) is shared, m, >
 *     0
 */
public record Variogram(Shape shape, double nugget, double sill, double rangeM)
    implements Serializable {

  /** Form of the fading. */
  public enum Shape {
    EXPONENTIAL {
      @Override
      double correlation(double ranges) {
        return StrictMath.exp(-3 * ranges);
      }
    },
    SPHERICAL {
      @Override
      double correlation(double ranges) {
        return ranges >= 1 ? 0 : 1 - 1.5 * ranges + 0.5 * ranges * ranges * ranges;
      }
    };

    /** Correlation of the shared part at a distance counted in ranges. */
    abstract double correlation(double ranges);
  }

  public Variogram {
    if (!(nugget >= 0) || !(sill >= 0) || !(nugget + sill > 0)) {
      throw new IllegalArgumentException(
          "nugget and sill must be ≥ 0 and not both 0, were " + nugget + " and " + sill);
    }
    if (!(rangeM > 0)) {
      throw new IllegalArgumentException("rangeM must be > 0 m, was " + rangeM);
    }
  }

  /** All of the variance shared, fading exponentially. */
  public static Variogram exponential(double rangeM) {
    return new Variogram(Shape.EXPONENTIAL, 0, 1, rangeM);
  }

  /** Correlation of the errors of two different pixels. */
  public double correlation(double distanceM) {
    return sill / (nugget + sill) * shape.correlation(distanceM / rangeM);
  }

  /** Half of the mean squared difference of errors at a distance above 0 m. */
  public double semivariance(double distanceM) {
    return nugget + sill * (1 - shape.correlation(distanceM / rangeM));
  }

  /**
   * Variance of the mean error over a square of pixels, by summing all distances.
   *
   * @param sidePx edge of the square, pixels, ≥ 1
   * @param pixelM edge of a pixel, m
   */
  public double blockVariance(int sidePx, double pixelM) {
    double sum = 0;
    for (int row = 0; row < sidePx; row++) {
      for (int col = 0; col < sidePx; col++) {
        double pairs = (sidePx - row) * (double) (sidePx - col);
        double mirrored = (row == 0 ? 1 : 2) * (col == 0 ? 1 : 2) * pairs;
        sum += mirrored * shape.correlation(Math.hypot(row, col) * pixelM / rangeM);
      }
    }
    double pixels = (double) sidePx * sidePx;
    return nugget / pixels + sill * sum / (pixels * pixels);
  }
}
