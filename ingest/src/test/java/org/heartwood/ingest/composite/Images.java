package org.heartwood.ingest.composite;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/** Small images of one row. */
final class Images {
  private Images() {}

  static BandImage image(String scene, String day, float[]... bands) {
    List<FloatRaster> rasters =
        Arrays.stream(bands)
            .map(band -> new FloatRaster(new PixelWindow(0, 0, band.length, 1), band))
            .toList();
    return new BandImage(scene, LocalDate.parse(day), rasters);
  }

  static float[] band(float... values) {
    return values;
  }
}
