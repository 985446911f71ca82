package org.heartwood.verification.event;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.heartwood.verification.change.ChangeTable;
import org.heartwood.verification.detect.DetectionTable;
import org.heartwood.verification.detect.Standing;
import org.heartwood.verification.detect.TileDetection;

/**
 * Sets dated changes beside the yearly history of canopy. The history says what became of a pixel,
 * the detectors say when. A pixel counts as changed if a detector confirmed a change, it was forest
 * in the first composite, and either the history lost it, or its index fell by at least {@link
 * #DEGRADATION_FALL} and it is forest still. Everything else that left its own course is no change
 * of forest that can be told: an index alone alarms far too often.
 */
public final class ForestChangesJob {
  /** Level from which a pixel is still forest: levels become 1 for forest and 0 for other. */
  public static final double FOREST_LEVEL = 0.5;

  /**
   * Least mean fall of NDVI that counts where forest stays. On the series of the Kafa sample about
   * half of the pixels that fell so far had lost as much for good; with half of this, a fifth.
   */
  public static final double DEGRADATION_FALL = 0.1;

  private static final byte FOREST = 1;

  private ForestChangesJob() {}

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
    return DetectionTable.SCHEMA
        .require(detection)
        .join(states, new String[] {DetectionTable.TILE_ROW, DetectionTable.TILE_COL})
        .map(
            (MapFunction<Row, Row>) row -> judged(row, row.getAs(ChangeTable.FOREST), years),
            DetectionTable.SCHEMA.encoder());
  }

  private static Row judged(Row row, byte[] forest, int years) {
    byte[] standing = row.<byte[]>getAs(DetectionTable.STANDING).clone();
    float[] magnitude = DetectionTable.measures(row, DetectionTable.MAGNITUDE);
    int pixels = standing.length;
    ByteBuffer levels = ByteBuffer.allocate(pixels * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer recovered =
        ByteBuffer.wrap(row.<byte[]>getAs(DetectionTable.RECOVERED).clone())
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int pixel = 0; pixel < pixels; pixel++) {
      boolean before = forest[pixel] == FOREST;
      boolean after = forest[(years - 1) * pixels + pixel] == FOREST;
      levels.putFloat(after ? 1 : 0);
      boolean confirmed = Standing.of(standing[pixel]).confirmed();
      if (confirmed && before && !after) {
        standing[pixel] = (byte) Standing.CONFIRMED.code();
        recovered.putInt(pixel * Integer.BYTES, TileDetection.NO_DAY);
      } else if (confirmed && !(before && magnitude[pixel] <= -DEGRADATION_FALL)) {
        standing[pixel] = (byte) Standing.NO_CHANGE.code();
      }
    }
    return DetectionTable.with(row, standing, levels.array(), recovered.array());
  }
}
