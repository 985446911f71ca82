package org.heartwood.ingest.grid;

import java.io.Serializable;

/**
 * Address of a tile in its {@link TileGrid}.
 *
 * @param row 0 at the north edge, 0 to 65,535
 * @param col 0 at the west edge, 0 to 65,535
 */
public record TileKey(int row, int col) implements Serializable {
  private static final int LIMIT = 1 << 16;

  public TileKey {
    if (row < 0 || row >= LIMIT || col < 0 || col >= LIMIT) {
      throw new IllegalArgumentException(
          "tile row and column must be 0 to " + (LIMIT - 1) + ", were " + row + ", " + col);
    }
  }

  /**
   * Position on the Z-order curve (Morton 1966): neighbours on the ground are mostly neighbours in
   * this order, so that a range of it is a compact area.
   */
  public long zOrder() {
    return spread(col) | (spread(row) << 1);
  }

  /** The tile at a position on the Z-order curve. */
  public static TileKey ofZOrder(long zOrder) {
    return new TileKey(gather(zOrder >> 1), gather(zOrder));
  }

  private static int gather(long zOrder) {
    long bits = zOrder & 0x55555555L;
    bits = (bits | (bits >> 1)) & 0x33333333L;
    bits = (bits | (bits >> 2)) & 0x0F0F0F0FL;
    bits = (bits | (bits >> 4)) & 0x00FF00FFL;
    return (int) ((bits | (bits >> 8)) & 0x0000FFFFL);
  }

  private static long spread(int value) {
    long bits = value;
    bits = (bits | (bits << 8)) & 0x00FF00FFL;
    bits = (bits | (bits << 4)) & 0x0F0F0F0FL;
    bits = (bits | (bits << 2)) & 0x33333333L;
    return (bits | (bits << 1)) & 0x55555555L;
  }
}
