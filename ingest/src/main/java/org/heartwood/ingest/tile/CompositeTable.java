package org.heartwood.ingest.tile;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.grid.FloatRaster;
import org.heartwood.ingest.grid.PixelWindow;
import org.heartwood.ingest.grid.TileKey;
import org.heartwood.ingest.table.TableSchema;

/**
 * Yearly composites by tile: one row a tile and year that has images. Rasters cover the tile and
 * its halo, little-endian float32, row-major, NaN = no data.
 */
public final class CompositeTable {
  public static final String TILE_ROW = "tile_row";
  public static final String TILE_COL = "tile_col";
  public static final String YEAR = "year";

  /** Median of the season's valid dates, in the quantity's unit. */
  public static final String MEDIAN = "median";

  /** Minimum of the season's valid dates, in the quantity's unit. */
  public static final String MINIMUM = "minimum";

  /** Number of valid dates. */
  public static final String VALID_DATES = "valid_dates";

  /** What each image of the year gave to the tile. */
  public static final String IMAGES = "images";

  public static final TableSchema SCHEMA =
      TableSchema.of("composite")
          .with(TILE_ROW, DataTypes.IntegerType)
          .with(TILE_COL, DataTypes.IntegerType)
          .with(YEAR, DataTypes.IntegerType)
          .with(MEDIAN, DataTypes.BinaryType)
          .with(MINIMUM, DataTypes.BinaryType)
          .with(VALID_DATES, DataTypes.BinaryType)
          .with(IMAGES, DataTypes.createArrayType(ImageUse.SCHEMA.type(), false));

  private CompositeTable() {}

  static Row toRow(TileKey key, int year, Composite composite, List<ImageUse> images) {
    return SCHEMA.row(
        key.row(),
        key.col(),
        year,
        composite.median().toBytes(),
        composite.minimum().toBytes(),
        composite.validDates().toBytes(),
        images.stream().map(ImageUse::toRow).toArray());
  }

  public static TileKey key(Row row) {
    return new TileKey(row.<Integer>getAs(TILE_ROW), row.<Integer>getAs(TILE_COL));
  }

  public static int year(Row row) {
    return row.<Integer>getAs(YEAR);
  }

  /** What each image of the year gave to the tile. */
  public static List<ImageUse> images(Row row) {
    return row.<Row>getList(row.fieldIndex(IMAGES)).stream().map(ImageUse::fromRow).toList();
  }

  /**
   * One of the row's rasters.
   *
   * @param column {@link #MEDIAN}, {@link #MINIMUM} or {@link #VALID_DATES}
   * @param window tile and halo on the analysis grid
   */
  public static FloatRaster raster(Row row, String column, PixelWindow window) {
    return FloatRaster.fromBytes(window, row.<byte[]>getAs(column));
  }
}
