package org.heartwood.inference.harmonise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileGrid;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.tile.CompositeTable;

/**
 * Finds the line of every year: counts pairs of values on the executors into a joint histogram of
 * 0.005-wide bins, adds the counts up (whole numbers, so any order gives the same), and fits on the
 * driver, which sees a few thousand bins and no pixel.
 */
public final class HarmoniseJob {
  /** Width of a bin, NDVI. */
  private static final double BIN = 0.005;

  private static final String REFERENCE_BIN = "reference_bin";
  private static final String VALUE_BIN = "value_bin";
  private static final String PIXELS = "pixels";
  private static final String REFERENCE_MEDIAN = "reference_median";

  private static final TableSchema COUNTS =
      TableSchema.of("value_pairs")
          .with(CompositeTable.YEAR, DataTypes.IntegerType)
          .with(REFERENCE_BIN, DataTypes.IntegerType)
          .with(VALUE_BIN, DataTypes.IntegerType)
          .with(PIXELS, DataTypes.LongType);

  private HarmoniseJob() {}

  /**
   * What came out.
   *
   * @param lines one a usable year, in order of years
   * @param unusableYears years whose composite cannot be brought to the reference
   */
  public record Result(List<RadiometricLine> lines, List<Integer> unusableYears) {}

  /**
   * Runs the job.
   *
   * @param composites {@link CompositeTable}
   * @param haloPx halo of its rasters
   * @param referenceYear year whose radiometry the others are brought to
   * @throws IllegalArgumentException if the reference year has no composite
   */
  public static Result run(Dataset<Row> composites, TileGrid tiles, int haloPx, int referenceYear) {
    Dataset<Row> checked = CompositeTable.SCHEMA.require(composites);
    Dataset<Row> reference =
        checked
            .where(functions.col(CompositeTable.YEAR).equalTo(referenceYear))
            .select(
                functions.col(CompositeTable.TILE_ROW),
                functions.col(CompositeTable.TILE_COL),
                functions.col(CompositeTable.MEDIAN).as(REFERENCE_MEDIAN));
    List<Row> counts =
        checked
            .join(
                reference,
                scala.jdk.javaapi.CollectionConverters.asScala(
                        List.of(CompositeTable.TILE_ROW, CompositeTable.TILE_COL))
                    .toSeq())
            .flatMap(
                (FlatMapFunction<Row, Row>) row -> countPairs(row, tiles, haloPx).iterator(),
                COUNTS.encoder())
            .groupBy(CompositeTable.YEAR, REFERENCE_BIN, VALUE_BIN)
            .agg(functions.sum(PIXELS).as(PIXELS))
            .collectAsList();
    if (counts.isEmpty()) {
      throw new IllegalArgumentException(
          "the reference year " + referenceYear + " has no composite");
    }
    return fit(counts, referenceYear);
  }

  private static Result fit(List<Row> counts, int referenceYear) {
    Map<Integer, ArrayList<InvariantFit.Pair>> byYear =
        counts.stream()
            .collect(
                Collectors.groupingBy(
                    CompositeTable::year,
                    Collectors.mapping(
                        HarmoniseJob::pair, Collectors.toCollection(ArrayList::new))));
    List<RadiometricLine> lines = new ArrayList<>();
    List<Integer> unusable = new ArrayList<>();
    byYear.forEach(
        (year, pairs) -> {
          pairs.removeIf(pair -> pair.pixels() == 0);
          long pixels = pairs.stream().mapToLong(InvariantFit.Pair::pixels).sum();
          Optional<RadiometricLine> line =
              year == referenceYear
                  ? Optional.of(RadiometricLine.identity(year, pixels))
                  : InvariantFit.fit(year, pairs, BIN);
          line.ifPresentOrElse(lines::add, () -> unusable.add(year));
        });
    lines.sort(Comparator.comparingInt(RadiometricLine::year));
    unusable.sort(Comparator.naturalOrder());
    return new Result(List.copyOf(lines), List.copyOf(unusable));
  }

  private static InvariantFit.Pair pair(Row row) {
    return new InvariantFit.Pair(
        (row.<Integer>getAs(REFERENCE_BIN) + 0.5) * BIN,
        (row.<Integer>getAs(VALUE_BIN) + 0.5) * BIN,
        row.<Long>getAs(PIXELS));
  }

  private static List<Row> countPairs(Row row, TileGrid tiles, int haloPx) {
    PixelWindow window = tiles.full(CompositeTable.key(row)).grow(haloPx);
    PixelWindow core = tiles.core(CompositeTable.key(row));
    float[] reference = CompositeTable.raster(row, REFERENCE_MEDIAN, window).crop(core).data();
    FloatRaster values = CompositeTable.raster(row, CompositeTable.MEDIAN, window).crop(core);
    Map<Long, Long> counts = new HashMap<>();
    for (int pixel = 0; pixel < reference.length; pixel++) {
      float value = values.data()[pixel];
      if (!Float.isNaN(value) && !Float.isNaN(reference[pixel])) {
        long key = ((long) bin(reference[pixel]) << 32) | (bin(value) & 0xFFFFFFFFL);
        counts.merge(key, 1L, Long::sum);
      }
    }
    int year = CompositeTable.year(row);
    // A count of none keeps a year that shares no pixel with the reference in the result.
    counts.put(0L, counts.getOrDefault(0L, 0L));
    return counts.entrySet().stream()
        .map(
            entry ->
                RowFactory.create(
                    year,
                    (int) (entry.getKey() >> 32),
                    (int) (long) entry.getKey(),
                    entry.getValue()))
        .toList();
  }

  private static int bin(float value) {
    return (int) Math.floor(value / BIN);
  }
}
