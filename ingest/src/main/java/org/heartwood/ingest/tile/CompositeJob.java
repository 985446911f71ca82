package org.heartwood.ingest.tile;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;

/**
 * Makes the yearly composites of dated images. A task is one tile and one year: it reads the images
 * of that year's season over the tile and its halo, and nothing else, so that its memory depends on
 * the tile and the number of dates only.
 */
public final class CompositeJob {
  private CompositeJob() {}

  /**
   * The images of one year.
   *
   * @param images places in the imagery, counted from 0, in date order
   */
  @SuppressWarnings("ArrayRecordComponent") // a closure's payload, never compared
  public record YearImages(int year, int[] images) implements Serializable {}

  /**
   * Runs the job.
   *
   * @param tiles the analysis grid in tiles
   * @param haloPx pixels read beyond each side of a tile
   * @param years the years that have images
   * @return {@link CompositeTable}, one row a tile and year
   */
  public static Dataset<Row> run(
      SparkSession spark, TileGrid tiles, int haloPx, Imagery imagery, List<YearImages> years) {
    YearImages[] imagesOfYears = years.toArray(YearImages[]::new);
    long tasks = tiles.count() * imagesOfYears.length;
    return spark
        .range(tasks)
        .map(
            (MapFunction<Long, Row>)
                task -> {
                  TileKey key = tiles.key(task / imagesOfYears.length);
                  YearImages year = imagesOfYears[(int) (task % imagesOfYears.length)];
                  PixelWindow window = tiles.full(key).grow(haloPx);
                  Imagery.View view = imagery.read(year.images(), window);
                  return CompositeTable.toRow(
                      key,
                      year.year(),
                      Composite.of(view.images()),
                      ImageUse.of(year.images(), view, tiles.core(key)));
                },
            CompositeTable.SCHEMA.encoder());
  }
}
