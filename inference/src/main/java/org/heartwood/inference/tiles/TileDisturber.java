package org.heartwood.inference.tiles;

import java.util.List;
import java.util.Random;
import org.heartwood.inference.landscape.NeighbourMean;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * Disturbs a square crop of all bands in place as {@link TileSpec.Disturbance} describes. Every
 * draw comes from the generator passed in. Values do not leave the range of the digital numbers,
 * for a disturbed pixel is still data.
 */
final class TileDisturber {
  private static final double DARKEST_HAZE = -1.0 / 3;

  private final TileSpec.Disturbance settings;
  private final TileSpec.Imagery imagery;

  TileDisturber(TileSpec.Disturbance settings, TileSpec.Imagery imagery) {
    this.settings = settings;
    this.imagery = imagery;
  }

  void disturb(List<float[]> bands, int sidePx, Random random) {
    if (random.nextDouble() < settings.smoothingFraction()) {
      double weight = random.nextDouble();
      bands.forEach(band -> blendWithMean(band, sidePx, weight));
    }
    double brightness = 1 + settings.brightnessSpread() * symmetric(random);
    double contrast = 1 + settings.contrastSpread() * symmetric(random);
    double haze = settings.hazeMax() * (DARKEST_HAZE + (1 - DARKEST_HAZE) * random.nextDouble());
    double deviation = settings.noiseDeviationMax() * random.nextDouble();
    for (int i = 0; i < bands.size(); i++) {
      double gain = brightness * (1 + settings.bandGainSpread() * symmetric(random));
      double mean = imagery.bands().get(i).mean();
      double added = haze * (bands.size() == 1 ? 1 : 0.5 + 0.5 * i / (bands.size() - 1));
      float[] band = bands.get(i);
      for (int pixel = 0; pixel < band.length; pixel++) {
        double value =
            mean
                + contrast * (gain * band[pixel] - mean)
                + added
                + deviation * random.nextGaussian();
        // A pixel without data is NaN and stays so.
        band[pixel] = (float) Math.max(0, Math.min(imagery.maximum(), value));
      }
    }
  }

  private static double symmetric(Random random) {
    return 2 * random.nextDouble() - 1;
  }

  /** Moves every value towards the mean of the data in its 3 × 3 neighbourhood. */
  private static void blendWithMean(float[] band, int sidePx, double weight) {
    PixelWindow window = new PixelWindow(0, 0, sidePx, sidePx);
    float[] mean = NeighbourMean.of(new FloatRaster(window, band)).data();
    for (int i = 0; i < band.length; i++) {
      band[i] = (float) (band[i] + weight * (mean[i] - band[i]));
    }
  }
}
