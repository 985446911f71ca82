package org.heartwood.ingest.registration;

import java.util.Random;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * A made landscape that is known between its pixels: waves of all lengths from 4 px up, longer ones
 * stronger, as in images of land; each pixel is the mean over its area.
 */
final class Texture {
  private static final int WAVES = 60;
  private final double[] colRate = new double[WAVES];
  private final double[] rowRate = new double[WAVES];
  private final double[] phase = new double[WAVES];
  private final double[] amplitude = new double[WAVES];

  Texture(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < WAVES; i++) {
      double lengthPx = 4 * Math.pow(25, random.nextDouble());
      double angle = random.nextDouble() * 2 * Math.PI;
      colRate[i] = 2 * Math.PI * Math.cos(angle) / lengthPx;
      rowRate[i] = 2 * Math.PI * Math.sin(angle) / lengthPx;
      phase[i] = random.nextDouble() * 2 * Math.PI;
      amplitude[i] = Math.sqrt(lengthPx) / 40 * sinc(colRate[i] / 2) * sinc(rowRate[i] / 2);
    }
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(x) / x;
  }

  /** The landscape as a sensor sees it that lies off by a shift: content moves east and south. */
  FloatRaster image(int size, double colPx, double rowPx) {
    FloatRaster out = FloatRaster.empty(new PixelWindow(0, 0, size, size));
    for (int row = 0; row < size; row++) {
      for (int col = 0; col < size; col++) {
        double value = 0.5;
        for (int i = 0; i < WAVES; i++) {
          value +=
              amplitude[i]
                  * Math.sin(colRate[i] * (col - colPx) + rowRate[i] * (row - rowPx) + phase[i]);
        }
        out.data()[row * size + col] = (float) value;
      }
    }
    return out;
  }

  static FloatRaster noisy(FloatRaster image, double sigma, long seed) {
    Random random = new Random(seed);
    FloatRaster out = image.crop(image.window());
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] += (float) (sigma * random.nextGaussian());
    }
    return out;
  }

  /** Discs without data until a share of the image is gone; of radius 0 single pixels. */
  static FloatRaster gappy(FloatRaster image, double share, int radiusPx, long seed) {
    Random random = new Random(seed);
    FloatRaster out = image.crop(image.window());
    int width = image.window().width();
    int missing = 0;
    while (missing < share * out.data().length) {
      int centreCol = random.nextInt(width);
      int centreRow = random.nextInt(image.window().height());
      for (int row = centreRow - radiusPx; row <= centreRow + radiusPx; row++) {
        for (int col = centreCol - radiusPx; col <= centreCol + radiusPx; col++) {
          if (Math.hypot(col - centreCol, row - centreRow) <= radiusPx
              && image.window().contains(new PixelWindow(col, row, 1, 1))
              && !Float.isNaN(out.at(col, row))) {
            out.data()[out.index(col, row)] = Float.NaN;
            missing++;
          }
        }
      }
    }
    return out;
  }
}
