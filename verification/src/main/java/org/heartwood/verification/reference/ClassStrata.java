package org.heartwood.verification.reference;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * Strata from a raster of classes, first band: each class is one. Values that have no name, and
 * pixels without a value, are the stratum {@code unmapped}.
 *
 * @param file the raster
 * @param codes pixel values of the classes, in their order
 * @param names their names
 * @param grid pixels of the raster
 */
public record ClassStrata(String file, List<Integer> codes, List<String> names, Grid grid)
    implements StrataSource {
  private static final int MOST_CLASSES = 100;

  public ClassStrata {
    codes = List.copyOf(codes);
    names = List.copyOf(names);
    if (codes.size() != names.size() || codes.isEmpty() || codes.size() > MOST_CLASSES) {
      throw new InputException(
          Reason.VALUE,
          file + ": strata must be 1 to " + MOST_CLASSES + " classes, were " + names.size());
    }
  }

  /**
   * Looks at a raster.
   *
   * @param classes names by pixel value
   * @throws InputException if it cannot be read, or there is no class
   */
  public static ClassStrata of(Path file, Map<Integer, String> classes) throws IOException {
    try (GeoTiffSource raster = GeoTiffSource.open(file)) {
      Map<Integer, String> sorted = new TreeMap<>(classes);
      return new ClassStrata(
          file.toString(),
          List.copyOf(sorted.keySet()),
          List.copyOf(sorted.values()),
          raster.grid());
    }
  }

  @Override
  public String name() {
    return String.valueOf(Path.of(file).getFileName());
  }

  @Override
  public List<Kind> strata() {
    List<Kind> strata = new ArrayList<>();
    names.forEach(name -> strata.add(new Kind(name, name)));
    strata.add(new Kind("unmapped", "unmapped"));
    return strata;
  }

  @Override
  public List<String> classes() {
    return names;
  }

  @Override
  public Reader open() {
    GeoTiffSource raster = GeoTiffSource.open(Path.of(file));
    return new Reader() {
      @Override
      public byte[] codes(PixelWindow window) {
        float[] values = raster.read(new int[] {0}, window).get(0).data();
        byte[] strata = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
          int value = (int) values[i];
          int place = value == values[i] ? codes.indexOf(value) : -1;
          strata[i] = (byte) (place < 0 ? names.size() : place);
        }
        return strata;
      }

      @Override
      public void close() throws IOException {
        raster.close();
      }
    };
  }
}
