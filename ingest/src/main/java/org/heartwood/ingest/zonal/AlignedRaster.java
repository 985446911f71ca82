package org.heartwood.ingest.zonal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;

/**
 * A raster read by the windows of another one on the same lattice of pixels, whatever its own
 * blocks. It keeps the blocks of the last windows: going east, none is inflated twice.
 */
final class AlignedRaster {
  /** In place of the values of a block without data. */
  private static final double[] NOTHING = new double[0];

  private final BlockRaster raster;
  private final int shiftCols;
  private final int shiftRows;
  private final Map<Long, double[]> blocks;

  /**
   * @param grid of the windows
   * @param windowWidth columns of the widest window
   * @param windowHeight rows of the highest window
   * @throws InputException if the pixels of both rasters do not coincide
   */
  AlignedRaster(BlockRaster raster, Grid grid, int windowWidth, int windowHeight) {
    this.raster = raster;
    Grid own = raster.grid();
    if (!own.alignedWith(grid)) {
      throw new InputException(
          Reason.INCONSISTENT,
          "the weights are on another grid than the raster: expected "
              + describe(grid)
              + ", found "
              + describe(own)
              + "; warp them with gdalwarp -t_srs … -tr … -tap");
    }
    this.shiftCols = (int) Math.rint((grid.originX() - own.originX()) / grid.pixelSize());
    this.shiftRows = (int) Math.rint((own.originY() - grid.originY()) / grid.pixelSize());
    int kept =
        2 * (windowWidth / raster.blockWidth() + 2) * (windowHeight / raster.blockHeight() + 2);
    this.blocks =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Long, double[]> eldest) {
            return size() > kept;
          }
        };
  }

  private static String describe(Grid grid) {
    return grid.crs()
        + " pixels of "
        + grid.pixelSize()
        + " from ("
        + grid.originX()
        + ", "
        + grid.originY()
        + ")";
  }

  /**
   * Reads a window.
   *
   * @param window on the other raster's grid
   * @param target receives its values, NaN = no data or outside this raster
   * @param stride values from a row to the next in the target
   */
  void read(PixelWindow window, double[] target, int stride) {
    for (int row = 0; row < window.height(); row++) {
      Arrays.fill(target, row * stride, row * stride + window.width(), Double.NaN);
    }
    PixelWindow wanted =
        new PixelWindow(
            window.col() + shiftCols, window.row() + shiftRows, window.width(), window.height());
    PixelWindow all = raster.grid().window();
    if (!wanted.intersects(all)) {
      return;
    }
    PixelWindow found = wanted.intersection(all);
    int width = raster.blockWidth();
    int height = raster.blockHeight();
    for (int row = found.row() / height; row * height < found.endRow(); row++) {
      for (int col = found.col() / width; col * width < found.endCol(); col++) {
        copy(
            block(col, row),
            new PixelWindow(col * width, row * height, width, height),
            wanted,
            found,
            target,
            stride);
      }
    }
  }

  private static void copy(
      double[] values,
      PixelWindow block,
      PixelWindow wanted,
      PixelWindow found,
      double[] target,
      int stride) {
    if (values.length == 0) {
      return;
    }
    PixelWindow shared = block.intersection(found);
    for (int row = shared.row(); row < shared.endRow(); row++) {
      System.arraycopy(
          values,
          (row - block.row()) * block.width() + shared.col() - block.col(),
          target,
          (row - wanted.row()) * stride + shared.col() - wanted.col(),
          shared.width());
    }
  }

  private double[] block(int col, int row) {
    return blocks.computeIfAbsent(
        ((long) row << 32) | col,
        key -> {
          double[] values = new double[raster.blockWidth() * raster.blockHeight()];
          int rows =
              Math.min(raster.blockHeight(), raster.grid().height() - row * raster.blockHeight());
          return raster.read(col, row, rows, values) ? values : NOTHING;
        });
  }
}
