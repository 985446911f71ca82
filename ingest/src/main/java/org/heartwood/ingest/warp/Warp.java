package org.heartwood.ingest.warp;

import java.util.Optional;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.warp.PixelMapping.Block;
import org.heartwood.ingest.warp.PixelMapping.Position;
import org.locationtech.jts.geom.Envelope;

/**
 * Brings the pixels of a source grid to a target grid, window by window: for every target pixel the
 * place of its centre (or corners) on the source is found through longitude and latitude, and the
 * source is sampled there by a {@link Resampling}.
 *
 * <ul>
 *   <li>Where the grids are aligned ({@link Grid#alignedWith}) pixels are copied bit by bit,
 *       whatever the resampling.
 *   <li>Places are within 0.01 source pixels of the exact projection.
 *   <li>A target pixel has the same bits whichever window it is computed in.
 *   <li>Datums are those of {@link org.heartwood.ingest.grid.MapProjection}: shifted to WGS 84
 *       where the EPSG register gives a transformation without grid files, refused where it needs
 *       them; the realisations of WGS 84, and NAD 83 and ETRS 89, count as equal, which they are to
 *       one or two metres.
 *   <li>A longitude and latitude source may count its longitudes from −180 or from 0. Its values
 *       are not carried round the globe: at its west and east edge it ends.
 * </ul>
 *
 * <p>Safe for use by several threads; make one for a pair of grids and keep it.
 */
public final class Warp {
  private final Grid source;
  private final Grid target;
  private final Resampling resampling;
  private final PixelMapping mapping;

  private Warp(Grid source, Grid target, Resampling resampling) {
    this.source = source;
    this.target = target;
    this.resampling = resampling;
    this.mapping = new PixelMapping(source, target);
  }

  /**
   * A warp between two grids.
   *
   * @param source grid of the scene, or of the overview of it that is read
   * @throws org.heartwood.ingest.issue.InputException if one of the coordinate reference systems is
   *     unknown or cannot be converted to WGS 84
   */
  public static Warp between(Grid source, Grid target, Resampling resampling) {
    return new Warp(source, target, resampling);
  }

  /**
   * Edge of a target pixel in source pixels, the geometric mean of both directions in the middle of
   * the target grid. An overview that is smaller by at most this factor loses no detail.
   *
   * @return > 0; NaN if the source's system cannot show the middle of the target grid
   */
  public double sourcePxPerTargetPx() {
    double col = target.width() / 2.0;
    double row = target.height() / 2.0;
    Position west = mapping.at(col - 0.5, row);
    Position east = mapping.at(col + 0.5, row);
    Position north = mapping.at(col, row - 0.5);
    Position south = mapping.at(col, row + 0.5);
    return Math.sqrt(
        Math.abs(
            (east.col() - west.col()) * (south.row() - north.row())
                - (east.row() - west.row()) * (south.col() - north.col())));
  }

  /**
   * The source pixels that a target window needs, the margin of the resampling included.
   *
   * @param window pixels of the target grid; may reach outside it
   * @return a window inside the source grid; empty where none of it is needed
   */
  public Optional<PixelWindow> sourceWindow(PixelWindow window) {
    Optional<PixelWindow> touched = isCopy() ? Optional.of(moved(window, 1)) : touched(window);
    return touched.filter(source.window()::intersects).map(source.window()::intersection);
  }

  /**
   * The values of a target window.
   *
   * @param pixels source pixels, at least those of {@link #sourceWindow}; NaN = no data
   * @param window pixels of the target grid; may reach outside it
   * @return the window's pixels, NaN = no data
   * @throws IllegalArgumentException if source pixels are missing
   */
  public FloatRaster warp(FloatRaster pixels, PixelWindow window) {
    FloatRaster out = FloatRaster.empty(window);
    Optional<PixelWindow> needed = sourceWindow(window);
    if (needed.isEmpty()) {
      return out;
    }
    FloatRaster read = pixels.crop(needed.get());
    if (isCopy()) {
      out.paste(new FloatRaster(moved(read.window(), -1), read.data()));
    } else {
      Kernel kernel = new Kernel(resampling, read);
      mapping.visit(window, (block, part) -> fill(out, kernel, block, part));
    }
    return out;
  }

  private boolean isCopy() {
    return source.alignedWith(target);
  }

  /** A window of the target as one of the aligned source, or with sign −1 the other way. */
  private PixelWindow moved(PixelWindow window, int sign) {
    long cols = Math.round((target.originX() - source.originX()) / source.pixelSize());
    long rows = Math.round((source.originY() - target.originY()) / source.pixelSize());
    return new PixelWindow(
        Math.toIntExact(window.col() + sign * cols),
        Math.toIntExact(window.row() + sign * rows),
        window.width(),
        window.height());
  }

  /** Pixels of the source's plane around the places that the pixels of a window are made from. */
  private Optional<PixelWindow> touched(PixelWindow window) {
    Envelope places = new Envelope();
    double inset = resampling.isOfArea() ? 0 : 0.5;
    mapping.visit(
        window,
        (block, part) -> {
          expand(places, block.at(part.col() + inset, part.row() + inset));
          expand(places, block.at(part.endCol() - inset, part.row() + inset));
          expand(places, block.at(part.col() + inset, part.endRow() - inset));
          expand(places, block.at(part.endCol() - inset, part.endRow() - inset));
        });
    if (places.isNull()) {
      return Optional.empty();
    }
    int west = Kernel.pixel(places.getMinX() - 2 * Kernel.BORDER_PX);
    int north = Kernel.pixel(places.getMinY() - 2 * Kernel.BORDER_PX);
    int width = Kernel.pixel(places.getMaxX()) - west + 1;
    int height = Kernel.pixel(places.getMaxY()) - north + 1;
    return Optional.of(new PixelWindow(west, north, width, height).grow(resampling.marginPx()));
  }

  private static void expand(Envelope places, Position place) {
    if (place.isSomewhere()) {
      places.expandToInclude(place.col(), place.row());
    }
  }

  private void fill(FloatRaster out, Kernel kernel, Block block, PixelWindow part) {
    for (int row = part.row(); row < part.endRow(); row++) {
      for (int col = part.col(); col < part.endCol(); col++) {
        out.data()[out.index(col, row)] =
            resampling.isOfArea()
                ? kernel.over(
                    block.at(col, row),
                    block.at(col + 1, row),
                    block.at(col + 1, row + 1),
                    block.at(col, row + 1))
                : kernel.at(block.at(col + 0.5, row + 0.5));
      }
    }
  }
}
