package org.heartwood.verification.reference;

import java.util.List;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.verification.change.Noise;

/**
 * A map of loss and forest whose truth is known: it misses some loss, and sees some where there is
 * none.
 *
 * @param grid its pixels
 */
record MadeStrata(Grid grid) implements StrataSource {
  static final MadeStrata SMALL =
      new MadeStrata(new Grid("EPSG:32636", 600_000, 800_000, 30, 120, 100));

  /** Wide enough for several windows. */
  static final MadeStrata WIDE =
      new MadeStrata(new Grid("EPSG:32636", 600_000, 800_000, 30, 1100, 1300));

  @Override
  public String name() {
    return "made";
  }

  @Override
  public List<Kind> strata() {
    return List.of(new Kind("loss", "loss"), new Kind("forest", "forest"));
  }

  @Override
  public List<String> classes() {
    return List.of("loss", "forest");
  }

  /** Where the map says loss: blocks, about a twelfth of the ground. */
  static boolean mapped(int row, int col) {
    return Noise.uniform(3, 1, 0, row / 5, col / 5) < 0.08;
  }

  /** Where loss is: 75 % of the mapped pixels and 1.5 % of the others. */
  static boolean lost(int row, int col) {
    double chance = Noise.uniform(3, 2, 0, row, col);
    return mapped(row, col) ? chance < 0.75 : chance < 0.015;
  }

  @Override
  public Reader open() {
    return new Reader() {
      @Override
      public byte[] codes(PixelWindow window) {
        byte[] codes = new byte[window.width() * window.height()];
        for (int i = 0; i < codes.length; i++) {
          int row = window.row() + Math.floorDiv(i, window.width());
          int col = window.col() + i % window.width();
          codes[i] = (byte) (mapped(row, col) ? 0 : 1);
        }
        return codes;
      }

      @Override
      public void close() {}
    };
  }
}
