package org.heartwood.ingest.zonal;

import org.heartwood.ingest.grid.PixelAreas;
import org.heartwood.ingest.grid.PixelWindow;

/** Areas of the pixels of one block, worked out row by row when first asked for. */
final class BlockAreas {
  private final PixelAreas areas;
  private final int stride;
  private final PixelWindow block;
  private final double[] m2;
  private final boolean[] known;

  /**
   * @param stride pixels from a row to the next in the block's arrays
   * @param block pixels of the block that lie on the grid
   * @param m2 room for the block's areas, used again from block to block
   */
  BlockAreas(PixelAreas areas, int stride, PixelWindow block, double[] m2) {
    this.areas = areas;
    this.stride = stride;
    this.block = block;
    this.m2 = m2;
    this.known = new boolean[block.height()];
  }

  boolean dependOnRowOnly() {
    return areas.dependOnRowOnly();
  }

  /** Area of the pixel at a position of the block's arrays. */
  double pixelM2(int position) {
    return m2(position)[position];
  }

  /** Areas of the block's pixels, of which the row that holds the position is filled in. */
  double[] m2(int position) {
    int row = position / stride;
    if (!known[row]) {
      known[row] = true;
      areas.fill(block.row() + row, block.col(), block.endCol(), m2, row * stride);
    }
    return m2;
  }
}
