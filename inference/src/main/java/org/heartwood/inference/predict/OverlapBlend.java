package org.heartwood.inference.predict;

import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;

/**
 * Blends the predictions of overlapping tiles (METHOD.md §3.4). A tile is predicted with a halo; of
 * that halo the outer part, which the model's receptive field spoils with missing context, is
 * thrown away, and the inner {@link #BLEND_PX} pixels overlap with the neighbour's. Across the
 * overlap the weights rise and fall linearly, so that a model whose predictions differ from tile to
 * tile shows no edge; a model whose receptive field fits into the halo gives the same value from
 * either side.
 */
final class OverlapBlend {
  /** Pixels beyond a tile's edge whose predictions count. */
  static final int BLEND_PX = 8;

  private final TileGrid tiles;

  OverlapBlend(TileGrid tiles) {
    this.tiles = tiles;
  }

  /** The pixels of a tile's prediction that count: the tile and the overlap, within the grid. */
  PixelWindow usable(TileKey key) {
    return tiles.full(key).grow(BLEND_PX).intersection(tiles.grid().window());
  }

  /** A tile's prediction as far as it lies on a tile. */
  record Piece(TileKey source, FloatRaster mean, FloatRaster standardError) {}

  /** Means and standard errors of a tile, blended. */
  record Blended(FloatRaster mean, FloatRaster standardError) {}

  /**
   * Blends the pieces that lie on a tile. Errors of overlapping predictions are taken as fully
   * correlated, since they come from one model and mostly the same pixels.
   *
   * @param pieces in a fixed order, so that sums round alike in every run
   */
  Blended blend(TileKey target, List<Piece> pieces) {
    PixelWindow core = tiles.core(target);
    FloatRaster mean = FloatRaster.empty(core);
    FloatRaster error = FloatRaster.empty(core);
    for (int row = core.row(); row < core.endRow(); row++) {
      for (int col = core.col(); col < core.endCol(); col++) {
        double weights = 0;
        double sumMean = 0;
        double sumError = 0;
        for (Piece piece : pieces) {
          if (contains(piece.mean().window(), col, row)) {
            float value = piece.mean().at(col, row);
            if (!Float.isNaN(value)) {
              double weight = weight(piece.source(), col, row);
              weights += weight;
              sumMean += weight * value;
              sumError += weight * piece.standardError().at(col, row);
            }
          }
        }
        if (weights > 0) {
          mean.data()[mean.index(col, row)] = (float) (sumMean / weights);
          error.data()[error.index(col, row)] = (float) (sumError / weights);
        }
      }
    }
    return new Blended(mean, error);
  }

  private static boolean contains(PixelWindow window, int col, int row) {
    return col >= window.col()
        && col < window.endCol()
        && row >= window.row()
        && row < window.endRow();
  }

  private double weight(TileKey source, int col, int row) {
    PixelWindow full = tiles.full(source);
    return ramp(col, full.col(), full.endCol()) * ramp(row, full.row(), full.endRow());
  }

  /** 1 inside the tile, falling linearly to 0 across the overlap on both sides of its edges. */
  private static double ramp(int position, int start, int end) {
    double inside = Math.min(position + 0.5 - start, end - position - 0.5);
    return Math.min(1, Math.max(0, (inside + BLEND_PX) / (2.0 * BLEND_PX)));
  }
}
