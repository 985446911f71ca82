package org.heartwood.inference.segment;

import java.util.List;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/** Whether a batch of windows is what a model's contract asks for. */
public final class WindowCheck {
  private WindowCheck() {}

  /**
   * Checks a batch.
   *
   * @throws IllegalArgumentException naming the contract's number of bands or size and the batch's
   */
  public static void require(ModelContract contract, List<List<FloatRaster>> windows) {
    PixelWindow first = windows.get(0).get(0).window();
    for (List<FloatRaster> bands : windows) {
      check(contract, bands, first);
    }
  }

  private static void check(ModelContract contract, List<FloatRaster> bands, PixelWindow first) {
    if (bands.size() != contract.inputs().size()) {
      throw new IllegalArgumentException(
          contract.name()
              + " needs "
              + contract.inputs().size()
              + " bands, was given "
              + bands.size());
    }
    PixelWindow window = bands.get(0).window();
    if (bands.stream().anyMatch(band -> !band.window().equals(window))) {
      throw new IllegalArgumentException("the bands of a window must lie on one window: " + window);
    }
    if (window.width() != first.width() || window.height() != first.height()) {
      throw new IllegalArgumentException(
          "the windows of a batch must be equally large, were " + first + " and " + window);
    }
    int stride = contract.stridePx();
    if (window.width() % stride != 0 || window.height() % stride != 0) {
      throw new IllegalArgumentException(
          "the sides of a window must be multiples of " + stride + " px, was " + window);
    }
  }
}
