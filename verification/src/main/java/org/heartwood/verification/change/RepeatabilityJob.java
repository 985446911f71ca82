package org.heartwood.verification.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.inference.predict.CanopyTable;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.table.TableSchema;

/**
 * Measures how much of the map's error is new every year, from the map itself and by cover
 * (METHOD.md §4.2). Between two dry seasons most pixels do not change, so that the spread of their
 * differences is error: its robust standard deviation (1.4826 times the median absolute difference)
 * is √2 times that of a year's own error.
 */
public final class RepeatabilityJob {
  /** Width of a bin of absolute differences, per cent of cover. */
  private static final double BIN_PCT = 0.25;

  /** Width of a class of cover, per cent; a difference counts in that of its middle. */
  private static final int CLASS_PCT = 10;

  private static final int CLASSES = 100 / CLASS_PCT;

  /** A class with fewer differences is left to its neighbours. */
  private static final long MIN_PIXELS = 200;

  private static final double MAD_TO_SD = 1.4826;
  private static final double LEAST_SHARE = 0.05;

  /** Where no pixel shows it; then no change can be read either. */
  private static final double UNKNOWN_ERROR_PCT = 10;

  private static final String COVER = "cover_class";
  private static final String BIN = "bin";
  private static final String PIXELS = "pixels";

  /** Sum of squared standard errors, in millionths of (per cent)². */
  private static final String VARIANCE = "variance_micropct2";

  private static final TableSchema COUNTS =
      TableSchema.of("canopy_differences")
          .with(COVER, DataTypes.IntegerType)
          .with(BIN, DataTypes.IntegerType)
          .with(PIXELS, DataTypes.LongType)
          .with(VARIANCE, DataTypes.LongType);

  private RepeatabilityJob() {}

  /**
   * Measures a map.
   *
   * @return with a share of at least 0.05; everything counts as new when no pixel was seen in two
   *     successive years
   */
  public static Repeatability run(Dataset<Row> canopy, TileGrid tiles) {
    List<Bin> bins =
        CanopyTable.SCHEMA
            .require(canopy)
            .groupByKey(
                (MapFunction<Row, Long>) row -> CanopyTable.key(row).zOrder(), Encoders.LONG())
            .flatMapGroups(
                (FlatMapGroupsFunction<Long, Row, Row>) (key, rows) -> differences(rows, tiles),
                COUNTS.encoder())
            .groupBy(COVER, BIN)
            .agg(functions.sum(PIXELS).as(PIXELS), functions.sum(VARIANCE).as(VARIANCE))
            .collectAsList()
            .stream()
            .map(
                row ->
                    new Bin(
                        row.<Integer>getAs(COVER),
                        row.<Integer>getAs(BIN),
                        row.<Long>getAs(PIXELS),
                        row.<Long>getAs(VARIANCE)))
            .toList();
    if (bins.isEmpty()) {
      return Repeatability.even(UNKNOWN_ERROR_PCT, 1);
    }
    Repeatability.CoverClass all = coverClass(50, bins);
    double share =
        Math.min(1, Math.max(LEAST_SHARE, Math.pow(all.passingPct() / all.errorPct(), 2)));
    List<Repeatability.CoverClass> classes = new ArrayList<>();
    for (int each = 0; each < CLASSES; each++) {
      int cover = each;
      List<Bin> own = bins.stream().filter(bin -> bin.cover() == cover).toList();
      if (own.stream().mapToLong(Bin::pixels).sum() >= MIN_PIXELS) {
        classes.add(coverClass(CLASS_PCT * (cover + 0.5), own));
      }
    }
    return new Repeatability(share, classes.isEmpty() ? List.of(all) : classes);
  }

  /** Differences of a size at a cover. */
  private record Bin(int cover, int bin, long pixels, long varianceMicroPct2) {}

  private static Repeatability.CoverClass coverClass(double coverPct, List<Bin> bins) {
    long pixels = bins.stream().mapToLong(Bin::pixels).sum();
    double error = Math.sqrt(bins.stream().mapToLong(Bin::varianceMicroPct2).sum() / 1e6 / pixels);
    double passing = MAD_TO_SD * median(bins, pixels) / Math.sqrt(2);
    return new Repeatability.CoverClass(coverPct, error, Math.min(error, passing));
  }

  private static double median(List<Bin> bins, long pixels) {
    NavigableMap<Integer, Long> sizes = new TreeMap<>();
    bins.forEach(bin -> sizes.merge(bin.bin(), bin.pixels(), Long::sum));
    long seen = 0;
    for (Map.Entry<Integer, Long> size : sizes.entrySet()) {
      seen += size.getValue();
      if (2 * seen >= pixels) {
        return (size.getKey() + 0.5) * BIN_PCT;
      }
    }
    throw new IllegalStateException("a median needs a value");
  }

  private static Iterator<Row> differences(Iterator<Row> rows, TileGrid tiles) {
    List<Row> years = new ArrayList<>();
    rows.forEachRemaining(years::add);
    years.sort(Comparator.comparingInt(CanopyTable::year));
    Map<Integer, long[]> counts = new HashMap<>();
    int bins = (int) (100 / BIN_PCT) + 1;
    for (int t = 1; t < years.size(); t++) {
      float[] before = raster(years.get(t - 1), CanopyTable.MEAN_PCT, tiles);
      float[] after = raster(years.get(t), CanopyTable.MEAN_PCT, tiles);
      float[] error = raster(years.get(t), CanopyTable.STANDARD_ERROR_PCT, tiles);
      for (int pixel = 0; pixel < after.length; pixel++) {
        float difference = Math.abs(after[pixel] - before[pixel]);
        if (!Float.isNaN(difference)) {
          int cover = (int) ((before[pixel] + after[pixel]) / (2 * CLASS_PCT));
          int bin =
              Math.min(CLASSES - 1, Math.max(0, cover)) * bins
                  + Math.min(bins - 1, (int) (difference / BIN_PCT));
          long[] count = counts.computeIfAbsent(bin, key -> new long[2]);
          count[0]++;
          count[1] += Math.round(1e6 * error[pixel] * error[pixel]);
        }
      }
    }
    return counts.entrySet().stream()
        .map(
            entry ->
                RowFactory.create(
                    entry.getKey() / bins,
                    entry.getKey() % bins,
                    entry.getValue()[0],
                    entry.getValue()[1]))
        .iterator();
  }

  private static float[] raster(Row row, String column, TileGrid tiles) {
    FloatRaster raster = CanopyTable.raster(row, column, tiles.core(CanopyTable.key(row)));
    return raster.data();
  }
}
