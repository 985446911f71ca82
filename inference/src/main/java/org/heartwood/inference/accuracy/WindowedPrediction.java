package org.heartwood.inference.accuracy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.heartwood.inference.model.ModelContract;
import org.heartwood.inference.segment.Prediction;
import org.heartwood.inference.segment.Segmenter;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * Predicts an area of any size window by window: each window is read with the model's halo and
 * cropped to its core, so that the result does not show where the windows met.
 */
public final class WindowedPrediction {
  private static final int CORE_PX = 256;

  private WindowedPrediction() {}

  /**
   * Predicts every pixel of an area.
   *
   * @param area pixels wanted, on the grid of {@code reader}
   * @param reader the bands of a window in the contract's order; it may reach outside the image
   * @return every target over exactly {@code area}
   */
  public static Prediction of(
      Segmenter segmenter, PixelWindow area, Function<PixelWindow, List<FloatRaster>> reader) {
    ModelContract contract = segmenter.contract();
    List<Prediction.Target> targets =
        contract.outputs().stream()
            .map(output -> new Prediction.Target(FloatRaster.empty(area), FloatRaster.empty(area)))
            .toList();
    for (PixelWindow core : cores(area, contract.stridePx())) {
      List<FloatRaster> bands = reader.apply(core.grow(contract.haloPx()));
      Prediction part = segmenter.predict(List.of(bands)).get(0).crop(core.intersection(area));
      for (int i = 0; i < targets.size(); i++) {
        targets.get(i).mean().paste(part.targets().get(i).mean());
        targets.get(i).standardError().paste(part.targets().get(i).standardError());
      }
    }
    return new Prediction(targets);
  }

  /** Cores that cover an area, their corners on whole cells of the network. */
  private static List<PixelWindow> cores(PixelWindow area, int cell) {
    int west = Math.floorDiv(area.col(), cell) * cell;
    int north = Math.floorDiv(area.row(), cell) * cell;
    List<PixelWindow> cores = new ArrayList<>();
    for (int row = north; row < area.endRow(); row += CORE_PX) {
      for (int col = west; col < area.endCol(); col += CORE_PX) {
        cores.add(
            new PixelWindow(
                col,
                row,
                wholeCells(Math.min(CORE_PX, area.endCol() - col), cell),
                wholeCells(Math.min(CORE_PX, area.endRow() - row), cell)));
      }
    }
    return cores;
  }

  private static int wholeCells(int px, int cell) {
    return (px + cell - 1) / cell * cell;
  }
}
