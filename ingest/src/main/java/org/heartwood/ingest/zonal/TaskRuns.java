package org.heartwood.ingest.zonal;

import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.grid.PixelWindow;
import org.jspecify.annotations.Nullable;

/** Hands the runs of zones in a window to the blocks that hold the pixels. */
final class TaskRuns implements CoverageRuns.Sink {
  private final int blockWidth;
  private final int blockHeight;
  private final PixelWindow window;
  private final int across;
  private final @Nullable BlockRuns[] blocks;
  private int zone;

  /**
   * @param window whole blocks, cut at the edge of the grid
   */
  TaskRuns(PixelWindow window, int blockWidth, int blockHeight) {
    this.window = window;
    this.blockWidth = blockWidth;
    this.blockHeight = blockHeight;
    this.across = (window.width() + blockWidth - 1) / blockWidth;
    int down = (window.height() + blockHeight - 1) / blockHeight;
    this.blocks = new BlockRuns[Math.multiplyExact(across, down)];
  }

  /** Adds the runs of a zone. */
  void add(int zoneIndex, CoverageRuns runs) {
    zone = zoneIndex;
    runs.rows(window.row(), window.endRow(), this);
  }

  @Override
  public void run(int row, int fromCol, int toCol, double fraction) {
    int blockRow = (row - window.row()) / blockHeight;
    int line = row - window.row() - blockRow * blockHeight;
    int blockCol = (fromCol - window.col()) / blockWidth;
    int col = fromCol;
    while (col < toCol) {
      int west = window.col() + blockCol * blockWidth;
      int end = Math.min(toCol, west + blockWidth);
      block(blockRow, blockCol).add(zone, line, col - west, end - col, fraction);
      col = end;
      blockCol++;
    }
  }

  private BlockRuns block(int blockRow, int blockCol) {
    int index = blockRow * across + blockCol;
    BlockRuns runs = blocks[index];
    if (runs == null) {
      PixelWindow pixels = pixels(index);
      runs = new BlockRuns(blockWidth, pixels.width(), pixels.height());
      blocks[index] = runs;
    }
    return runs;
  }

  int count() {
    return blocks.length;
  }

  /** The runs of a block, which are then forgotten; null if no zone needs it. */
  @Nullable BlockRuns take(int index) {
    BlockRuns runs = blocks[index];
    blocks[index] = null;
    if (runs != null) {
      runs.seal();
    }
    return runs;
  }

  /** The pixels of a block that lie on the grid. */
  PixelWindow pixels(int index) {
    int col = window.col() + index % across * blockWidth;
    int row = window.row() + index / across * blockHeight;
    return new PixelWindow(
        col,
        row,
        Math.min(blockWidth, window.endCol() - col),
        Math.min(blockHeight, window.endRow() - row));
  }
}
