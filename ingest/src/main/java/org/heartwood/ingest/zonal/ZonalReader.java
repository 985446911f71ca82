package org.heartwood.ingest.zonal;

import java.util.List;
import java.util.Set;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.PixelAreas;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.zonal.Operation.Measure;
import org.jspecify.annotations.Nullable;

/** One thread's raster and its room for a block. */
final class ZonalReader {
  private final BlockRaster raster;
  private final @Nullable AlignedRaster weights;
  private final @Nullable PixelAreas areas;
  private final Set<Measure> measures;
  private final double[] values;
  private final double[] weightValues;
  private final double[] areasM2;

  ZonalReader(
      BlockRaster raster,
      @Nullable AlignedRaster weights,
      @Nullable PixelAreas areas,
      Set<Measure> measures) {
    this.raster = raster;
    this.weights = weights;
    this.areas = areas;
    this.measures = measures;
    int pixels = Math.multiplyExact(raster.blockWidth(), raster.blockHeight());
    this.values = new double[pixels];
    this.weightValues = new double[weights == null ? 0 : pixels];
    this.areasM2 = new double[areas == null ? 0 : pixels];
  }

  /**
   * Reads some blocks.
   *
   * @param window whole blocks
   * @param needing indices of the zones that meet them, which have no runs to their east or west
   * @return statistics of each of them in these blocks
   */
  ZoneStatistics[] read(PixelWindow window, List<Integer> needing, CoverageRuns[] zones) {
    TaskRuns runs = new TaskRuns(window, raster.blockWidth(), raster.blockHeight());
    ZoneStatistics[] results = new ZoneStatistics[needing.size()];
    for (int i = 0; i < results.length; i++) {
      results[i] = new ZoneStatistics(measures);
      runs.add(i, zones[needing.get(i)]);
    }
    for (int block = 0; block < runs.count(); block++) {
      BlockRuns needed = runs.take(block);
      if (needed != null) {
        add(runs.pixels(block), needed, results);
      }
    }
    return results;
  }

  private void add(PixelWindow block, BlockRuns runs, ZoneStatistics[] results) {
    int stride = raster.blockWidth();
    BlockAreas blockAreas = areas == null ? null : new BlockAreas(areas, stride, block, areasM2);
    boolean data =
        raster.read(block.col() / stride, block.row() / raster.blockHeight(), runs.rows(), values);
    if (data && weights != null) {
      weights.read(
          new PixelWindow(block.col(), block.row(), block.width(), runs.rows()),
          weightValues,
          stride);
    }
    BlockPixels pixels = new BlockPixels(values, weightValues, blockAreas);
    ZoneStatistics whole = null;
    for (int i = 0; i < runs.zones(); i++) {
      ZoneStatistics result = results[runs.zone(i)];
      if (runs.from(i) == BlockRuns.WHOLE) {
        if (whole == null) {
          BlockRuns all = BlockRuns.whole(stride, block.width(), block.height());
          whole = new ZoneStatistics(measures);
          add(whole, pixels, all, 0, all.size(), data);
        }
        result.merge(whole);
      } else {
        add(result, pixels, runs, runs.from(i), runs.to(i), data);
      }
    }
  }

  private static void add(
      ZoneStatistics result, BlockPixels pixels, BlockRuns runs, int from, int to, boolean data) {
    if (data) {
      result.add(pixels, runs, from, to);
    } else {
      result.addNoData(pixels, runs, from, to);
    }
  }
}
