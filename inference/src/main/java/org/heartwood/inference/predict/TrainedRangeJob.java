package org.heartwood.inference.predict;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.inference.harmonise.RadiometricLine;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.tile.CompositeTable;

/**
 * Counts how much of each year's composite lies outside the values that the model was taught on: a
 * first, coarse test of whether the model applies here at all (METHOD.md §3.3).
 */
public final class TrainedRangeJob {
  private static final String PIXELS = "pixels";
  private static final String OUTSIDE = "outside";

  private static final TableSchema COUNTS =
      TableSchema.of("trained_range")
          .with(CompositeTable.YEAR, DataTypes.IntegerType)
          .with(PIXELS, DataTypes.LongType)
          .with(OUTSIDE, DataTypes.LongType);

  private TrainedRangeJob() {}

  /**
   * Share of the valid pixels whose value, brought to the reference radiometry, lies outside a
   * range, by year; 0–1. Years without a line or without a valid pixel are absent.
   *
   * @param composites {@link CompositeTable}
   * @param haloPx halo of its rasters
   * @param lines one a year
   * @param low smallest value that the model knows
   * @param high largest value that the model knows
   */
  public static Map<Integer, Double> outsideFraction(
      Dataset<Row> composites,
      TileGrid tiles,
      int haloPx,
      List<RadiometricLine> lines,
      double low,
      double high) {
    RadiometricLine[] all = lines.toArray(RadiometricLine[]::new);
    Map<Integer, Double> fractions = new TreeMap<>();
    CompositeTable.SCHEMA
        .require(composites)
        .where(
            functions
                .col(CompositeTable.YEAR)
                .isin(lines.stream().map(RadiometricLine::year).toArray()))
        .map(
            (MapFunction<Row, Row>) row -> count(row, tiles, haloPx, all, low, high),
            COUNTS.encoder())
        .groupBy(CompositeTable.YEAR)
        .agg(functions.sum(PIXELS).as(PIXELS), functions.sum(OUTSIDE).as(OUTSIDE))
        .collectAsList()
        .forEach(
            row -> {
              long pixels = row.<Long>getAs(PIXELS);
              if (pixels > 0) {
                fractions.put(CompositeTable.year(row), (double) row.<Long>getAs(OUTSIDE) / pixels);
              }
            });
    return fractions;
  }

  private static Row count(
      Row row, TileGrid tiles, int haloPx, RadiometricLine[] lines, double low, double high) {
    Map<Integer, RadiometricLine> lineOfYear =
        Arrays.stream(lines).collect(Collectors.toMap(RadiometricLine::year, line -> line));
    RadiometricLine line = Objects.requireNonNull(lineOfYear.get(CompositeTable.year(row)));
    PixelWindow window = tiles.full(CompositeTable.key(row)).grow(haloPx);
    float[] values =
        CompositeTable.raster(row, CompositeTable.MEDIAN, window)
            .crop(tiles.core(CompositeTable.key(row)))
            .data();
    long pixels = 0;
    long outside = 0;
    for (float value : values) {
      if (!Float.isNaN(value)) {
        float known = line.apply(value);
        pixels++;
        outside += known < low || known > high ? 1 : 0;
      }
    }
    return RowFactory.create(line.year(), pixels, outside);
  }
}
