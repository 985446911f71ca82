package org.heartwood.verification.change;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.heartwood.ingest.table.TableSchema;

/**
 * What happened on each tile: rasters of one byte a pixel, and whole-number sums by zone that can
 * be added up in any order.
 */
public final class ChangeTable {
  /** Marks a pixel that no year shows. */
  public static final int UNKNOWN = 255;

  public static final String TILE_ROW = "tile_row";
  public static final String TILE_COL = "tile_col";

  /**
   * First year in which forest is gone, as years since the first year of the series: 1 and up; 0 =
   * never lost, {@link #UNKNOWN} = not seen. One byte a pixel of the tile, row-major.
   */
  public static final String LOSS_YEAR = "loss_year";

  /** 1 forest, 0 other, {@link #UNKNOWN} not seen; years one after the other, each row-major. */
  public static final String FOREST = "forest";

  /** Sums by zone and year, {@link #ZONE_YEAR}. */
  public static final String ZONE_YEARS = "zone_years";

  /** Sums by zone, block and stratum, {@link #STRATUM_COUNT}. */
  public static final String STRATA = "strata";

  public static final String ZONE = "zone";
  public static final String YEAR = "year";
  public static final String ZONE_MM2 = "zone_mm2";
  public static final String OBSERVED_MM2 = "observed_mm2";
  public static final String FOREST_MM2 = "forest_mm2";
  public static final String LOSS_MM2 = "loss_mm2";
  public static final String GAIN_MM2 = "gain_mm2";

  /** Forest, loss and gain by the most likely histories, before the smallest patch, mm². */
  public static final String DECODED_MM2 = "decoded_mm2";

  /** Forest expected under each rate of {@link ExpectedAreas#RATES}, mm². */
  public static final String FOREST_EXPECTED_MM2 = "forest_expected_mm2";

  /** Loss expected under each rate, mm². */
  public static final String LOSS_EXPECTED_MM2 = "loss_expected_mm2";

  /**
   * Loss expected under the dossier's rate if all readings lay a standard error of their lasting
   * error too low, and too high, mm².
   */
  public static final String LOSS_SHIFTED_MM2 = "loss_shifted_mm2";

  /** Gain expected under each rate, mm². */
  public static final String GAIN_EXPECTED_MM2 = "gain_expected_mm2";

  /** Canopy cover times area of the observed pixels, thousandths of a per cent times m². */
  public static final String CANOPY_SUM = "canopy_millipct_m2";

  /** Standard error of canopy cover times area, thousandths of a per cent times m². */
  public static final String CANOPY_SE_SUM = "canopy_se_millipct_m2";

  /** Valid dates times area, dates times m². */
  public static final String VALID_DATES_SUM = "valid_dates_m2";

  /** Forest area in each draw of the map's error, mm². */
  public static final String FOREST_DRAWS_MM2 = "forest_draws_mm2";

  /** Loss area in each draw of the map's error, mm². */
  public static final String LOSS_DRAWS_MM2 = "loss_draws_mm2";

  public static final String BLOCK_ROW = "block_row";
  public static final String BLOCK_COL = "block_col";
  public static final String STRATUM = "stratum";

  /** Pixels that were forest at the start. */
  public static final String PIXELS = "pixels";

  /**
   * Of these, pixels that were lost by the end: as mapped, then in each draw of the map's error.
   */
  public static final String LOST_PIXELS = "lost_pixels";

  /** Sums of the covariates over the pixels, in their whole-number units. */
  public static final String COVARIATE_SUMS = "covariate_sums";

  /** Sums of the squared covariates. */
  public static final String COVARIATE_SQUARES = "covariate_squares";

  private static final ArrayType LONGS = DataTypes.createArrayType(DataTypes.LongType, false);

  public static final TableSchema ZONE_YEAR =
      TableSchema.of("zone_year")
          .with(ZONE, DataTypes.StringType)
          .with(YEAR, DataTypes.IntegerType)
          .with(ZONE_MM2, DataTypes.LongType)
          .with(OBSERVED_MM2, DataTypes.LongType)
          .with(FOREST_MM2, DataTypes.LongType)
          .with(LOSS_MM2, DataTypes.LongType)
          .with(GAIN_MM2, DataTypes.LongType)
          .with(CANOPY_SUM, DataTypes.LongType)
          .with(CANOPY_SE_SUM, DataTypes.LongType)
          .with(VALID_DATES_SUM, DataTypes.LongType)
          .with(FOREST_DRAWS_MM2, LONGS)
          .with(LOSS_DRAWS_MM2, LONGS)
          .with(DECODED_MM2, LONGS)
          .with(FOREST_EXPECTED_MM2, LONGS)
          .with(LOSS_EXPECTED_MM2, LONGS)
          .with(LOSS_SHIFTED_MM2, LONGS)
          .with(GAIN_EXPECTED_MM2, LONGS);

  public static final TableSchema STRATUM_COUNT =
      TableSchema.of("stratum_count")
          .with(ZONE, DataTypes.StringType)
          .with(BLOCK_ROW, DataTypes.IntegerType)
          .with(BLOCK_COL, DataTypes.IntegerType)
          .with(STRATUM, DataTypes.IntegerType)
          .with(PIXELS, DataTypes.LongType)
          .with(LOST_PIXELS, LONGS)
          .with(COVARIATE_SUMS, LONGS)
          .with(COVARIATE_SQUARES, LONGS);

  public static final TableSchema SCHEMA =
      TableSchema.of("change")
          .with(TILE_ROW, DataTypes.IntegerType)
          .with(TILE_COL, DataTypes.IntegerType)
          .with(LOSS_YEAR, DataTypes.BinaryType)
          .with(FOREST, DataTypes.BinaryType)
          .with(ZONE_YEARS, arrayOf(ZONE_YEAR.type()))
          .with(STRATA, arrayOf(STRATUM_COUNT.type()));

  private ChangeTable() {}

  private static ArrayType arrayOf(StructType struct) {
    return DataTypes.createArrayType(struct, false);
  }
}
