package org.heartwood.ingest.project;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.zonal.ZonePolygon;
import org.locationtech.jts.io.WKBWriter;

/** One row a zone: its polygons as WKB in the CRS of the analysis grid. */
public final class ZoneTable {
  /** Label of a {@link Zone}. */
  public static final String ZONE = "zone";

  /** Polygon or multipolygon, WKB. */
  public static final String GEOMETRY = "geometry";

  public static final TableSchema SCHEMA =
      TableSchema.of("zone").with(ZONE, DataTypes.StringType).with(GEOMETRY, DataTypes.BinaryType);

  private ZoneTable() {}

  /** The table of some polygons. */
  public static Dataset<Row> of(SparkSession spark, List<ZonePolygon> zones) {
    WKBWriter wkb = new WKBWriter();
    return spark.createDataFrame(
        zones.stream()
            .map(zone -> RowFactory.create(zone.id(), wkb.write(zone.polygons())))
            .toList(),
        SCHEMA.type());
  }
}
