package org.heartwood.verification.layer;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * Everything about a raster file but its pixels.
 *
 * @param grid where the pixels lie; its CRS is {@code srs}
 * @param srs definition of the grid's CRS
 * @param blockSize edge of a square tile, pixels: a multiple of 16, 16 to 4096
 * @param pixels what the pixels are
 * @param bands one or more; a class raster has one
 * @param items free metadata, name to text, written in the order of the names
 */
public record CogLayout(
    Grid grid,
    Srs srs,
    int blockSize,
    CogPixels pixels,
    List<CogBand> bands,
    Map<String, String> items) {
  public CogLayout {
    bands = List.copyOf(bands);
    SortedMap<String, String> sorted = new TreeMap<>(items);
    items = Collections.unmodifiableSortedMap(sorted);
    if (!grid.crs().equals(srs.code())) {
      throw new IllegalArgumentException(
          "the grid is in " + grid.crs() + " but the definition given is of " + srs.code());
    }
    if (blockSize < 16 || blockSize > 4096 || blockSize % 16 != 0) {
      throw new IllegalArgumentException(
          "blockSize must be a multiple of 16 pixels, 16 to 4096, was " + blockSize);
    }
    if (bands.isEmpty() || (pixels instanceof CogPixels.Classified && bands.size() > 1)) {
      throw new IllegalArgumentException(
          "a raster needs one band or more and a class raster exactly one, was " + bands.size());
    }
    if (!(pixels instanceof CogPixels.Measured)
        && bands.stream().anyMatch(band -> band.rounding().rounds())) {
      throw new IllegalArgumentException("only measured quantities can be rounded");
    }
  }

  /** The same layout with more metadata. */
  CogLayout withItems(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(items);
    all.putAll(more);
    return new CogLayout(grid, srs, blockSize, pixels, bands, all);
  }

  /** Columns of tiles at full resolution. */
  public int tileCols() {
    return (grid.width() + blockSize - 1) / blockSize;
  }

  /** Rows of tiles at full resolution. */
  public int tileRows() {
    return (grid.height() + blockSize - 1) / blockSize;
  }

  /** The pixels of a tile, without the padding of tiles at the east and south edge. */
  public PixelWindow window(int tileRow, int tileCol) {
    return new PixelWindow(tileCol * blockSize, tileRow * blockSize, blockSize, blockSize)
        .intersection(grid.window());
  }
}
