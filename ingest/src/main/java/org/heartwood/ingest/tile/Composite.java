package org.heartwood.ingest.tile;

import java.util.List;
import org.heartwood.ingest.composite.MedianComposite;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * A year's images of one quantity put together pixel by pixel (METHOD.md §3.1).
 *
 * @param median median of the valid dates; the mean of the middle two where their number is even;
 *     NaN where there is none
 * @param minimum smallest valid value, NaN where there is none
 * @param validDates number of valid dates, 0 and up
 */
public record Composite(FloatRaster median, FloatRaster minimum, FloatRaster validDates) {

  /**
   * Composites dated rasters.
   *
   * @param dates rasters of one window, NaN = no data; at least one
   */
  public static Composite of(List<FloatRaster> dates) {
    PixelWindow window = dates.get(0).window();
    FloatRaster median = FloatRaster.empty(window);
    FloatRaster minimum = FloatRaster.empty(window);
    FloatRaster count = FloatRaster.empty(window);
    float[] values = new float[dates.size()];
    for (int pixel = 0; pixel < median.data().length; pixel++) {
      int valid = 0;
      for (FloatRaster date : dates) {
        float value = date.data()[pixel];
        if (!Float.isNaN(value)) {
          values[valid++] = value;
        }
      }
      count.data()[pixel] = valid;
      if (valid > 0) {
        median.data()[pixel] = MedianComposite.median(values, valid);
        minimum.data()[pixel] = values[0];
      }
    }
    return new Composite(median, minimum, count);
  }
}
