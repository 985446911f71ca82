package org.heartwood.ingest.composite;

import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * What a composite's pixels were made from.
 *
 * @param count number of valid dates, 0 and up
 * @param firstEpochDay first valid day, days since 1970-01-01 (exact in float32); NaN where none
 * @param lastEpochDay last valid day, likewise
 */
public record ValidDays(FloatRaster count, FloatRaster firstEpochDay, FloatRaster lastEpochDay) {

  static ValidDays of(List<BandImage> images) {
    PixelWindow window = images.get(0).window();
    FloatRaster count = new FloatRaster(window, new float[window.width() * window.height()]);
    FloatRaster first = FloatRaster.empty(window);
    FloatRaster last = FloatRaster.empty(window);
    for (BandImage image : images) {
      float day = image.day().toEpochDay();
      for (int pixel = 0; pixel < count.data().length; pixel++) {
        if (image.isValid(pixel)) {
          boolean isFirst = count.data()[pixel]++ == 0;
          first.data()[pixel] = isFirst ? day : Math.min(first.data()[pixel], day);
          last.data()[pixel] = isFirst ? day : Math.max(last.data()[pixel], day);
        }
      }
    }
    return new ValidDays(count, first, last);
  }
}
