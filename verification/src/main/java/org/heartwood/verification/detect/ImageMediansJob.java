package org.heartwood.verification.detect;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.tile.Imagery;

/**
 * The median of every image over the whole grid. Values are counted in bins of a hundredth of the
 * unit, whole numbers, so that the result depends on no order; it is right to half a bin.
 */
public final class ImageMediansJob {
  private static final double BIN = 0.01;
  private static final int IMAGES_AT_ONCE = 16;

  private static final String IMAGE = "image";
  private static final String BINNED = "bin";
  private static final String COUNT = "pixels";

  private static final TableSchema COUNTS =
      TableSchema.of("image_values")
          .with(IMAGE, DataTypes.IntegerType)
          .with(BINNED, DataTypes.IntegerType)
          .with(COUNT, DataTypes.LongType);

  private ImageMediansJob() {}

  /**
   * Runs the job.
   *
   * @param images places of the images in the series
   * @param minValidFraction images that show less of the grid have no median, 0–1
   * @return median by image, in the quantity's unit
   */
  public static Map<Integer, Float> run(
      SparkSession spark,
      TileGrid tiles,
      Imagery imagery,
      List<Integer> images,
      double minValidFraction) {
    int[] wanted = images.stream().mapToInt(Integer::intValue).toArray();
    Dataset<Row> counts =
        spark
            .range(tiles.count())
            .flatMap(
                (FlatMapFunction<Long, Row>)
                    task -> counts(tiles.key(task), tiles, imagery, wanted),
                COUNTS.encoder())
            .groupBy(IMAGE, BINNED)
            .agg(functions.sum(COUNT).as(COUNT));
    Map<Integer, TreeMap<Integer, Long>> histograms = new TreeMap<>();
    for (Row row : counts.collectAsList()) {
      histograms
          .computeIfAbsent(row.<Integer>getAs(IMAGE), image -> new TreeMap<>())
          .put(row.<Integer>getAs(BINNED), row.<Long>getAs(COUNT));
    }
    double least = minValidFraction * tiles.grid().width() * tiles.grid().height();
    Map<Integer, Float> medians = new TreeMap<>();
    histograms.forEach(
        (image, histogram) -> {
          long all = histogram.values().stream().mapToLong(Long::longValue).sum();
          if (all > 0 && all >= least) {
            medians.put(image, (float) median(histogram, all));
          }
        });
    return Map.copyOf(medians);
  }

  /** The histogram runs by bin, ascending. */
  private static double median(Map<Integer, Long> histogram, long all) {
    long below = 0;
    for (Map.Entry<Integer, Long> bin : histogram.entrySet()) {
      if (2 * (below + bin.getValue()) >= all) {
        // Where in its bin the middle lies, as if values were spread evenly in it.
        return BIN * (bin.getKey() + (all / 2.0 - below) / bin.getValue());
      }
      below += bin.getValue();
    }
    throw new IllegalStateException("a median lies in one of the bins");
  }

  private static Iterator<Row> counts(TileKey key, TileGrid tiles, Imagery imagery, int[] images)
      throws IOException {
    TreeMap<Integer, TreeMap<Integer, Long>> histograms = new TreeMap<>();
    for (int from = 0; from < images.length; from += IMAGES_AT_ONCE) {
      int[] some =
          IntStream.range(from, Math.min(images.length, from + IMAGES_AT_ONCE))
              .map(i -> images[i])
              .toArray();
      List<FloatRaster> read = imagery.read(some, tiles.core(key)).images();
      for (int i = 0; i < some.length; i++) {
        TreeMap<Integer, Long> histogram =
            histograms.computeIfAbsent(some[i], image -> new TreeMap<>());
        count(read.get(i).data(), histogram);
      }
    }
    return histograms.entrySet().stream()
        .flatMap(
            image ->
                image.getValue().entrySet().stream()
                    .map(bin -> COUNTS.row(image.getKey(), bin.getKey(), bin.getValue())))
        .iterator();
  }

  /** Adds the values in runs of one bin, which costs less than one by one. */
  private static void count(float[] values, Map<Integer, Long> histogram) {
    int[] bins = new int[values.length];
    int count = 0;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        bins[count++] = (int) Math.floor(value / BIN);
      }
    }
    Arrays.sort(bins, 0, count);
    for (int from = 0, to = 0; from < count; from = to) {
      while (to < count && bins[to] == bins[from]) {
        to++;
      }
      histogram.merge(bins[from], (long) (to - from), Long::sum);
    }
  }
}
