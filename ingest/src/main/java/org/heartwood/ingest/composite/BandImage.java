package org.heartwood.ingest.composite;

import java.time.LocalDate;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/**
 * One date of a tile. A pixel is valid on it when no band is NaN there.
 *
 * @param scene identifier of the scene
 * @param day day of acquisition, UTC
 * @param bands one raster a band, of one window, NaN = no data; at least one
 */
public record BandImage(String scene, LocalDate day, List<FloatRaster> bands) {
  public BandImage {
    bands = List.copyOf(bands);
    if (bands.isEmpty()) {
      throw new IllegalArgumentException(scene + ": an image needs at least one band");
    }
    for (FloatRaster band : bands) {
      requireSame(scene, bands.get(0).window(), band.window());
    }
  }

  /** The pixels that all bands cover. */
  public PixelWindow window() {
    return bands.get(0).window();
  }

  boolean isValid(int pixel) {
    for (FloatRaster band : bands) {
      if (Float.isNaN(band.data()[pixel])) {
        return false;
      }
    }
    return true;
  }

  /** Checks that images are at least one, of one window and of as many bands. */
  static void requireStack(List<BandImage> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("a composite needs at least one image");
    }
    BandImage first = images.get(0);
    for (BandImage image : images) {
      requireSame(image.scene, first.window(), image.window());
      if (image.bands.size() != first.bands.size()) {
        throw new IllegalArgumentException(
            image.scene
                + ": has "
                + image.bands.size()
                + " bands, the other images "
                + first.bands.size());
      }
    }
  }

  private static void requireSame(String scene, PixelWindow expected, PixelWindow found) {
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          scene + ": covers " + found + ", the other rasters " + expected);
    }
  }
}
