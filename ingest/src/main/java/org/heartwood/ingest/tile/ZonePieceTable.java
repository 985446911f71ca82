package org.heartwood.ingest.tile;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.CoverageRuns;
import org.heartwood.ingest.issue.Reason;
import org.heartwood.ingest.table.TableSchema;

/**
 * Zones in pieces that are small enough to be joined with tiles: one row for every zone, with its
 * fault if it has one, then one for each of its pieces.
 */
final class ZonePieceTable {
  static final String ZONE = "zone";

  /** What is wrong with the zone, a {@link Reason}; empty if nothing is. */
  static final String REASON = "reason";

  static final String DETAIL = "detail";

  /** Tile columns and rows of the piece: from west to before east, from north to before south. */
  static final String WEST = "west";

  static final String NORTH = "north";
  static final String EAST = "east";
  static final String SOUTH = "south";

  /** Edges that matter in these tiles; empty in the zone's own row. */
  static final String EDGES = "edges";

  static final TableSchema SCHEMA =
      TableSchema.of("zone_piece")
          .with(ZONE, DataTypes.StringType)
          .with(REASON, DataTypes.StringType)
          .with(DETAIL, DataTypes.StringType)
          .with(WEST, DataTypes.IntegerType)
          .with(NORTH, DataTypes.IntegerType)
          .with(EAST, DataTypes.IntegerType)
          .with(SOUTH, DataTypes.IntegerType)
          .with(EDGES, DataTypes.BinaryType);

  private ZonePieceTable() {}

  static Row zone(String zone) {
    return SCHEMA.row(zone, "", "", 0, 0, 0, 0, new byte[0]);
  }

  static Row fault(String zone, Reason reason, String detail) {
    return SCHEMA.row(zone, reason.name(), detail, 0, 0, 0, 0, new byte[0]);
  }

  static Row piece(String zone, TileRange tiles, CoverageRuns runs) {
    return SCHEMA.row(
        zone, "", "", tiles.west(), tiles.north(), tiles.east(), tiles.south(), runs.toBytes());
  }

  static TileRange tiles(Row row) {
    return new TileRange(
        row.<Integer>getAs(WEST),
        row.<Integer>getAs(NORTH),
        row.<Integer>getAs(EAST),
        row.<Integer>getAs(SOUTH));
  }
}
