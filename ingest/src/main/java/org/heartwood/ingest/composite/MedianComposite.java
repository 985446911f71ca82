package org.heartwood.ingest.composite;

import java.util.Arrays;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;

/**
 * The median of each band on its own. Its bands may come from different dates; for spectra that
 * belong together see {@link GeometricMedian}.
 *
 * @param bands the median of each band over the valid dates; the mean of the middle two where their
 *     number is even; NaN where there is none
 * @param valid the dates behind each pixel
 */
public record MedianComposite(List<FloatRaster> bands, ValidDays valid) {

  /**
   * Composites images of one window.
   *
   * @param images at least one, all with the same bands, in any order
   */
  public static MedianComposite of(List<BandImage> images) {
    BandImage.requireStack(images);
    List<FloatRaster> medians =
        images.get(0).bands().stream().map(band -> FloatRaster.empty(band.window())).toList();
    float[] values = new float[images.size()];
    for (int band = 0; band < medians.size(); band++) {
      float[] out = medians.get(band).data();
      for (int pixel = 0; pixel < out.length; pixel++) {
        int valid = 0;
        for (BandImage image : images) {
          if (image.isValid(pixel)) {
            values[valid++] = image.bands().get(band).data()[pixel];
          }
        }
        out[pixel] = median(values, valid);
      }
    }
    return new MedianComposite(medians, ValidDays.of(images));
  }

  /**
   * The median of the first values of an array, which it sorts.
   *
   * @return the mean of the middle two where the count is even, NaN where it is 0
   */
  public static float median(float[] values, int count) {
    if (count == 0) {
      return Float.NaN;
    }
    Arrays.sort(values, 0, count);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
  }
}
