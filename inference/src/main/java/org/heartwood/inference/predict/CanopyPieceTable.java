package org.heartwood.inference.predict;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.table.TableSchema;
import org.jspecify.annotations.Nullable;

/**
 * Parts of tiles on their way to a neighbour: like {@link CanopyTable}, keyed by the tile that
 * receives the part, with the tile that it comes from beside it. What window the rasters cover
 * follows from the two tiles.
 */
public final class CanopyPieceTable {
  private static final String SOURCE_ROW = "source_row";
  private static final String SOURCE_COL = "source_col";

  public static final TableSchema SCHEMA =
      TableSchema.of("canopy_piece")
          .with(CanopyTable.TILE_ROW, DataTypes.IntegerType)
          .with(CanopyTable.TILE_COL, DataTypes.IntegerType)
          .with(CanopyTable.YEAR, DataTypes.IntegerType)
          .with(SOURCE_ROW, DataTypes.IntegerType)
          .with(SOURCE_COL, DataTypes.IntegerType)
          .with(CanopyTable.MEAN_PCT, DataTypes.BinaryType)
          .with(CanopyTable.STANDARD_ERROR_PCT, DataTypes.BinaryType)
          .with(CanopyTable.VALID_DATES, DataTypes.BinaryType)
          .with(CanopyTable.DISSIMILARITY, DataTypes.BinaryType);

  private CanopyPieceTable() {}

  /** The tile that a part comes from. */
  public static TileKey source(Row row) {
    return new TileKey(row.<Integer>getAs(SOURCE_ROW), row.<Integer>getAs(SOURCE_COL));
  }

  /**
   * A part of a tile.
   *
   * @param target tile that receives it
   * @param source tile that it comes from
   * @param mean mean canopy cover over the part
   * @param standardError its standard error over the part
   * @param validDates number of valid dates over the part
   * @param dissimilarity over the source tile; it travels to the same tile only; null for none
   */
  public static Row toRow(
      TileKey target,
      TileKey source,
      int year,
      FloatRaster mean,
      FloatRaster standardError,
      FloatRaster validDates,
      @Nullable FloatRaster dissimilarity) {
    return SCHEMA.row(
        target.row(),
        target.col(),
        year,
        source.row(),
        source.col(),
        mean.toBytes(),
        standardError.toBytes(),
        validDates.toBytes(),
        dissimilarity != null && target.equals(source) ? dissimilarity.toBytes() : new byte[0]);
  }
}
