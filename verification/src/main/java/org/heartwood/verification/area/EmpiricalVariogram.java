package org.heartwood.verification.area;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.verification.change.Noise;

/**
 * Half of the mean squared difference of residuals, by distance (Matheron 1963).
 *
 * @param lags from the nearest to the farthest
 */
public record EmpiricalVariogram(List<Lag> lags) {
  private static final int FIRST = 51;
  private static final int SECOND = 52;

  public EmpiricalVariogram {
    lags = List.copyOf(lags);
  }

  /**
   * Pairs of about the same distance.
   *
   * @param distanceM their mean distance, m
   * @param semivariance half of their mean squared difference
   * @param pairs how many
   */
  public record Lag(double distanceM, double semivariance, long pairs) {}

  /**
   * A residual at a place.
   *
   * @param x CRS units, metres
   * @param y CRS units, metres
   * @param residual reference less map
   */
  public record Residual(double x, double y, double residual) {}

  /**
   * All pairs of some points, in classes of equal width. Cost grows with the square of the points.
   *
   * @param farthestM pairs farther apart are left out, m
   * @param classes number of distance classes, > 0; those without a pair are left out
   */
  public static EmpiricalVariogram ofPoints(List<Residual> points, double farthestM, int classes) {
    Sums sums = new Sums(classes, farthestM);
    for (int i = 0; i < points.size(); i++) {
      for (int j = 0; j < i; j++) {
        Residual one = points.get(i);
        Residual other = points.get(j);
        sums.add(
            Math.hypot(one.x() - other.x(), one.y() - other.y()),
            one.residual() - other.residual());
      }
    }
    return sums.result();
  }

  /**
   * Pairs of pixels of a residual raster, drawn at random: each with a first pixel anywhere and a
   * distance that falls on all classes alike.
   *
   * @param residuals NaN = no data
   * @param pixelM edge of a pixel, m
   * @param farthestPx greatest distance, pixels
   * @param classes number of distance classes, > 0
   * @param draws pairs to try; those that meet no data or leave the raster are left out
   * @param seed of the draws, which are addressed by their number
   */
  public static EmpiricalVariogram ofRaster(
      FloatRaster residuals, double pixelM, int farthestPx, int classes, int draws, long seed) {
    PixelWindow window = residuals.window();
    Sums sums = new Sums(classes, farthestPx * pixelM);
    for (int draw = 0; draw < draws; draw++) {
      int col = (int) (Noise.uniform(seed, FIRST, draw, 0, 0) * window.width());
      int row = (int) (Noise.uniform(seed, FIRST, draw, 0, 1) * window.height());
      double radius = Noise.uniform(seed, SECOND, draw, 0, 0) * farthestPx;
      double angle = 2 * Math.PI * Noise.uniform(seed, SECOND, draw, 0, 1);
      int otherCol = col + (int) Math.rint(radius * StrictMath.cos(angle));
      int otherRow = row + (int) Math.rint(radius * StrictMath.sin(angle));
      boolean same = otherCol == col && otherRow == row;
      if (!same
          && otherCol >= 0
          && otherRow >= 0
          && otherCol < window.width()
          && otherRow < window.height()) {
        float one = residuals.data()[row * window.width() + col];
        float other = residuals.data()[otherRow * window.width() + otherCol];
        if (!Float.isNaN(one) && !Float.isNaN(other)) {
          sums.add(Math.hypot(otherCol - col, otherRow - row) * pixelM, (double) one - other);
        }
      }
    }
    return sums.result();
  }

  private static final class Sums {
    private final double widthM;
    private final double[] distance;
    private final double[] squares;
    private final long[] pairs;

    Sums(int classes, double farthestM) {
      if (classes <= 0 || !(farthestM > 0)) {
        throw new IllegalArgumentException(
            "classes and farthest distance must be > 0, were " + classes + " and " + farthestM);
      }
      widthM = farthestM / classes;
      distance = new double[classes];
      squares = new double[classes];
      pairs = new long[classes];
    }

    void add(double distanceM, double difference) {
      int index = (int) (distanceM / widthM);
      if (index < pairs.length) {
        distance[index] += distanceM;
        squares[index] += difference * difference;
        pairs[index]++;
      }
    }

    EmpiricalVariogram result() {
      List<Lag> lags = new ArrayList<>();
      for (int i = 0; i < pairs.length; i++) {
        if (pairs[i] > 0) {
          lags.add(new Lag(distance[i] / pairs[i], squares[i] / (2 * pairs[i]), pairs[i]));
        }
      }
      return new EmpiricalVariogram(lags);
    }
  }
}
