package org.heartwood.ingest.warp;

import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.MapProjection;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.locationtech.jts.geom.Coordinate;

/**
 * Where points of a target grid lie on a source grid, in fractional pixels (0, 0 = the outer corner
 * of the first pixel).
 *
 * <p>Projecting takes about a microsecond a point, so the pixels of a window are placed by bilinear
 * interpolation inside blocks whose corners are exact. A block is quartered until the interpolated
 * position is within {@link #TOLERANCE_PX} of the exact one at the middle of the block and of its
 * four sides, where the error of a smooth map is largest. Blocks are counted from pixel (0, 0) of
 * the target grid, so that a pixel is placed by the same arithmetic whichever window asks for it.
 */
final class PixelMapping {
  /** Largest error of an interpolated position, source pixels. */
  static final double TOLERANCE_PX = 0.01;

  private static final int BLOCK_PX = 64;

  /** A projection that does not lead back to within this (11 cm) is outside its domain. */
  private static final double ROUND_TRIP_DEG = 1e-6;

  private static final Position NOWHERE = new Position(Double.NaN, Double.NaN);

  private final Grid source;
  private final Grid target;
  private final MapProjection sourceProjection;
  private final MapProjection targetProjection;
  private final double centreLonDeg;

  PixelMapping(Grid source, Grid target) {
    this.source = source;
    this.target = target;
    this.sourceProjection = MapProjection.of(source.crs());
    this.targetProjection = MapProjection.of(target.crs());
    this.centreLonDeg = sourceProjection.isLonLat() ? source.x(source.width() / 2.0) : 0;
  }

  /** A point on the source grid, NaN = the source's system cannot show it. */
  record Position(double col, double row) {
    boolean isSomewhere() {
      return !Double.isNaN(col);
    }
  }

  /** Receives the blocks of a window. */
  interface Visitor {
    /**
     * Visits one block.
     *
     * @param block a block in which positions may be interpolated
     * @param pixels the pixels of the window in that block
     */
    void visit(Block block, PixelWindow pixels);
  }

  /** A square of target pixels with the exact positions of its corners. */
  record Block(
      int col,
      int row,
      int sizePx,
      Position northWest,
      Position northEast,
      Position southWest,
      Position southEast) {
    Position at(double targetCol, double targetRow) {
      double u = (targetCol - col) / sizePx;
      double v = (targetRow - row) / sizePx;
      double nw = (1 - u) * (1 - v);
      double ne = u * (1 - v);
      double sw = (1 - u) * v;
      double se = u * v;
      return new Position(
          nw * northWest.col + ne * northEast.col + sw * southWest.col + se * southEast.col,
          nw * northWest.row + ne * northEast.row + sw * southWest.row + se * southEast.row);
    }
  }

  /** The exact position of a point of the target grid. */
  Position at(double targetCol, double targetRow) {
    double x = target.x(targetCol);
    double y = target.y(targetRow);
    if (source.crs().equals(target.crs())) {
      return onSource(x, y);
    }
    try {
      Coordinate lonLat = targetProjection.inverse(x, y);
      if (!(Math.abs(lonLat.getY()) <= 90)) {
        return NOWHERE;
      }
      if (sourceProjection.isLonLat()) {
        double away = lonLat.getX() - centreLonDeg;
        return onSource(centreLonDeg + away - 360 * Math.rint(away / 360), lonLat.getY());
      }
      // A target in degrees may count its longitudes to 360.
      lonLat.setX(Math.IEEEremainder(lonLat.getX(), 360));
      Coordinate there = sourceProjection.forward(lonLat.getX(), lonLat.getY());
      Coordinate back = sourceProjection.inverse(there.getX(), there.getY());
      return isSame(lonLat, back) ? onSource(there.getX(), there.getY()) : NOWHERE;
    } catch (InputException e) {
      // A scene's system need not reach over the whole target; what it cannot show is no data.
      return NOWHERE;
    }
  }

  private static boolean isSame(Coordinate lonLat, Coordinate back) {
    double lonDeg = Math.IEEEremainder(back.getX() - lonLat.getX(), 360);
    return Math.abs(lonDeg) * Math.cos(Math.toRadians(lonLat.getY())) < ROUND_TRIP_DEG
        && Math.abs(back.getY() - lonLat.getY()) < ROUND_TRIP_DEG;
  }

  private Position onSource(double x, double y) {
    return new Position(
        (x - source.originX()) / source.pixelSize(), (source.originY() - y) / source.pixelSize());
  }

  /** Shows a visitor all blocks of a window that lie somewhere on the source grid's plane. */
  void visit(PixelWindow window, Visitor visitor) {
    for (int row = first(window.row()); row < window.endRow(); row += BLOCK_PX) {
      for (int col = first(window.col()); col < window.endCol(); col += BLOCK_PX) {
        visit(block(col, row, BLOCK_PX), window, visitor);
      }
    }
  }

  private static int first(int pixel) {
    return Math.floorDiv(pixel, BLOCK_PX) * BLOCK_PX;
  }

  private Block block(int col, int row, int sizePx) {
    return new Block(
        col,
        row,
        sizePx,
        at(col, row),
        at(col + sizePx, row),
        at(col, row + sizePx),
        at(col + sizePx, row + sizePx));
  }

  private void visit(Block block, PixelWindow window, Visitor visitor) {
    PixelWindow all = new PixelWindow(block.col, block.row, block.sizePx, block.sizePx);
    if (!all.intersects(window)) {
      return;
    }
    if (isAccurate(block)) {
      visitor.visit(block, all.intersection(window));
    } else if (block.sizePx == 1) {
      visitor.visit(collapsed(block), all);
    } else {
      int half = block.sizePx / 2;
      for (int quarter = 0; quarter < 4; quarter++) {
        Block part = block(block.col + quarter % 2 * half, block.row + quarter / 2 * half, half);
        visit(part, window, visitor);
      }
    }
  }

  /** A pixel over a seam of the source: its centre is known, its footprint is not (area 0). */
  private Block collapsed(Block block) {
    Position centre = at(block.col + 0.5, block.row + 0.5);
    return new Block(block.col, block.row, 1, centre, centre, centre, centre);
  }

  private boolean isAccurate(Block block) {
    double middle = block.sizePx / 2.0;
    return isAccurate(block, middle, middle)
        && isAccurate(block, middle, 0)
        && isAccurate(block, 0, middle)
        && isAccurate(block, block.sizePx, middle)
        && isAccurate(block, middle, block.sizePx);
  }

  private boolean isAccurate(Block block, double cols, double rows) {
    Position exact = at(block.col + cols, block.row + rows);
    Position interpolated = block.at(block.col + cols, block.row + rows);
    return Math.hypot(interpolated.col - exact.col, interpolated.row - exact.row) <= TOLERANCE_PX;
  }
}
