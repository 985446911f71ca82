package org.heartwood.inference.segment;

import java.util.List;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.ingest.grid.FloatRaster;

/** Turns windows of imagery into predictions on the same pixels. */
public interface Segmenter extends AutoCloseable {
  /** What the model promises: bands and units of a window, and the targets that come back. */
  ModelContract contract();

  /**
   * Predicts a batch of windows in one pass.
   *
   * <p>Pixels near a window's edge see less than the model could use: read windows with a halo of
   * {@link ModelContract#haloPx()} and crop. Two windows agree on their common core pixels if their
   * first columns and rows differ by multiples of {@link ModelContract#stridePx()}.
   *
   * @param windows for each window its bands in the contract's order, all on one {@code
   *     PixelWindow} whose sides are multiples of the stride; all windows of a batch are equally
   *     large. Values are in the contract's physical units (NDVI: −1 to 1; reflectance: 0 to 1);
   *     NaN and values outside the contract's range are no data
   * @return one prediction for each window, in the same order
   * @throws IllegalArgumentException if a window has other bands or another size
   */
  default List<Prediction> predict(List<List<FloatRaster>> windows) {
    return run(windows).predictions();
  }

  /**
   * The first of two steps of {@link #predict}: runs the networks. The second, putting together
   * what they gave, may run on another thread, so that the networks do not wait for it.
   *
   * @throws IllegalArgumentException as {@link #predict}
   */
  Raw run(List<List<FloatRaster>> windows);

  /** What the networks gave. */
  @FunctionalInterface
  interface Raw {
    /** One prediction for each window, in the same order. */
    List<Prediction> predictions();
  }

  @Override
  void close();
}
