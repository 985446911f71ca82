package org.heartwood.ingest.tile;

import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.table.TableSchema;

/**
 * Which zones lie on which tile: one row a pair, with the zone cut to the tile and a pixel more.
 */
public final class TileZoneTable {
  public static final String TILE_ROW = "tile_row";
  public static final String TILE_COL = "tile_col";

  /** Position on the Z-order curve. */
  public static final String Z_ORDER = "z_order";

  /** Label of a {@link org.heartwood.ingest.project.Zone}. */
  public static final String ZONE = "zone";

  /** The part of the zone on the tile, WKB in the CRS of the analysis grid. */
  public static final String GEOMETRY = "geometry";

  public static final TableSchema SCHEMA =
      TableSchema.of("tile_zone")
          .with(TILE_ROW, DataTypes.IntegerType)
          .with(TILE_COL, DataTypes.IntegerType)
          .with(Z_ORDER, DataTypes.LongType)
          .with(ZONE, DataTypes.StringType)
          .with(GEOMETRY, DataTypes.BinaryType);

  private TileZoneTable() {}
}
