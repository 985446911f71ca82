package org.heartwood.ingest.grid;

import java.io.Serializable;
import java.util.Locale;
import org.locationtech.jts.geom.Envelope;

/**
 * A north-up grid of square pixels. Pixel (col, row) covers {@code [originX + col·size, originX +
 * (col + 1)·size) × (originY − (row + 1)·size, originY − row·size]} in CRS units.
 *
 * @param crs authority code such as {@code EPSG:32636}
 * @param originX west edge of column 0, CRS units
 * @param originY north edge of row 0, CRS units
 * @param pixelSize edge of a pixel, CRS units (metres in a projected CRS), > 0
 * @param width columns, > 0
 * @param height rows, > 0
 */
public record Grid(
    String crs, double originX, double originY, double pixelSize, int width, int height)
    implements Serializable {
  public Grid {
    if (!(pixelSize > 0)) {
      throw new IllegalArgumentException("pixelSize must be > 0 CRS units, was " + pixelSize);
    }
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "a grid needs width and height > 0 pixels, was " + width + " × " + height);
    }
  }

  /** The window of all its pixels. */
  public PixelWindow window() {
    return new PixelWindow(0, 0, width, height);
  }

  /** West edge of a column, CRS units. */
  public double x(double col) {
    return originX + col * pixelSize;
  }

  /** North edge of a row, CRS units. */
  public double y(double row) {
    return originY - row * pixelSize;
  }

  /** An extent as messages show it. */
  public static String shown(Envelope extent) {
    return String.format(
        Locale.ROOT,
        "x %.10g to %.10g, y %.10g to %.10g",
        extent.getMinX(),
        extent.getMaxX(),
        extent.getMinY(),
        extent.getMaxY());
  }

  /** The extent in CRS units. */
  public Envelope envelope() {
    return envelope(window());
  }

  /** The extent of a window in CRS units. */
  public Envelope envelope(PixelWindow window) {
    return new Envelope(x(window.col()), x(window.endCol()), y(window.endRow()), y(window.row()));
  }

  /** The grid of a window of this grid; its column 0 is the window's first column. */
  public Grid crop(PixelWindow window) {
    return new Grid(
        crs, x(window.col()), y(window.row()), pixelSize, window.width(), window.height());
  }

  /** The smallest window of whole pixels that covers an envelope; it may reach outside the grid. */
  public PixelWindow covering(Envelope envelope) {
    int west = (int) Math.floor((envelope.getMinX() - originX) / pixelSize);
    int east = (int) Math.ceil((envelope.getMaxX() - originX) / pixelSize);
    int north = (int) Math.floor((originY - envelope.getMaxY()) / pixelSize);
    int south = (int) Math.ceil((originY - envelope.getMinY()) / pixelSize);
    return new PixelWindow(west, north, Math.max(1, east - west), Math.max(1, south - north));
  }

  /**
   * Whether both grids have the same CRS and pixel size, and pixel corners that coincide to a
   * thousandth of a pixel.
   */
  public boolean alignedWith(Grid other) {
    return crs.equals(other.crs)
        && Math.abs(pixelSize - other.pixelSize) < 1e-9 * pixelSize
        && onLattice(originX - other.originX)
        && onLattice(originY - other.originY);
  }

  private boolean onLattice(double distance) {
    double pixels = distance / pixelSize;
    return Math.abs(pixels - Math.rint(pixels)) < 1e-3;
  }
}
