package org.heartwood.verification.counterfactual;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.table.TableSchema;

/** One row a tile: its pixels that were forest at the start, and its cells. */
public final class LandscapeTable {
  /** Number of the tile, row by row. */
  static final String TILE = "tile";

  /** {@link PixelSet#toBytes()}. */
  static final String PIXELS = "pixels";

  /** {@link LandscapeTile#cells}. */
  static final String CELLS = "cells";

  /** Forest pixels at the start left out for want of a value. */
  static final String MISSING = "missing";

  public static final TableSchema SCHEMA =
      TableSchema.of("landscape")
          .with(TILE, DataTypes.LongType)
          .with(PIXELS, DataTypes.BinaryType)
          .with(CELLS, DataTypes.BinaryType)
          .with(MISSING, DataTypes.LongType);

  private LandscapeTable() {}

  /** A tile of pixels alone, without cells. */
  public static Row row(long tile, PixelSet pixels) {
    return RowFactory.create(tile, pixels.toBytes(), new byte[0], 0L);
  }
}
