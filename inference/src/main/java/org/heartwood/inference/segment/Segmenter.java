package org.heartwood.inference.segment;

import java.util.List;
import org.heartwood.inference.model.ModelCard;
import org.heartwood.ingest.grid.FloatRaster;

/** Turns windows of imagery into predictions on the same pixels. */
public interface Segmenter extends AutoCloseable {
  /** What the model is; its inputs give the bands and units of a window, its output those back. */
  ModelCard card();

  /**
   * Predicts a batch of windows in one pass.
   *
   * <p>Pixels nearer to a window's edge than {@link ModelCard#receptiveFieldRadiusPx()} see less
   * than the network could use: read windows with a halo of {@link ModelCard#haloPx()} and crop.
   * Two windows agree on their common core pixels if their first columns and rows differ by
   * multiples of 4 px.
   *
   * @param windows for each window its bands in the card's order, all on one {@code PixelWindow}
   *     whose sides are multiples of 4 px; all windows of a batch are equally large. Values are in
   *     the card's physical units (NDVI: −1 to 1); NaN and values outside the card's range are no
   *     data
   * @return one prediction for each window, in the same order
   * @throws IllegalArgumentException if a window has other bands or another size
   */
  List<Prediction> predict(List<List<FloatRaster>> windows);

  @Override
  void close();
}
