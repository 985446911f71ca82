package org.heartwood.inference.predict;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.table.TableSchema;

/**
 * Canopy cover by tile and year: one row a pair. Rasters cover the tile without its halo,
 * little-endian float32, row-major, NaN = no data.
 */
public final class CanopyTable {
  public static final String TILE_ROW = "tile_row";
  public static final String TILE_COL = "tile_col";
  public static final String YEAR = "year";

  /** Mean canopy cover, per cent. */
  public static final String MEAN_PCT = "canopy_pct";

  /** Standard error of the mean, per cent of cover. */
  public static final String STANDARD_ERROR_PCT = "canopy_se_pct";

  /** Number of valid dates behind the year's composite. */
  public static final String VALID_DATES = "valid_dates";

  /**
   * How unlike the model's training points the year's composite is, in its reference radiometry;
   * NaN everywhere if the model has none.
   */
  public static final String DISSIMILARITY = "dissimilarity";

  public static final TableSchema SCHEMA =
      TableSchema.of("canopy")
          .with(TILE_ROW, DataTypes.IntegerType)
          .with(TILE_COL, DataTypes.IntegerType)
          .with(YEAR, DataTypes.IntegerType)
          .with(MEAN_PCT, DataTypes.BinaryType)
          .with(STANDARD_ERROR_PCT, DataTypes.BinaryType)
          .with(VALID_DATES, DataTypes.BinaryType)
          .with(DISSIMILARITY, DataTypes.BinaryType);

  private CanopyTable() {}

  public static TileKey key(Row row) {
    return new TileKey(row.<Integer>getAs(TILE_ROW), row.<Integer>getAs(TILE_COL));
  }

  public static int year(Row row) {
    return row.<Integer>getAs(YEAR);
  }

  /**
   * One of the row's rasters.
   *
   * @param column {@link #MEAN_PCT}, {@link #STANDARD_ERROR_PCT}, {@link #VALID_DATES} or {@link
   *     #DISSIMILARITY}
   * @param core the tile's pixels on the analysis grid
   */
  public static FloatRaster raster(Row row, String column, PixelWindow core) {
    return FloatRaster.fromBytes(core, row.<byte[]>getAs(column));
  }
}
