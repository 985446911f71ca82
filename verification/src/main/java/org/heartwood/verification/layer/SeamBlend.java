package org.heartwood.verification.layer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;

/**
 * Averages the predictions of neighbouring tiles where they overlap (METHOD.md §3.4): a tile is
 * predicted some pixels beyond its east and south edges, and there its weight falls linearly as
 * that of the neighbour rises. Errors are taken as fully correlated and averaged as means are.
 *
 * <p>Tiles come row by row, from west to east; those whose area has no data may be left out. What
 * waits for a neighbour is a strip of every tile of the row above: its memory grows with the
 * image's width, by {@code 4 · overlapPx} bytes a column and raster.
 */
final class SeamBlend {
  private final TileGrid tiles;
  private final int overlapPx;
  private final List<List<FloatRaster>> above;
  private List<FloatRaster> west = List.of();

  /**
   * @param overlapPx pixels that a tile is predicted beyond its edges, 0 to the tile's edge
   */
  SeamBlend(TileGrid tiles, int overlapPx) {
    this.tiles = tiles;
    this.overlapPx = overlapPx;
    this.above = new ArrayList<>(Collections.nCopies(tiles.across(), List.of()));
  }

  /** The pixels that a tile must be predicted on: the tile and the overlap, within the grid. */
  PixelWindow area(TileKey key) {
    PixelWindow core = tiles.core(key);
    return new PixelWindow(
            core.col(), core.row(), core.width() + overlapPx, core.height() + overlapPx)
        .intersection(tiles.grid().window());
  }

  /**
   * Averages a tile's edges with what its neighbours in the west and north gave there.
   *
   * @param rasters means and errors of the tile, each on at least {@link #area}; changed in place
   */
  void blend(TileKey key, List<FloatRaster> rasters) {
    PixelWindow core = tiles.core(key);
    PixelWindow area = area(key);
    List<FloatRaster> east =
        strip(rasters, core.endCol(), area.row(), area.endCol() - core.endCol(), area.height());
    // In the south's overlap too: what waits for the tile below is averaged along its row already.
    average(core, rasters, west, (col, row) -> col - core.col());
    west = east;
    List<FloatRaster> south =
        strip(rasters, core.col(), core.endRow(), core.width(), area.endRow() - core.endRow());
    average(core, rasters, above.set(key.col(), south), (col, row) -> row - core.row());
  }

  private static List<FloatRaster> strip(
      List<FloatRaster> rasters, int col, int row, int width, int height) {
    if (width == 0 || height == 0) {
      return List.of();
    }
    PixelWindow window = new PixelWindow(col, row, width, height);
    return rasters.stream().map(raster -> raster.crop(window)).toList();
  }

  /**
   * @param depth how far a pixel, by column and row, lies inside the tile from the edge where it
   *     meets its neighbour
   */
  private void average(
      PixelWindow core,
      List<FloatRaster> rasters,
      List<FloatRaster> strip,
      IntBinaryOperator depth) {
    if (strip.isEmpty()) {
      return;
    }
    PixelWindow window = strip.get(0).window();
    if (window.col() != core.col() || window.row() != core.row()) {
      return; // It waited for a tile that was left out.
    }
    for (int band = 0; band < rasters.size(); band++) {
      FloatRaster raster = rasters.get(band);
      FloatRaster other = strip.get(band);
      for (int row = window.row(); row < window.endRow(); row++) {
        for (int col = window.col(); col < window.endCol(); col++) {
          float weight = (depth.applyAsInt(col, row) + 0.5f) / overlapPx;
          int at = raster.index(col, row);
          raster.data()[at] = weight * raster.data()[at] + (1 - weight) * other.at(col, row);
        }
      }
    }
  }
}
