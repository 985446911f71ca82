package org.heartwood.verification.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.heartwood.ingest.table.TableSchema;
import org.heartwood.verification.detect.DetectionTable;

/**
 * Burn and water index before and after the change of every pixel, by tile: rasters of
 * little-endian float32, row-major, NaN where a pixel did not change or was not seen. Tiles without
 * change have no row.
 */
public final class IndexChangeTable {
  /** Fall of the burn ratio, before minus after, less the fall of the grid's median. */
  static final String BURN_FALL = "burn_fall";

  /** Burn ratio after the change. */
  static final String BURN_AFTER = "burn_after";

  /** Water index before the change. */
  static final String WATER_BEFORE = "water_before";

  /** Water index after the change. */
  static final String WATER_AFTER = "water_after";

  public static final TableSchema SCHEMA =
      TableSchema.of("index_change")
          .with(DetectionTable.TILE_ROW, DataTypes.IntegerType)
          .with(DetectionTable.TILE_COL, DataTypes.IntegerType)
          .with(BURN_FALL, DataTypes.BinaryType)
          .with(BURN_AFTER, DataTypes.BinaryType)
          .with(WATER_BEFORE, DataTypes.BinaryType)
          .with(WATER_AFTER, DataTypes.BinaryType);

  private IndexChangeTable() {}

  /** A table without rows: no index was measured. */
  public static Dataset<Row> empty(SparkSession spark) {
    return spark.createDataFrame(List.of(), SCHEMA.type());
  }

  static byte[] bytes(float[] values) {
    ByteBuffer out =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.asFloatBuffer().put(values);
    return out.array();
  }
}
