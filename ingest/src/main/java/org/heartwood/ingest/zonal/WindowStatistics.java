package org.heartwood.ingest.zonal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.PixelAreas;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.zonal.Operation.Measure;
import org.jspecify.annotations.Nullable;

/**
 * Zonal statistics window by window, for those who plan the windows themselves; {@link
 * ZonalStatistics} plans those of a whole raster. Not safe for several threads.
 */
public final class WindowStatistics implements Closeable {
  private final BlockRaster raster;
  private final @Nullable BlockRaster weights;
  private final ZonalReader reader;

  private WindowStatistics(
      BlockRaster raster, @Nullable BlockRaster weights, Collection<Operation> operations) {
    this.raster = raster;
    this.weights = weights;
    Set<Measure> measures = ZoneStatistics.measures(operations);
    AlignedRaster aligned =
        weights == null
            ? null
            : new AlignedRaster(weights, raster.grid(), raster.blockWidth(), raster.blockHeight());
    PixelAreas areas =
        Collections.disjoint(measures, ZonalStatistics.NEED_AREAS)
            ? null
            : new PixelAreas(raster.grid());
    this.reader = new ZonalReader(raster, aligned, areas, measures);
  }

  /**
   * Opens a raster.
   *
   * @param raster opens it; it is closed with this
   * @param weights opens the raster of weights; null if no weighted statistic is asked for
   * @param operations what will be asked of the results
   * @throws org.heartwood.ingest.issue.InputException if one cannot be read or has an unknown CRS,
   *     or their pixels do not coincide
   */
  public static WindowStatistics open(
      Supplier<BlockRaster> raster,
      @Nullable Supplier<BlockRaster> weights,
      Collection<Operation> operations) {
    List<BlockRaster> opened = new ArrayList<>();
    try {
      opened.add(raster.get());
      BlockRaster second = null;
      if (weights != null) {
        second = weights.get();
        opened.add(second);
      }
      return new WindowStatistics(opened.get(0), second, operations);
    } catch (RuntimeException e) {
      for (BlockRaster each : opened) {
        try {
          each.close();
        } catch (IOException closing) {
          e.addSuppressed(closing);
        }
      }
      throw e;
    }
  }

  /** The raster, to ask for its grid and blocks. */
  public BlockRaster raster() {
    return raster;
  }

  /**
   * Statistics of some zones in a window. Each of its blocks is inflated once.
   *
   * @param window begins at a block's corner; ends at one or at the grid's edge
   * @param zones made for that window
   * @return one for each zone, in their order
   * @throws org.heartwood.ingest.issue.InputException if a block cannot be decoded
   */
  public List<ZoneStatistics> read(PixelWindow window, List<CoverageRuns> zones) {
    return List.of(
        reader.read(
            window,
            IntStream.range(0, zones.size()).boxed().toList(),
            zones.toArray(CoverageRuns[]::new)));
  }

  @Override
  public void close() throws IOException {
    try {
      raster.close();
    } finally {
      if (weights != null) {
        weights.close();
      }
    }
  }
}
