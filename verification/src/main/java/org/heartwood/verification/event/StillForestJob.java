package org.heartwood.verification.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.heartwood.verification.change.ChangeTable;
import org.heartwood.verification.detect.DetectionTable;

/**
 * Tells dated changes that took the forest from those that left it: the level of a pixel after its
 * change becomes 1 where the yearly history still calls it forest in the newest composite, and 0
 * elsewhere. An index alone cannot tell them apart, since it is as high in a wet season as in
 * forest.
 */
public final class StillForestJob {
  /** Level from which a pixel is still forest. */
  public static final double FOREST_LEVEL = 0.5;

  private static final byte FOREST = 1;

  private StillForestJob() {}

  /**
   * Runs the job.
   *
   * @param detection {@link DetectionTable}
   * @param change {@link ChangeTable} on the same tiles
   * @param years composites of the change table
   * @return {@link DetectionTable}
   */
  public static Dataset<Row> run(Dataset<Row> detection, Dataset<Row> change, int years) {
    Dataset<Row> states =
        ChangeTable.SCHEMA
            .require(change)
            .select(
                functions.col(ChangeTable.TILE_ROW).as(DetectionTable.TILE_ROW),
                functions.col(ChangeTable.TILE_COL).as(DetectionTable.TILE_COL),
                functions.col(ChangeTable.FOREST));
    String[] key = {DetectionTable.TILE_ROW, DetectionTable.TILE_COL};
    return DetectionTable.SCHEMA
        .require(detection)
        .join(states, key)
        .map(
            (MapFunction<Row, Row>)
                row -> DetectionTable.withLevel(row, levels(row.getAs(ChangeTable.FOREST), years)),
            DetectionTable.SCHEMA.encoder());
  }

  private static byte[] levels(byte[] forest, int years) {
    int pixels = forest.length / years;
    ByteBuffer levels =
        ByteBuffer.allocate(pixels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int pixel = 0; pixel < pixels; pixel++) {
      levels.putFloat(forest[(years - 1) * pixels + pixel] == FOREST ? 1 : 0);
    }
    return levels.array();
  }
}
