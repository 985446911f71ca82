package org.heartwood.inference.landscape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * An open scene with its label maps, read by window. Windows may reach outside the scene; what lies
 * there is NaN. Not safe for use by several threads.
 */
public final class LabelledScene implements AutoCloseable {
  private final SceneSpec spec;
  private final GeoTiffSource image;
  private final List<GeoTiffSource> labels;
  private final Optional<GeoTiffSource> landUse;

  private LabelledScene(
      SceneSpec spec,
      GeoTiffSource image,
      List<GeoTiffSource> labels,
      Optional<GeoTiffSource> landUse) {
    this.spec = spec;
    this.image = image;
    this.labels = List.copyOf(labels);
    this.landUse = landUse;
  }

  /**
   * Opens image and maps.
   *
   * @param folder what the paths in {@code spec} are relative to
   * @throws InputException if a file is missing or unreadable, has too few bands, or the grids
   *     differ
   */
  public static LabelledScene open(Path folder, SceneSpec spec) {
    List<GeoTiffSource> opened = new ArrayList<>();
    try {
      opened.add(GeoTiffSource.open(folder.resolve(spec.image())));
      GeoTiffSource image = opened.get(0);
      requireBands(image, spec);
      for (SceneSpec.Label label : spec.labels()) {
        opened.add(onGridOf(image, folder.resolve(label.file())));
      }
      for (SceneSpec.LandUse map : spec.landUse()) {
        opened.add(onGridOf(image, folder.resolve(map.file())));
      }
      int maps = 1 + spec.labels().size();
      return new LabelledScene(
          spec, image, opened.subList(1, maps), opened.stream().skip(maps).findFirst());
    } catch (InputException e) {
      opened.forEach(source -> closeAfter(source, e));
      throw e;
    }
  }

  private static void requireBands(GeoTiffSource image, SceneSpec spec) {
    for (SceneSpec.Input input : spec.inputs()) {
      for (int band : input.bands()) {
        if (band >= image.bands()) {
          throw new InputException(
              image.file()
                  + ": has "
                  + image.bands()
                  + " bands; "
                  + input.name()
                  + " needs band "
                  + band
                  + ", counted from 0");
        }
      }
    }
  }

  private static GeoTiffSource onGridOf(GeoTiffSource image, Path file) {
    GeoTiffSource map = GeoTiffSource.open(file);
    if (!map.grid().equals(image.grid())) {
      InputException wrong =
          new InputException(
              map.file()
                  + ": must lie on the grid of "
                  + image.file()
                  + ", "
                  + image.grid()
                  + ", was on "
                  + map.grid()
                  + "; warp it with gdalwarp");
      closeAfter(map, wrong);
      throw wrong;
    }
    return map;
  }

  private static void closeAfter(GeoTiffSource source, InputException cause) {
    try {
      source.close();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** The grid that image and label share. */
  public Grid grid() {
    return image.grid();
  }

  /**
   * The model's inputs: surface reflectance 0 to 1, or the normalised difference of two bands, −1
   * to 1, such as NDVI {@code (nir − red) / (nir + red)} (Tucker 1979,
   * doi:10.1016/0034-4257(79)90013-0). NaN where a band has no data, where both are zero, and where
   * a value leaves its range (a negative or saturated reflectance). The scale of the digital
   * numbers cancels in a difference, an offset would not.
   */
  public List<FloatRaster> inputs(PixelWindow window) {
    int[] bands =
        spec.inputs().stream().flatMap(input -> input.bands().stream()).mapToInt(b -> b).toArray();
    List<FloatRaster> read = image.read(bands, window);
    List<FloatRaster> inputs = new ArrayList<>();
    int at = 0;
    for (SceneSpec.Input input : spec.inputs()) {
      float[] values =
          input.difference()
              ? difference(read.get(at).data(), read.get(at + 1).data())
              : reflectance(read.get(at).data());
      for (int i = 0; i < values.length; i++) {
        if (!(values[i] >= input.minimum() && values[i] <= input.maximum())) {
          values[i] = Float.NaN;
        }
      }
      inputs.add(new FloatRaster(window, values));
      at += input.bands().size();
    }
    return inputs;
  }

  private static float[] difference(float[] a, float[] b) {
    float[] values = new float[a.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (a[i] - b[i]) / (a[i] + b[i]);
    }
    return values;
  }

  private float[] reflectance(float[] numbers) {
    float[] values = new float[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (numbers[i] / spec.digitalNumbersPerReflectance());
    }
    return values;
  }

  /** The labels of the scene's targets, in their units; NaN where a map holds no valid value. */
  public List<FloatRaster> labels(PixelWindow window) {
    List<FloatRaster> read = new ArrayList<>();
    for (int k = 0; k < labels.size(); k++) {
      SceneSpec.Label label = spec.labels().get(k);
      FloatRaster raster = labels.get(k).read(new int[] {0}, window).get(0);
      float[] values = raster.data();
      for (int i = 0; i < values.length; i++) {
        if (!(values[i] >= label.minimum() && values[i] <= label.maximum())) {
          values[i] = Float.NaN;
        }
      }
      read.add(raster);
    }
    return read;
  }

  /** Codes of the land-use map; NaN where it has none, empty if the scene has no such map. */
  public Optional<FloatRaster> landUse(PixelWindow window) {
    return landUse.map(map -> map.read(new int[] {0}, window).get(0));
  }

  @Override
  public void close() {
    try {
      image.close();
      for (GeoTiffSource label : labels) {
        label.close();
      }
      if (landUse.isPresent()) {
        landUse.get().close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
