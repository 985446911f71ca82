package org.heartwood.ingest.tile;

import java.io.Serializable;
import org.heartwood.ingest.grid.BlockRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileKey;

/**
 * A raster cut into tiles of whole blocks, so that no block belongs to two of them. Tiles at the
 * east and south edges end with the grid. A square of tiles is a node: a range of the Z-order
 * curve.
 *
 * @param tileWidth pixels
 * @param tileHeight pixels
 */
record BlockTiles(Grid grid, int tileWidth, int tileHeight) implements Serializable {
  /** Tiles of the smallest node, as bits of their position on the curve: 4 × 4. */
  private static final int LEAST_NODE_BITS = 4;

  /** Most nodes, as bits: what a driver holds, and the most parts that a zone is merged from. */
  private static final int MOST_NODES_BITS = 12;

  /**
   * The tiles nearest to a size. Strips make tiles as wide as the raster.
   *
   * @param tileSizePx edge wanted, > 0
   */
  static BlockTiles of(BlockRaster raster, int tileSizePx) {
    return new BlockTiles(
        raster.grid(),
        multiple(raster.blockWidth(), tileSizePx),
        multiple(raster.blockHeight(), tileSizePx));
  }

  private static int multiple(int block, int wanted) {
    return block * Math.max(1, wanted / block);
  }

  /** Number of tile columns. */
  int across() {
    return (int) Math.ceil(grid.width() / (double) tileWidth);
  }

  /** Number of tile rows. */
  int down() {
    return (int) Math.ceil(grid.height() / (double) tileHeight);
  }

  /** The pixels of a tile. */
  PixelWindow window(TileKey key) {
    return window(key.col(), key.row(), key.col() + 1, key.row() + 1);
  }

  /**
   * The pixels of a rectangle of tiles.
   *
   * @param east tile column after the last
   * @param south tile row after the last
   */
  PixelWindow window(int west, int north, int east, int south) {
    int col = west * tileWidth;
    int row = north * tileHeight;
    return new PixelWindow(
        col,
        row,
        (int) Math.min((long) east * tileWidth, grid.width()) - col,
        (int) Math.min((long) south * tileHeight, grid.height()) - row);
  }

  /** Tiles along a side of a node; it depends on the grid alone. */
  int nodeSide() {
    return 1 << (nodeBits() / 2);
  }

  private int nodeBits() {
    int side = Math.max(across(), down());
    int bits = 2 * (Integer.SIZE - Integer.numberOfLeadingZeros(side - 1));
    return Math.max(LEAST_NODE_BITS, bits - MOST_NODES_BITS);
  }

  /** The node of a tile, by its position on the curve. */
  int node(long zOrder) {
    return (int) (zOrder >> nodeBits());
  }
}
