package org.heartwood.verification.detect;

import java.io.IOException;
import java.util.Map;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.tile.Imagery;

/**
 * Images as differences from their own median over the grid. Haze, sun and season move a whole
 * image and are gone then; what a part of it does against the rest stays. It is blind to a change
 * that takes more than half of the grid at once.
 *
 * @param imagery the images
 * @param medians median of each image over the grid, in the quantity's unit; an image without one
 *     shows nothing
 */
public record LevelledImagery(Imagery imagery, Map<Integer, Float> medians) implements Imagery {
  private static final long serialVersionUID = 1L;

  public LevelledImagery {
    medians = Map.copyOf(medians);
  }

  @Override
  public View read(int[] images, PixelWindow window) throws IOException {
    View view = imagery.read(images, window);
    for (int i = 0; i < images.length; i++) {
      FloatRaster raster = view.images().get(i);
      float median = medians.getOrDefault(images[i], Float.NaN);
      for (int pixel = 0; pixel < raster.data().length; pixel++) {
        raster.data()[pixel] -= median;
      }
    }
    return view;
  }
}
