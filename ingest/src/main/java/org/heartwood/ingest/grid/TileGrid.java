package org.heartwood.ingest.grid;

import java.io.Serializable;
import java.util.stream.Stream;

/**
 * A grid cut into square tiles. Tiles at the east and south edges are narrower where the grid ends.
 *
 * @param tileSizePx edge of a tile, a multiple of 16
 */
public record TileGrid(Grid grid, int tileSizePx) implements Serializable {
  public TileGrid {
    if (tileSizePx < 16 || tileSizePx % 16 != 0) {
      throw new IllegalArgumentException(
          "tileSizePx must be a positive multiple of 16 px, was " + tileSizePx);
    }
  }

  /** Number of tile columns. */
  public int across() {
    return (grid.width() + tileSizePx - 1) / tileSizePx;
  }

  /** Number of tile rows. */
  public int down() {
    return (grid.height() + tileSizePx - 1) / tileSizePx;
  }

  /** Number of tiles. */
  public long count() {
    return (long) across() * down();
  }

  /**
   * The tile of a number, counted row by row from the north-west.
   *
   * @param number 0 to {@link #count()} − 1
   */
  public TileKey key(long number) {
    return new TileKey((int) (number / across()), (int) (number % across()));
  }

  public boolean contains(int row, int col) {
    return row >= 0 && row < down() && col >= 0 && col < across();
  }

  /** The pixels that belong to a tile and to no other. */
  public PixelWindow core(TileKey key) {
    return full(key).intersection(grid.window());
  }

  /** The square of a tile before the grid's edge cuts it. */
  public PixelWindow full(TileKey key) {
    return new PixelWindow(key.col() * tileSizePx, key.row() * tileSizePx, tileSizePx, tileSizePx);
  }

  /** The tile and those of its eight neighbours that exist, north-west to south-east. */
  public Stream<TileKey> neighbourhood(TileKey key) {
    return Stream.of(-1, 0, 1)
        .flatMap(
            dRow ->
                Stream.of(-1, 0, 1)
                    .filter(dCol -> contains(key.row() + dRow, key.col() + dCol))
                    .map(dCol -> new TileKey(key.row() + dRow, key.col() + dCol)));
  }
}
