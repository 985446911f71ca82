package org.heartwood.inference.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.heartwood.inference.model.Architecture;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * Predicts an area of any size window by window: each window is read with the card's halo and
 * cropped to its core, so that the result does not show where the windows met.
 */
public final class WindowedPrediction {
  private static final int CORE_PX = 256;

  private WindowedPrediction() {}

  /**
   * Predicts every pixel of an area.
   *
   * @param area pixels wanted, on the grid of {@code reader}
   * @param reader the bands of a window in the card's order; it may reach outside the image
   * @return mean and standard error over exactly {@code area}
   */
  public static Prediction of(
      Segmenter segmenter, PixelWindow area, Function<PixelWindow, List<FloatRaster>> reader) {
    FloatRaster mean = FloatRaster.empty(area);
    FloatRaster standardError = FloatRaster.empty(area);
    for (PixelWindow core : cores(area)) {
      List<FloatRaster> bands = reader.apply(core.grow(segmenter.card().haloPx()));
      Prediction prediction = segmenter.predict(List.of(bands)).get(0);
      mean.paste(prediction.mean().crop(core.intersection(area)));
      standardError.paste(prediction.standardError().crop(core.intersection(area)));
    }
    return new Prediction(mean, standardError);
  }

  /** Cores that cover an area, their corners on whole cells of the network. */
  private static List<PixelWindow> cores(PixelWindow area) {
    int cell = Architecture.STRIDE_PX;
    int west = Math.floorDiv(area.col(), cell) * cell;
    int north = Math.floorDiv(area.row(), cell) * cell;
    List<PixelWindow> cores = new ArrayList<>();
    for (int row = north; row < area.endRow(); row += CORE_PX) {
      for (int col = west; col < area.endCol(); col += CORE_PX) {
        cores.add(
            new PixelWindow(
                col,
                row,
                wholeCells(Math.min(CORE_PX, area.endCol() - col)),
                wholeCells(Math.min(CORE_PX, area.endRow() - row))));
      }
    }
    return cores;
  }

  private static int wholeCells(int px) {
    return Math.floorDiv(px + Architecture.STRIDE_PX - 1, Architecture.STRIDE_PX)
        * Architecture.STRIDE_PX;
  }
}
