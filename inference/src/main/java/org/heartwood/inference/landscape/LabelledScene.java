package org.heartwood.inference.landscape;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * An open scene with its label map, both read by window. Windows may reach outside the scene; what
 * lies there is NaN. Not safe for use by several threads.
 */
public final class LabelledScene implements AutoCloseable {
  private final SceneSpec spec;
  private final GeoTiffSource image;
  private final GeoTiffSource label;

  private LabelledScene(SceneSpec spec, GeoTiffSource image, GeoTiffSource label) {
    this.spec = spec;
    this.image = image;
    this.label = label;
  }

  /**
   * Opens image and label map.
   *
   * @param folder what the paths in {@code spec} are relative to
   * @throws InputException if a file is missing or unreadable, or the two grids differ
   */
  public static LabelledScene open(Path folder, SceneSpec spec) {
    GeoTiffSource image = GeoTiffSource.open(folder.resolve(spec.image()));
    try {
      GeoTiffSource label = GeoTiffSource.open(folder.resolve(spec.label()));
      if (!label.grid().equals(image.grid())) {
        String message =
            label.file() + ": must lie on the grid of " + image.file() + ", " + image.grid();
        String found = ", was on " + label.grid() + "; warp it with gdalwarp";
        label.close();
        throw new InputException(message + found);
      }
      return new LabelledScene(spec, image, label);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InputException e) {
      closeAfter(image, e);
      throw e;
    }
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
   * Normalised difference vegetation index {@code (nir − red) / (nir + red)}, −1 to 1. NaN where a
   * band has no data, where both are zero, and where the quotient leaves −1 to 1 (a negative
   * reflectance). Source: Tucker 1979, doi:10.1016/0034-4257(79)90013-0. The scale of the digital
   * numbers cancels, an offset would not.
   */
  public FloatRaster ndvi(PixelWindow window) {
    List<FloatRaster> bands = image.read(new int[] {spec.redBand(), spec.nirBand()}, window);
    float[] red = bands.get(0).data();
    float[] nir = bands.get(1).data();
    float[] ndvi = new float[red.length];
    for (int i = 0; i < ndvi.length; i++) {
      float value = (nir[i] - red[i]) / (nir[i] + red[i]);
      ndvi[i] = value >= -1 && value <= 1 ? value : Float.NaN;
    }
    return new FloatRaster(window, ndvi);
  }

  /** Tree cover, per cent; NaN where the label map holds no valid value. */
  public FloatRaster coverPct(PixelWindow window) {
    FloatRaster cover = label.read(new int[] {0}, window).get(0);
    float[] values = cover.data();
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= spec.labelMinPct() && values[i] <= spec.labelMaxPct())) {
        values[i] = Float.NaN;
      }
    }
    return cover;
  }

  @Override
  public void close() {
    try (image;
        label) {
      // Both are closed by leaving this block.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
