package org.heartwood.ingest.tile;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.issue.InputException;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.ingest.zonal.ZoneStatistics;

/** What the tiles of a node hold of a zone; and one row for every zone, ahead of its parts. */
final class ZonePartTable {
  static final String ZONE = "zone";

  /** Position of the node on the Z-order curve; {@link #ZONE_ITSELF} in the zone's own row. */
  static final String NODE = "node";

  /** {@link ZoneStatistics} as bytes; empty if there is a reason, and in the zone's own row. */
  static final String STATISTICS = "statistics";

  /** What is wrong with the zone or its pixels, a {@link Reason}; empty if nothing is. */
  static final String REASON = "reason";

  static final String DETAIL = "detail";

  static final int ZONE_ITSELF = -1;

  static final TableSchema SCHEMA =
      TableSchema.of("zone_part")
          .with(ZONE, DataTypes.StringType)
          .with(NODE, DataTypes.IntegerType)
          .with(STATISTICS, DataTypes.BinaryType)
          .with(REASON, DataTypes.StringType)
          .with(DETAIL, DataTypes.StringType);

  private ZonePartTable() {}

  static Row part(String zone, int node, ZoneStatistics statistics) {
    return SCHEMA.row(zone, node, statistics.toBytes(), "", "");
  }

  static Row fault(String zone, int node, InputException fault) {
    return SCHEMA.row(
        zone, node, new byte[0], fault.reason().name(), String.valueOf(fault.getMessage()));
  }
}
