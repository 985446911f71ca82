package org.heartwood.inference.segment;

import java.util.Arrays;
import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.grid.FloatRaster;

/**
 * The numbers a network sees for one window: every band scaled by the card, 0 where it has no data,
 * and a last channel that is 1 where all bands have data and 0 elsewhere. Beyond the window's edge
 * convolutions see zeros, which is the same as no data.
 */
public final class ChannelStack {
  private ChannelStack() {}

  /**
   * Writes the channels of one window into {@code out}, channel by channel, row-major.
   *
   * @param bands bands in the order of {@code inputs}, on one window
   * @param inputs how each band is scaled
   * @param out receives {@code (bands + 1) × pixels} values
   * @param offset where in {@code out} the first goes
   */
  public static void write(
      List<FloatRaster> bands, List<ModelCard.InputBand> inputs, float[] out, int offset) {
    int pixels = bands.get(0).data().length;
    int validity = offset + bands.size() * pixels;
    Arrays.fill(out, validity, validity + pixels, 1);
    for (int band = 0; band < bands.size(); band++) {
      ModelCard.InputBand input = inputs.get(band);
      float[] values = bands.get(band).data();
      for (int i = 0; i < pixels; i++) {
        int at = offset + band * pixels + i;
        if (hasData(values[i], input)) {
          out[at] = (float) ((values[i] - input.mean()) / input.deviation());
        } else {
          out[at] = 0;
          out[validity + i] = 0;
        }
      }
    }
  }

  /** Where all bands of a window have data, row-major. */
  public static boolean[] validity(List<FloatRaster> bands, List<ModelCard.InputBand> inputs) {
    boolean[] valid = new boolean[bands.get(0).data().length];
    Arrays.fill(valid, true);
    for (int band = 0; band < bands.size(); band++) {
      float[] values = bands.get(band).data();
      for (int i = 0; i < valid.length; i++) {
        valid[i] &= hasData(values[i], inputs.get(band));
      }
    }
    return valid;
  }

  /** Whether a value is data by the card: a number within the band's range. */
  public static boolean hasData(float value, ModelCard.InputBand input) {
    return value >= input.minimum() && value <= input.maximum();
  }
}
