package org.heartwood.verification.layer;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * One tile of a raster file at full resolution.
 *
 * @param tileRow 0 at the north edge
 * @param tileCol 0 at the west edge
 * @param bands one raster a band, in the file's units, NaN = no data; each covers at least the
 *     tile's pixels that lie on the grid
 */
public record CogTile(int tileRow, int tileCol, List<FloatRaster> bands) {
  public CogTile {
    bands = List.copyOf(bands);
  }

  /**
   * The tiles of rasters held in memory, in the order {@link CogWriter} wants them.
   *
   * @param bands one raster a band, each covering the layout's whole grid
   */
  public static Iterator<CogTile> cut(CogLayout layout, List<FloatRaster> bands) {
    int cols = layout.tileCols();
    return IntStream.range(0, Math.multiplyExact(layout.tileRows(), cols))
        .mapToObj(
            tile -> {
              PixelWindow window = layout.window(tile / cols, tile % cols);
              return new CogTile(
                  tile / cols, tile % cols, bands.stream().map(band -> band.crop(window)).toList());
            })
        .iterator();
  }
}
