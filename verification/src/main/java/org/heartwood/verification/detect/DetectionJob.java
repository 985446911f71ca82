package org.heartwood.verification.detect;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.tile.Imagery;

/**
 * Watches every pixel of dated images. A task is one tile; it reads the tile in strips of rows, and
 * of a strip some images at a time, so that it never holds more than {@value #MOST_VALUES} values
 * of the series, however many dates there are.
 */
public final class DetectionJob {
  /** Values of a strip's series, 64 MiB. */
  static final int MOST_VALUES = 1 << 24;

  /** Images read at a time. */
  private static final int IMAGES_AT_ONCE = 16;

  private DetectionJob() {}

  /**
   * Runs the job.
   *
   * @param tiles the analysis grid in tiles
   * @param imagery images of one quantity
   * @param days the images to use
   * @return {@link DetectionTable}, one row a tile
   */
  public static Dataset<Row> run(
      SparkSession spark,
      TileGrid tiles,
      Imagery imagery,
      ObservationDays days,
      DetectionSettings settings) {
    return spark
        .range(tiles.count())
        .map(
            (MapFunction<Long, Row>)
                task -> {
                  TileKey key = tiles.key(task);
                  return DetectionTable.toRow(key, tile(tiles.core(key), imagery, days, settings));
                },
            DetectionTable.SCHEMA.encoder());
  }

  /**
   * Detects over one window.
   *
   * @param window pixels of the analysis grid
   */
  public static TileDetection tile(
      PixelWindow window, Imagery imagery, ObservationDays days, DetectionSettings settings)
      throws IOException {
    return tile(window, imagery, days, settings, MOST_VALUES);
  }

  /**
   * Detects over one window.
   *
   * @param mostValues most values of a strip's series that are held
   */
  static TileDetection tile(
      PixelWindow window,
      Imagery imagery,
      ObservationDays days,
      DetectionSettings settings,
      int mostValues)
      throws IOException {
    TileDetection out = new TileDetection(window.width() * window.height());
    TileDetection.Runner runner = new TileDetection.Runner(settings, days.days());
    int perRow = window.width() * Math.max(1, days.count());
    int rows = Math.max(1, Math.min(window.height(), mostValues / perRow));
    float[] series = new float[rows * perRow];
    for (int top = 0; top < window.height(); top += rows) {
      int height = Math.min(rows, window.height() - top);
      PixelWindow strip = new PixelWindow(window.col(), window.row() + top, window.width(), height);
      gather(strip, imagery, days, series);
      runner.run(series, window.width() * height, out, top * window.width());
    }
    return out;
  }

  /** Fills the series of a strip, pixel by pixel. */
  private static void gather(
      PixelWindow strip, Imagery imagery, ObservationDays days, float[] series) throws IOException {
    int count = days.count();
    int pixels = strip.width() * strip.height();
    Arrays.fill(series, 0, pixels * count, Float.NaN);
    int[] owner = IntStream.range(0, count).flatMap(day -> repeat(day, days)).toArray();
    int[] images =
        IntStream.range(0, count).flatMap(day -> Arrays.stream(days.images(day))).toArray();
    byte[] seen = new byte[pixels];
    for (int from = 0; from < images.length; from += IMAGES_AT_ONCE) {
      int to = Math.min(images.length, from + IMAGES_AT_ONCE);
      List<FloatRaster> read = imagery.read(Arrays.copyOfRange(images, from, to), strip).images();
      for (int i = from; i < to; i++) {
        boolean first = i == 0 || owner[i] != owner[i - 1];
        if (first) {
          Arrays.fill(seen, (byte) 0);
        }
        add(read.get(i - from).data(), series, count, owner[i], seen);
      }
    }
  }

  private static IntStream repeat(int day, ObservationDays days) {
    return IntStream.generate(() -> day).limit(days.images(day).length);
  }

  /** Adds one image to the running mean of its day. */
  private static void add(float[] values, float[] series, int count, int day, byte[] seen) {
    for (int pixel = 0; pixel < values.length; pixel++) {
      float value = values[pixel];
      if (!Float.isNaN(value)) {
        int at = pixel * count + day;
        int before = seen[pixel]++;
        series[at] = before == 0 ? value : series[at] + (value - series[at]) / (before + 1);
      }
    }
  }
}
