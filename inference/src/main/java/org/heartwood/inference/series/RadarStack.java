package org.heartwood.inference.series;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.Grid;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.scene.DatedImage;
import org.heartwood.ingest.scene.GeoTiffSource;
import org.heartwood.ingest.scene.StackIndex;

/**
 * A stack of Sentinel-1 backscatter as series of its pixels. Images of one day are averaged where
 * they overlap, in decibels, because they are parts of one pass. From every day the median of the
 * scene is subtracted, which takes out rain and calibration; what is left is an anomaly in dB. The
 * four bands of a pixel's series are the anomaly of VH, its mean over the 3 × 3 pixels around
 * (those that have data), and the same of VV. A pixel without data on a day has none in any band.
 */
public final class RadarStack {
  /** The bands of a series, in order. */
  public static final List<String> BANDS =
      List.of("VH anomaly", "VH anomaly, 3 x 3", "VV anomaly", "VV anomaly, 3 x 3");

  /** Side of the square of pixels behind each band. */
  static final List<Integer> SIDES_PX = List.of(1, 3, 1, 3);

  private static final double DIGITAL_NUMBERS_PER_DB = 100;
  private static final long MAX_VALUES = 500_000_000;

  private final Grid grid;
  private final List<LocalDate> dates;
  private final List<float[][]> days;

  /**
   * @param days for each date the values of the four bands, row-major
   */
  private RadarStack(Grid grid, List<LocalDate> dates, List<float[][]> days) {
    this.grid = grid;
    this.dates = dates;
    this.days = days;
  }

  /**
   * Reads a stack.
   *
   * @param vv VV backscatter, dB × 100, one band an image
   * @param vh VH backscatter on the same grid, the same bands
   * @param index date and scene of each band, see {@link StackIndex}
   * @throws InputException if a file cannot be used, or the two differ in grid or bands
   */
  public static RadarStack read(Path vv, Path vh, Path index) {
    try (GeoTiffSource co = GeoTiffSource.open(vv);
        GeoTiffSource cross = GeoTiffSource.open(vh)) {
      if (!co.grid().equals(cross.grid()) || co.bands() != cross.bands()) {
        throw new InputException(
            vv + " and " + vh + ": must have the same pixels and bands; cut them alike");
      }
      Map<LocalDate, List<Integer>> byDay = new TreeMap<>();
      for (DatedImage image : StackIndex.read(index, co.bands())) {
        byDay.computeIfAbsent(image.date(), day -> new ArrayList<>()).add(image.index0());
      }
      long pixels = (long) co.grid().width() * co.grid().height();
      if (pixels * byDay.size() * BANDS.size() > MAX_VALUES) {
        throw new InputException(
            vv
                + ": "
                + byDay.size()
                + " days of "
                + pixels
                + " pixels are more than can be held at once; cut the stack to parts of at most "
                + MAX_VALUES / BANDS.size() / byDay.size()
                + " pixels");
      }
      List<float[][]> days = new ArrayList<>();
      for (List<Integer> bands : byDay.values()) {
        float[] crossed = anomaly(cross, bands);
        float[] parallel = anomaly(co, bands);
        for (int i = 0; i < crossed.length; i++) {
          if (Float.isNaN(crossed[i]) || Float.isNaN(parallel[i])) {
            crossed[i] = Float.NaN;
            parallel[i] = Float.NaN;
          }
        }
        int width = co.grid().width();
        days.add(
            new float[][] {
              crossed, neighbourMean(crossed, width), parallel, neighbourMean(parallel, width)
            });
      }
      return new RadarStack(co.grid(), List.copyOf(byDay.keySet()), days);
    } catch (IOException e) {
      throw new InputException(vv + ": cannot be closed (" + e.getMessage() + ")", e);
    }
  }

  private static float[] anomaly(GeoTiffSource source, List<Integer> bands) {
    PixelWindow all = source.grid().window();
    int[] indices = bands.stream().mapToInt(Integer::intValue).toArray();
    List<FloatRaster> images = source.read(indices, all);
    float[] mean = new float[images.get(0).data().length];
    float[] sorted = new float[mean.length];
    int held = 0;
    for (int i = 0; i < mean.length; i++) {
      double sum = 0;
      int count = 0;
      for (FloatRaster image : images) {
        float value = image.data()[i];
        if (!Float.isNaN(value)) {
          sum += value / DIGITAL_NUMBERS_PER_DB;
          count++;
        }
      }
      mean[i] = count == 0 ? Float.NaN : (float) (sum / count);
      if (count > 0) {
        sorted[held++] = mean[i];
      }
    }
    Arrays.sort(sorted, 0, held);
    double median = held == 0 ? 0 : 0.5 * (sorted[(held - 1) / 2] + sorted[held / 2]);
    for (int i = 0; i < mean.length; i++) {
      mean[i] -= (float) median;
    }
    return mean;
  }

  private static float[] neighbourMean(float[] values, int width) {
    int height = values.length / width;
    float[] out = new float[values.length];
    for (int row = 0; row < height; row++) {
      for (int col = 0; col < width; col++) {
        double sum = 0;
        int count = 0;
        for (int r = Math.max(0, row - 1); r <= Math.min(height - 1, row + 1); r++) {
          for (int c = Math.max(0, col - 1); c <= Math.min(width - 1, col + 1); c++) {
            float value = values[r * width + c];
            if (!Float.isNaN(value)) {
              sum += value;
              count++;
            }
          }
        }
        int at = row * width + col;
        out[at] = Float.isNaN(values[at]) ? Float.NaN : (float) (sum / count);
      }
    }
    return out;
  }

  public Grid grid() {
    return grid;
  }

  /** The days of every series. */
  public List<LocalDate> dates() {
    return dates;
  }

  /**
   * The series of a pixel.
   *
   * @throws IllegalArgumentException if the pixel lies outside the grid
   */
  public PixelSeries series(int col, int row) {
    if (col < 0 || row < 0 || col >= grid.width() || row >= grid.height()) {
      throw new IllegalArgumentException(
          "pixel " + col + ", " + row + " lies outside " + grid.width() + " × " + grid.height());
    }
    float[] values = new float[BANDS.size() * dates.size()];
    for (int band = 0; band < BANDS.size(); band++) {
      for (int i = 0; i < dates.size(); i++) {
        values[band * dates.size() + i] = days.get(i)[band][row * grid.width() + col];
      }
    }
    return new PixelSeries(dates, BANDS.size(), values);
  }
}
