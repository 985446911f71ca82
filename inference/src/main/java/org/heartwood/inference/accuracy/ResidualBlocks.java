package org.heartwood.inference.accuracy;

import java.util.ArrayList;
import java.util.List;
import org.heartwood.inference.model.ResidualComponent;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/** Block means of a residual raster; see {@link ResidualComponent}. */
public final class ResidualBlocks {
  private static final List<Integer> SIDES_PX = List.of(1, 8, 32, 64);
  private static final double LEAST_VALID_FRACTION = 0.75;

  private ResidualBlocks() {}

  /** Components for blocks of 1, 8, 32 and 64 px; a side with fewer than two blocks is left out. */
  public static List<ResidualComponent> of(FloatRaster residualPct) {
    List<ResidualComponent> components = new ArrayList<>();
    for (int sidePx : SIDES_PX) {
      List<Double> means = means(residualPct, sidePx);
      if (means.size() > 1) {
        components.add(
            new ResidualComponent(sidePx, means.size(), ScoreSums.rounded(deviation(means))));
      }
    }
    return components;
  }

  private static List<Double> means(FloatRaster residual, int sidePx) {
    PixelWindow area = residual.window();
    List<Double> means = new ArrayList<>();
    for (int row = area.row(); row + sidePx <= area.endRow(); row += sidePx) {
      for (int col = area.col(); col + sidePx <= area.endCol(); col += sidePx) {
        double sum = 0;
        int valid = 0;
        for (float value : residual.crop(new PixelWindow(col, row, sidePx, sidePx)).data()) {
          if (!Float.isNaN(value)) {
            sum += value;
            valid++;
          }
        }
        if (valid >= LEAST_VALID_FRACTION * sidePx * sidePx) {
          means.add(sum / valid);
        }
      }
    }
    return means;
  }

  private static double deviation(List<Double> values) {
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }
}
