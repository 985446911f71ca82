package org.heartwood.ingest.warp;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;

/** Made images that look like land: hills of many sizes, sharp fields, noise, clouds. */
final class Landscape {
  private Landscape() {}

  /** Values of about −1 to 2, with detail down to a few pixels, field edges and 2 % noise. */
  static FloatRaster image(Grid grid, long seed) {
    Random random = new Random(seed);
    double[] waves = random.doubles(4 * 24, 0, 1).toArray();
    return fill(
        grid,
        pixel -> {
          int col = pixel % grid.width();
          int row = pixel / grid.width();
          double value = (col / 17 + row / 23) % 2 * 0.4 + 0.02 * random.nextGaussian();
          for (int i = 0; i < waves.length; i += 4) {
            double lengthPx = 5 * Math.pow(40, waves[i]);
            double angle = 2 * Math.PI * waves[i + 1];
            double phase = 2 * Math.PI * waves[i + 2];
            double along = (col * Math.cos(angle) + row * Math.sin(angle)) / lengthPx;
            value += 0.1 * waves[i + 3] * Math.sin(2 * Math.PI * along + phase);
          }
          return value;
        });
  }

  /** Round clouds over about a fifth of an image: NaN. */
  static FloatRaster clouded(FloatRaster image, long seed) {
    Random random = new Random(seed);
    FloatRaster out = image.crop(image.window());
    int width = image.window().width();
    int height = image.window().height();
    for (int cloud = 0; cloud < 20; cloud++) {
      double x = random.nextDouble() * width;
      double y = random.nextDouble() * height;
      double radius = width * (0.02 + 0.06 * random.nextDouble());
      for (int pixel = 0; pixel < out.data().length; pixel++) {
        int col = pixel % width;
        int row = pixel / width;
        if (Math.hypot(col - x, row - y) < radius) {
          out.data()[pixel] = Float.NaN;
        }
      }
    }
    return out;
  }

  /** Classes 1 to 5 in patches of a few pixels. */
  static FloatRaster classes(Grid grid, long seed) {
    FloatRaster image = image(grid, seed);
    for (int i = 0; i < image.data().length; i++) {
      float value = image.data()[i];
      image.data()[i] = Math.max(1, Math.min(5, (float) Math.floor(3 + 2.5 * value)));
    }
    return image;
  }

  private static FloatRaster fill(Grid grid, IntToDoubleFunction value) {
    FloatRaster raster = FloatRaster.empty(grid.window());
    for (int pixel = 0; pixel < raster.data().length; pixel++) {
      raster.data()[pixel] = (float) value.applyAsDouble(pixel);
    }
    return raster;
  }
}
