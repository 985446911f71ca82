package org.heartwood.verification.change;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
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
 * Measures how much of the map's error is new every year, from the map itself (METHOD.md §4.2).
 * Between two dry seasons most pixels do not change, so that the spread of their differences is
 * error: its robust standard deviation (1.4826 times the median absolute difference) is √2 times
 * that of a year's own error.
 */
public final class RepeatabilityJob {
  /** Width of a bin of absolute differences, per cent of cover. */
  private static final double BIN_PCT = 0.25;

  private static final double MAD_TO_SD = 1.4826;
  private static final String BIN = "bin";
  private static final String PIXELS = "pixels";

  /** Sum of squared standard errors, in millionths of (per cent)². */
  private static final String VARIANCE = "variance_micropct2";

  private static final TableSchema COUNTS =
      TableSchema.of("canopy_differences")
          .with(BIN, DataTypes.IntegerType)
          .with(PIXELS, DataTypes.LongType)
          .with(VARIANCE, DataTypes.LongType);

  private RepeatabilityJob() {}

  /**
   * Share of the map's error variance that is new every year, 0–1: at least 0.05, at most 1; 1 when
   * no pixel was seen in two successive years.
   */
  public static double transientFraction(Dataset<Row> canopy, TileGrid tiles) {
    List<Row> bins =
        CanopyTable.SCHEMA
            .require(canopy)
            .groupByKey(
                (MapFunction<Row, Long>) row -> CanopyTable.key(row).zOrder(), Encoders.LONG())
            .flatMapGroups(
                (FlatMapGroupsFunction<Long, Row, Row>) (key, rows) -> differences(rows, tiles),
                COUNTS.encoder())
            .groupBy(BIN)
            .agg(functions.sum(PIXELS).as(PIXELS), functions.sum(VARIANCE).as(VARIANCE))
            .orderBy(BIN)
            .collectAsList();
    long pixels = bins.stream().mapToLong(row -> row.<Long>getAs(PIXELS)).sum();
    if (pixels == 0) {
      return 1;
    }
    double meanVariance =
        bins.stream().mapToLong(row -> row.<Long>getAs(VARIANCE)).sum() / 1e6 / pixels;
    double transientSd = MAD_TO_SD * median(bins, pixels) / Math.sqrt(2);
    return Math.min(1, Math.max(0.05, transientSd * transientSd / meanVariance));
  }

  private static double median(List<Row> bins, long pixels) {
    long seen = 0;
    for (Row row : bins) {
      seen += row.<Long>getAs(PIXELS);
      if (2 * seen >= pixels) {
        return (row.<Integer>getAs(BIN) + 0.5) * BIN_PCT;
      }
    }
    throw new IllegalStateException("a median needs a value");
  }

  private static Iterator<Row> differences(Iterator<Row> rows, TileGrid tiles) {
    List<Row> years = new ArrayList<>();
    rows.forEachRemaining(years::add);
    years.sort(Comparator.comparingInt(CanopyTable::year));
    Map<Integer, long[]> counts = new HashMap<>();
    for (int t = 1; t < years.size(); t++) {
      float[] before = raster(years.get(t - 1), CanopyTable.MEAN_PCT, tiles);
      float[] after = raster(years.get(t), CanopyTable.MEAN_PCT, tiles);
      float[] error = raster(years.get(t), CanopyTable.STANDARD_ERROR_PCT, tiles);
      for (int pixel = 0; pixel < after.length; pixel++) {
        float difference = Math.abs(after[pixel] - before[pixel]);
        if (!Float.isNaN(difference)) {
          long[] count = counts.computeIfAbsent((int) (difference / BIN_PCT), bin -> new long[2]);
          count[0]++;
          count[1] += Math.round(1e6 * error[pixel] * error[pixel]);
        }
      }
    }
    return counts.entrySet().stream()
        .map(entry -> RowFactory.create(entry.getKey(), entry.getValue()[0], entry.getValue()[1]))
        .iterator();
  }

  private static float[] raster(Row row, String column, TileGrid tiles) {
    FloatRaster raster = CanopyTable.raster(row, column, tiles.core(CanopyTable.key(row)));
    return raster.data();
  }
}
