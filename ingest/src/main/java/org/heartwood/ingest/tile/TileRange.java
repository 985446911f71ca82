package org.heartwood.ingest.tile;

import java.util.List;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * A rectangle of tiles.
 *
 * @param west first tile column
 * @param north first tile row
 * @param east tile column after the last
 * @param south tile row after the last
 */
record TileRange(int west, int north, int east, int south) {

  int count() {
    return Math.max(0, east - west) * Math.max(0, south - north);
  }

  PixelWindow window(BlockTiles tiles) {
    return tiles.window(west, north, east, south);
  }

  /** Both halves of the longer side. */
  List<TileRange> halves() {
    if (east - west > south - north) {
      int middle = (west + east) >>> 1;
      return List.of(
          new TileRange(west, north, middle, south), new TileRange(middle, north, east, south));
    }
    int middle = (north + south) >>> 1;
    return List.of(
        new TileRange(west, north, east, middle), new TileRange(west, middle, east, south));
  }
}
