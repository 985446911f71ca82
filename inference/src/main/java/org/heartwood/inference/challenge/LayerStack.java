package org.heartwood.inference.challenge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * The open layers of a challenge, read by window. Windows may reach outside the grid; what lies
 * there is NaN. Safe for use by several threads: reading waits its turn.
 */
public final class LayerStack implements AutoCloseable {
  private final ChallengeSpec spec;
  private final Map<String, GeoTiffSource> files = new LinkedHashMap<>();
  private final List<Formula> formulas = new ArrayList<>();

  private LayerStack(ChallengeSpec spec) {
    this.spec = spec;
  }

  /**
   * Opens the layers.
   *
   * @param folder what the files are relative to
   * @throws InputException if a file cannot be read, lacks a band or lies on another grid, or a
   *     formula is wrong
   */
  public static LayerStack open(ChallengeSpec spec, Path folder) {
    if (spec.layers().isEmpty()) {
      throw new InputException("a challenge needs at least one layer");
    }
    LayerStack stack = new LayerStack(spec);
    try {
      for (ChallengeSpec.Layer layer : spec.layers()) {
        stack.add(layer, folder);
      }
      int known = spec.layers().size();
      for (ChallengeSpec.Derived derived : spec.derived()) {
        stack.formulas.add(
            Formula.number(
                derived.formula(),
                "derived layer " + derived.name(),
                spec.variables().subList(0, known++)));
      }
      return stack;
    } catch (InputException e) {
      stack.close();
      throw e;
    }
  }

  private void add(ChallengeSpec.Layer layer, Path folder) {
    GeoTiffSource source =
        files.computeIfAbsent(layer.file(), name -> GeoTiffSource.open(folder.resolve(name)));
    if (!source.grid().equals(grid())) {
      throw new InputException(
          source.file()
              + ": must lie on the grid "
              + grid()
              + ", was on "
              + source.grid()
              + "; warp it with gdalwarp");
    }
    if (layer.band() >= source.bands()) {
      throw new InputException(
          source.file()
              + ": layer "
              + layer.name()
              + " is band "
              + layer.band()
              + " counted from 0, the file has "
              + source.bands());
    }
  }

  /** The grid that all layers share. */
  public Grid grid() {
    return files.values().iterator().next().grid();
  }

  /** All layers of a window, derived ones last, in the order of the challenge's variables. */
  synchronized List<FloatRaster> read(PixelWindow window) {
    List<FloatRaster> out = new ArrayList<>();
    for (ChallengeSpec.Layer layer : spec.layers()) {
      GeoTiffSource source = files.get(layer.file());
      if (source == null) {
        throw new IllegalStateException(layer.file() + " was opened with the stack");
      }
      FloatRaster raster = source.read(new int[] {layer.band()}, window).get(0);
      float[] data = raster.data();
      for (int i = 0; i < data.length; i++) {
        float value = (float) (data[i] * layer.scale());
        data[i] = value >= layer.minimum() && value <= layer.maximum() ? value : Float.NaN;
      }
      out.add(raster);
    }
    for (Formula formula : formulas) {
      out.add(computed(formula, window, out));
    }
    return out;
  }

  private static FloatRaster computed(Formula formula, PixelWindow window, List<FloatRaster> of) {
    FloatRaster out = FloatRaster.empty(window);
    double[] values = new double[of.size()];
    for (int i = 0; i < out.data().length; i++) {
      for (int layer = 0; layer < values.length; layer++) {
        values[layer] = of.get(layer).data()[i];
      }
      out.data()[i] = (float) formula.value(values);
    }
    return out;
  }

  /**
   * The layers of those names, in their order.
   *
   * @throws InputException if there is none of a name
   */
  List<FloatRaster> read(PixelWindow window, List<String> names, String subject) {
    List<String> known = spec.variables();
    List<FloatRaster> all = read(window);
    List<FloatRaster> out = new ArrayList<>();
    for (String name : names) {
      int index = known.indexOf(name);
      if (index < 0 || index >= all.size()) {
        throw new InputException(
            subject + " needs the layer " + name + "; there are " + known.subList(0, all.size()));
      }
      out.add(all.get(index));
    }
    return out;
  }

  @Override
  public void close() {
    for (GeoTiffSource source : files.values()) {
      try {
        source.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
