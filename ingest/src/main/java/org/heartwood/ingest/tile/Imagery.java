package org.heartwood.ingest.tile;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;

/** Dated images of one quantity on the analysis grid, as every executor can read them. */
public interface Imagery extends Serializable {

  /**
   * What a task sees of some images.
   *
   * @param images one raster an image, in the order asked, NaN = no data
   * @param faults why images are missing from this window; each of those is all NaN
   */
  record View(List<FloatRaster> images, List<ImageFault> faults) {
    public View {
      images = List.copyOf(images);
      faults = List.copyOf(faults);
    }
  }

  /**
   * Reads images over a window.
   *
   * @param images places of the images in the series, counted from 0, each once
   * @param window pixels of the analysis grid; may reach outside it
   * @throws org.heartwood.ingest.issue.InputException if nothing can be read at all
   */
  View read(int[] images, PixelWindow window) throws IOException;
}
