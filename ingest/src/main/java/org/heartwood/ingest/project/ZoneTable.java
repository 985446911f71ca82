package org.heartwood.ingest.project;

import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.table.TableSchema;

/** One row a zone: its polygons as WKB in the CRS of the analysis grid. */
public final class ZoneTable {
  /** Label of a {@link Zone}. */
  public static final String ZONE = "zone";

  /** Polygon or multipolygon, WKB. */
  public static final String GEOMETRY = "geometry";

  public static final TableSchema SCHEMA =
      TableSchema.of("zone").with(ZONE, DataTypes.StringType).with(GEOMETRY, DataTypes.BinaryType);

  private ZoneTable() {}
}
