package org.heartwood.ingest.tile;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.zonal.Operation;
import org.heartwood.ingest.zonal.Operation.Measure;
import org.heartwood.ingest.zonal.ZoneStatistics;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Zonal statistics: one row a zone, the good and the bad. The column of an operation has its name
 * ({@code mean}, {@code area_ha}, {@code q05}); {@code count} and {@code nodata_count} are always
 * there. Statistics are NaN where there is no pixel with data; all of them are where the status is
 * not {@link #OK}, so that nothing that was not measured looks like a zero.
 */
public final class ZonalStatisticsTable {
  public static final String ZONE = "zone";

  /** {@link #OK}, or the {@link Reason} why the zone has no statistics. */
  public static final String STATUS = "status";

  /** What was found and what was expected, on one line; empty if the status is {@link #OK}. */
  public static final String DETAIL = "detail";

  /** What a person can do about it; empty if the status is {@link #OK}. */
  public static final String REMEDY = "remedy";

  /** Hectares on the ellipsoid by value, if {@code histogram} is asked for. */
  public static final String HISTOGRAM = "histogram";

  public static final String OK = "OK";

  private static final List<Operation> ALWAYS = Operation.parseList("count,nodata_count");

  /** Columns before those of the operations. */
  private static final int FIRST = 4;

  private ZonalStatisticsTable() {}

  /** The operations and those that are always there, each once. */
  static List<Operation> complete(List<Operation> operations) {
    Set<Operation> all = new LinkedHashSet<>(ALWAYS);
    all.addAll(operations);
    return List.copyOf(all);
  }

  /** The table for some operations. */
  public static TableSchema schema(List<Operation> operations) {
    TableSchema schema =
        TableSchema.of("zonal_statistics")
            .with(ZONE, DataTypes.StringType)
            .with(STATUS, DataTypes.StringType)
            .with(DETAIL, DataTypes.StringType)
            .with(REMEDY, DataTypes.StringType);
    for (Operation operation : complete(operations)) {
      schema =
          schema.with(
              operation.name(),
              operation.measure() == Measure.HISTOGRAM
                  ? DataTypes.createMapType(DataTypes.DoubleType, DataTypes.DoubleType, false)
                  : DataTypes.DoubleType);
    }
    return schema;
  }

  static Row row(String zone, ZoneStatistics statistics, List<Operation> operations) {
    List<Operation> all = complete(operations);
    Object[] values = new Object[FIRST + all.size()];
    describe(values, zone, OK, "", "");
    for (int i = 0; i < all.size(); i++) {
      values[FIRST + i] =
          all.get(i).measure() == Measure.HISTOGRAM
              ? CollectionConverters.asScala(statistics.classAreasHa())
              : (Object) statistics.value(all.get(i));
    }
    return schema(operations).row(values);
  }

  static Row fault(String zone, Reason reason, String detail, List<Operation> operations) {
    List<Operation> all = complete(operations);
    Object[] values = new Object[FIRST + all.size()];
    describe(values, zone, reason.name(), detail, remedy(reason));
    for (int i = 0; i < all.size(); i++) {
      values[FIRST + i] =
          all.get(i).measure() == Measure.HISTOGRAM
              ? CollectionConverters.asScala(Map.of())
              : (Object) Double.NaN;
    }
    return schema(operations).row(values);
  }

  private static void describe(
      Object[] values, String zone, String status, String detail, String remedy) {
    values[0] = zone;
    values[1] = status;
    values[2] = detail;
    values[3] = remedy;
  }

  private static String remedy(Reason reason) {
    return switch (reason) {
      case MISSING, EMPTY -> "give the zone a polygon, or leave it out";
      case GEOMETRY -> "repair the polygon, for example with make-valid";
      case OUTSIDE_AREA -> "check the zone's CRS, or take a raster that covers it";
      case VALUE -> "give every zone a name of its own";
      default -> "fetch the raster again and compare its checksum";
    };
  }
}
