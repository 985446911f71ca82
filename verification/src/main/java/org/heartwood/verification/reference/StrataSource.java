package org.heartwood.verification.reference;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;

/** A map that says of every pixel to which stratum it belongs. It is sent to executors. */
public interface StrataSource extends Serializable {
  /** Where the map comes from, as messages and the design show it. */
  String name();

  /** The map's pixels. */
  Grid grid();

  /** The strata; their place in the list is their code. Some may not occur. */
  List<Kind> strata();

  /** Classes that an interpreter may choose from. */
  List<String> classes();

  /**
   * Opens the map.
   *
   * @throws org.heartwood.ingest.issue.InputException if it cannot be read
   */
  Reader open() throws IOException;

  /**
   * A stratum before anything is known of its size.
   *
   * @param name its name
   * @param mapClass what the map calls all of its pixels
   */
  record Kind(String name, String mapClass) implements Serializable {}

  /** One task's open map. */
  interface Reader extends Closeable {
    /**
     * Codes of a window's pixels, row-major.
     *
     * @param window inside the grid
     */
    byte[] codes(PixelWindow window);
  }
}
