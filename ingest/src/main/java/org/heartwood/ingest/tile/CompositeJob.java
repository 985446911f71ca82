package org.heartwood.ingest.tile;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.scene.GeoTiffSource;

/**
 * Makes the yearly composites of a dated stack. A task is one tile and one year: it reads the bands
 * of that year's season over the tile and its halo, and nothing else of the file, so that its
 * memory depends on the tile and the number of dates only.
 */
public final class CompositeJob {
  private CompositeJob() {}

  /**
   * A stack as the executors read it.
   *
   * @param file path that every executor can open
   * @param scale factor from the file's numbers to the quantity
   * @param offsetCol column of the file at the analysis grid's column 0
   * @param offsetRow row of the file at the analysis grid's row 0
   */
  public record StackSource(String file, double scale, int offsetCol, int offsetRow)
      implements Serializable {}

  /**
   * The bands of one year.
   *
   * @param bandIndices bands of the stack, counted from 0, in date order
   */
  @SuppressWarnings("ArrayRecordComponent") // a closure's payload, never compared
  public record YearBands(int year, int[] bandIndices) implements Serializable {}

  /**
   * Runs the job.
   *
   * @param tiles the analysis grid in tiles
   * @param haloPx pixels read beyond each side of a tile
   * @param years the years that have images, with their bands
   * @return {@link CompositeTable}, one row a tile and year
   */
  public static Dataset<Row> run(
      SparkSession spark, TileGrid tiles, int haloPx, StackSource source, List<YearBands> years) {
    YearBands[] bandsOfYears = years.toArray(YearBands[]::new);
    long tasks = (long) tiles.across() * tiles.down() * bandsOfYears.length;
    return spark
        .range(tasks)
        .map(
            (MapFunction<Long, Row>)
                task -> {
                  int tile = (int) (task / bandsOfYears.length);
                  TileKey key = new TileKey(tile / tiles.across(), tile % tiles.across());
                  YearBands bands = bandsOfYears[(int) (task % bandsOfYears.length)];
                  PixelWindow window = tiles.full(key).grow(haloPx);
                  return CompositeTable.toRow(
                      key, bands.year(), composite(source, bands.bandIndices(), window));
                },
            Encoders.row(CompositeTable.SCHEMA.type()));
  }

  private static Composite composite(StackSource source, int[] bands, PixelWindow window)
      throws IOException {
    PixelWindow inFile =
        new PixelWindow(
            window.col() + source.offsetCol(),
            window.row() + source.offsetRow(),
            window.width(),
            window.height());
    try (GeoTiffSource tiff = GeoTiffSource.open(Path.of(source.file()))) {
      List<FloatRaster> dates =
          tiff.read(bands, inFile).stream()
              .map(raster -> new FloatRaster(window, scaled(raster.data(), source.scale())))
              .toList();
      return Composite.of(dates);
    }
  }

  private static float[] scaled(float[] values, double scale) {
    float[] out = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      out[i] = (float) (values[i] * scale);
    }
    return out;
  }
}
