package org.heartwood.ingest.zonal;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.Grid;

/** A raster worked out from a formula, which counts how often its blocks are read. */
record MemoryRaster(
    Grid grid, int blockWidth, int blockHeight, Formula formula, Map<Long, Integer> reads)
    implements BlockRaster {
  /** The value of a pixel, NaN = no data. */
  interface Formula {
    double at(int col, int row);
  }

  MemoryRaster(Grid grid, int blockWidth, int blockHeight, Formula formula) {
    this(grid, blockWidth, blockHeight, formula, new ConcurrentHashMap<>());
  }

  MemoryRaster blocks(int width, int height) {
    return new MemoryRaster(grid, width, height, formula);
  }

  Supplier<BlockRaster> source() {
    return () -> this;
  }

  @Override
  public boolean exactInFloat() {
    return false;
  }

  @Override
  public boolean read(int blockCol, int blockRow, int rows, float[] target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean read(int blockCol, int blockRow, int rows, double[] target) {
    reads.merge(((long) blockRow << 32) | blockCol, 1, Integer::sum);
    Arrays.fill(target, Double.NaN);
    boolean any = false;
    for (int row = 0; row < rows; row++) {
      for (int col = 0; col < blockWidth; col++) {
        int gridCol = blockCol * blockWidth + col;
        int gridRow = blockRow * blockHeight + row;
        if (gridCol < grid.width() && gridRow < grid.height()) {
          double value = formula.at(gridCol, gridRow);
          target[row * blockWidth + col] = value;
          any |= !Double.isNaN(value);
        } else {
          // Padding must never be looked at.
          target[row * blockWidth + col] = 1e30;
        }
      }
    }
    return any;
  }

  @Override
  public void close() {}
}
