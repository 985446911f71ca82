package org.heartwood.verification.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.heartwood.ingest.project.Dossier.MapAccuracy;
import org.heartwood.ingest.project.Zone;

/** Adds the tiles' sums up. They are whole numbers: the order of adding does not matter. */
public final class ZoneTotalsJob {
  private ZoneTotalsJob() {}

  /**
   * Areas by zone and year; at most three rows a year reach the driver.
   *
   * @param seed which draw of the map goes with which draw of the correction's error
   */
  public static ZoneAreas areas(
      Dataset<Row> change, ErrorStructure errors, double pixelHa, long seed) {
    List<ZoneYear.Sums> sums = sums(change);
    Map<Zone, ExpectedAreas> rates = new EnumMap<>(Zone.class);
    sums.forEach(
        row ->
            rates.computeIfAbsent(
                row.zone(),
                zone ->
                    ExpectedAreas.solve(
                        sums.stream().filter(other -> other.zone() == zone).toList())));
    LossCorrection correction = new LossCorrection(sums, rates);
    List<ZoneYear> estimated = new ArrayList<>();
    Map<ZoneTotals.Key, List<Double>> lossDraws = new HashMap<>();
    for (ZoneYear.Sums row : sums) {
      ExpectedAreas rate = Objects.requireNonNull(rates.get(row.zone()));
      ZoneYear.Scores scores = ZoneYear.Scores.of(row, seed);
      ZoneYear.Drawn loss = ZoneYear.loss(row, errors, pixelHa, correction.mm2(row), scores);
      estimated.add(ZoneYear.of(row, errors, pixelHa, rate, loss, scores));
      lossDraws.put(
          new ZoneTotals.Key(row.zone(), row.year()), Arrays.stream(loss.draws()).boxed().toList());
    }
    Map<Zone, Double> annual = new EnumMap<>(Zone.class);
    rates.forEach((zone, rate) -> annual.put(zone, rate.annualLossProbability()));
    return new ZoneAreas(
        new ZoneTotals(estimated, lossDraws), sums.stream().map(MappedArea::of).toList(), annual);
  }

  /**
   * The same of a map that others made, corrected by its accuracy.
   *
   * @param change of {@link MappedHistoryJob}
   * @param draws draws of the accuracy's error, > 1
   * @param seed of the draws
   */
  public static ZoneAreas areas(Dataset<Row> change, MapAccuracy accuracy, int draws, long seed) {
    return new MappedAreas(accuracy, draws, seed).of(sums(change));
  }

  private static List<ZoneYear.Sums> sums(Dataset<Row> change) {
    return exploded(change, ChangeTable.ZONE_YEARS)
        .groupByKey(
            (MapFunction<Row, String>)
                row -> row.getAs(ChangeTable.ZONE) + "/" + row.getAs(ChangeTable.YEAR),
            Encoders.STRING())
        .mapGroups(
            (MapGroupsFunction<String, Row, Row>) (key, rows) -> sum(rows, 2),
            ChangeTable.ZONE_YEAR.encoder())
        .collectAsList()
        .stream()
        .map(ZoneTotalsJob::zoneYearSums)
        .sorted(Comparator.comparing(ZoneYear.Sums::zone).thenComparing(ZoneYear.Sums::year))
        .toList();
  }

  /** Counts by zone, block and stratum, ordered; their number depends on blocks, not on pixels. */
  public static List<StratumCount> strata(Dataset<Row> change) {
    return exploded(change, ChangeTable.STRATA)
        .groupByKey(
            (MapFunction<Row, String>)
                row ->
                    row.getAs(ChangeTable.ZONE)
                        + "/"
                        + row.getAs(ChangeTable.BLOCK_ROW)
                        + "/"
                        + row.getAs(ChangeTable.BLOCK_COL)
                        + "/"
                        + row.getAs(ChangeTable.STRATUM),
            Encoders.STRING())
        .mapGroups(
            (MapGroupsFunction<String, Row, Row>) (key, rows) -> sum(rows, 4),
            ChangeTable.STRATUM_COUNT.encoder())
        .collectAsList()
        .stream()
        .map(ZoneTotalsJob::stratumCount)
        .sorted(StratumCount.ORDER)
        .toList();
  }

  private static Dataset<Row> exploded(Dataset<Row> change, String column) {
    return ChangeTable.SCHEMA
        .require(change)
        .select(functions.explode(functions.col(column)).as("entry"))
        .select("entry.*");
  }

  /** Adds rows column by column; the first {@code keys} columns are the same in all of them. */
  private static Row sum(Iterator<Row> rows, int keys) {
    Row first = rows.next();
    Object[] total = new Object[first.size()];
    for (int column = 0; column < total.length; column++) {
      total[column] =
          column < keys || first.get(column) instanceof Long
              ? first.get(column)
              : longs(first, column);
    }
    while (rows.hasNext()) {
      Row row = rows.next();
      for (int column = keys; column < total.length; column++) {
        if (total[column] instanceof Long value) {
          total[column] = Math.addExact(value, row.getLong(column));
        } else {
          long[] sums = (long[]) total[column];
          long[] values = longs(row, column);
          for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.addExact(sums[i], values[i]);
          }
        }
      }
    }
    return RowFactory.create(total);
  }

  private static long[] longs(Row row, int column) {
    return row.<Long>getList(column).stream().mapToLong(Long::longValue).toArray();
  }

  private static long[] longs(Row row, String column) {
    return longs(row, row.fieldIndex(column));
  }

  private static ZoneYear.Sums zoneYearSums(Row row) {
    return new ZoneYear.Sums(
        Zone.ofLabel(row.getAs(ChangeTable.ZONE)),
        row.<Integer>getAs(ChangeTable.YEAR),
        row.<Long>getAs(ChangeTable.ZONE_MM2),
        row.<Long>getAs(ChangeTable.OBSERVED_MM2),
        row.<Long>getAs(ChangeTable.FOREST_MM2),
        row.<Long>getAs(ChangeTable.LOSS_MM2),
        row.<Long>getAs(ChangeTable.GAIN_MM2),
        row.<Long>getAs(ChangeTable.CANOPY_SUM),
        row.<Long>getAs(ChangeTable.CANOPY_SE_SUM),
        row.<Long>getAs(ChangeTable.VALID_DATES_SUM),
        new ZoneYear.Draws(
            longs(row, ChangeTable.FOREST_DRAWS_MM2), longs(row, ChangeTable.LOSS_DRAWS_MM2)),
        new ZoneYear.Expected(
            longs(row, ChangeTable.DECODED_MM2),
            longs(row, ChangeTable.FOREST_EXPECTED_MM2),
            longs(row, ChangeTable.LOSS_EXPECTED_MM2),
            longs(row, ChangeTable.LOSS_SHIFTED_MM2),
            longs(row, ChangeTable.GAIN_EXPECTED_MM2)));
  }

  private static StratumCount stratumCount(Row row) {
    return new StratumCount(
        Zone.ofLabel(row.getAs(ChangeTable.ZONE)),
        row.<Integer>getAs(ChangeTable.BLOCK_ROW),
        row.<Integer>getAs(ChangeTable.BLOCK_COL),
        row.<Integer>getAs(ChangeTable.STRATUM),
        row.<Long>getAs(ChangeTable.PIXELS),
        longs(row, ChangeTable.LOST_PIXELS),
        longs(row, ChangeTable.COVARIATE_SUMS),
        longs(row, ChangeTable.COVARIATE_SQUARES));
  }
}
